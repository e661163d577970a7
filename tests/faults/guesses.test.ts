/** A smoke size of S-19: no more than 20 guesses in an hour, whatever is done to the program and the clock, in one process. */
import { expect, test } from 'vitest'
import { runGuesses } from './guesses'

test('S-19 S-27 F-701: two hours of guessing by every way', async () => {
  const figure = await runGuesses({ hours: 2, seed: 20_261_122 })
  expect(figure).toMatchObject({ id: 'S-19', bad: 0 })
  expect(figure.tried).toBeGreaterThan(5)
})
