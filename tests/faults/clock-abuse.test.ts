/** A smoke size of S-27: two clocks against every decision. */
import { expect, test } from 'vitest'
import { decideUnderEveryClock, isWrong } from './clock-abuse'

test('S-27: no wrong decision with the clock in 1970 or a day ahead', async () => {
  const decisions = await decideUnderEveryClock(['1970', '+1 d'])
  expect(decisions).toHaveLength(28)
  expect(decisions.filter(isWrong)).toEqual([])
})
