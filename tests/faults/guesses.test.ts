/** A smoke size of S-19: no more than 20 guesses in an hour, whatever is done to the program and the clock. */
import { expect, test } from 'vitest'
import { runGuesses, welch } from './guesses'

test('S-19 S-27 F-701: two hours of guessing by every way', async () => {
  const figure = await runGuesses({ hours: 2, seed: 20_261_122 })
  expect(figure).toMatchObject({ id: 'S-19', bad: 0 })
  expect(figure.tried).toBeGreaterThan(5)
})

test('Welch’s t', () => {
  expect(welch([1, 2, 3, 4], [1, 2, 3, 4])).toBe(0)
  // Means 2 and 4, variances 1 and 4, three of each: -2 / sqrt(5 / 3).
  expect(welch([1, 2, 3], [2, 4, 6])).toBeCloseTo(-1.5492, 4)
})
