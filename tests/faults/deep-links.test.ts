/** A smoke size of S-03. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { linkInput, runDeepLinkFuzz } from './deep-links'

it('S-03: 800 random links, none of them bad', async () => {
  expect(await runDeepLinkFuzz({ count: 800, seed: 20_261_122 })).toMatchObject({
    id: 'S-03',
    tried: 800,
    bad: 0,
  })
})

it('S-03: among the inputs are exact ones, and the same seed gives the same inputs', () => {
  const inputs = fc.sample(linkInput, { numRuns: 800, seed: 7 })
  expect(inputs.filter(({ exact }) => exact).length).toBeGreaterThan(5)
  expect(fc.sample(linkInput, { numRuns: 800, seed: 7 })).toEqual(inputs)
})
