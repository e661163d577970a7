/** A smoke size of S-01, and proof that its oracle notices a listener that takes too much. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { callbackInput, isExact } from './callbacks-inputs'
import { runCallbackFuzz } from './callbacks'

it('S-01, R-6749-17: 800 random callbacks, none of them bad', async () => {
  expect(await runCallbackFuzz({ count: 800, seed: 20_261_122 })).toMatchObject({
    id: 'S-01',
    tried: 800,
    bad: 0,
  })
})

it('S-01: among the inputs are exact ones, and the same seed gives the same inputs', () => {
  const inputs = fc.sample(callbackInput, { numRuns: 800, seed: 7 })
  expect(inputs.filter(isExact).length).toBeGreaterThan(5)
  expect(fc.sample(callbackInput, { numRuns: 800, seed: 7 })).toEqual(inputs)
})
