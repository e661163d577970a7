/** Proves: the wait after failed tries grows, cannot be shortened by a restart, and cannot lock anybody out for long. */
import { fc, test as property } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { delayAfter, stillToWait } from './try-delay'

const MINUTE = 60_000
const LONGEST = 15 * MINUTE

test('F-701: five tries are free, then half a minute that doubles up to a quarter of an hour', () => {
  const delays = Array.from({ length: 12 }, (_, tries) => delayAfter(tries) / 1000)
  expect(delays).toEqual([0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900])
})

test('S-19, 164.312(d): at most 20 guesses in any hour', () => {
  let [tries, time, inFirstHour] = [0, 0, 0]
  while (time <= 60 * MINUTE) {
    inFirstHour += 1
    tries += 1
    time += delayAfter(tries)
  }
  expect(inFirstHour).toBe(12)
  expect((60 * MINUTE) / LONGEST).toBeLessThanOrEqual(20)
})

property.prop([fc.nat(1000), fc.nat(), fc.integer()])(
  'the wait is never negative and never longer than the delay',
  (failedTries, since, passed) => {
    const wait = stillToWait(failedTries, since, since + passed)
    expect(wait).toBeGreaterThanOrEqual(0)
    expect(wait).toBeLessThanOrEqual(delayAfter(failedTries))
  },
)

test('after the delay the next try is free', () => {
  expect(stillToWait(7, 500, 500 + 2 * MINUTE - 1)).toBe(1)
  expect(stillToWait(7, 500, 500 + 2 * MINUTE)).toBe(0)
})
