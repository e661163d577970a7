/** Proves that what is kept of the advanced settings is understood, and that everything else is the default. */
import { expect, test } from 'vitest'
import { DEFAULT_ASSUMPTIONS, readAssumptions } from './unknowns'

test('12: nothing kept, or nothing understood: the defaults', () => {
  for (const json of [null, '{}', '{"pkce":"maybe"}', '[]', '"x"']) {
    expect(readAssumptions(json)).toEqual(DEFAULT_ASSUMPTIONS)
  }
})

test('12: what was changed counts, what came later is the default', () => {
  expect(readAssumptions('{"pkce":false,"of-a-later-version":1}')).toEqual({
    ...DEFAULT_ASSUMPTIONS,
    pkce: false,
  })
})
