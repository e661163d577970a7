/** Proves: the wait after failed tries grows, cannot be shortened by clocks, and cannot lock anybody out for long. */
import { fc, test as property } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { delayAfter, stillToWait } from './try-delay'

const MINUTE = 60_000
const LONGEST = 15 * MINUTE

test('F-701: five tries are free, then half a minute that doubles up to a quarter of an hour', () => {
  const delays = Array.from({ length: 12 }, (_, tries) => delayAfter(tries) / 1000)
  expect(delays).toEqual([0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900])
})

test('S-19: at most 20 guesses in any hour', () => {
  let [tries, time, inFirstHour] = [0, 0, 0]
  while (time <= 60 * MINUTE) {
    inFirstHour += 1
    tries += 1
    time += delayAfter(tries)
  }
  expect(inFirstHour).toBe(12)
  expect((60 * MINUTE) / LONGEST).toBeLessThanOrEqual(20)
})

test('S-27: the computer clock set ahead by a day does not shorten the wait', () => {
  const last = { failedTries: 10, wall: 0, monotonic: 0 }
  expect(stillToWait(last, { wall: 24 * 60 * MINUTE, monotonic: 1_000 })).toBe(LONGEST - 1_000)
})

test('S-27: the computer clock set back by a year lengthens the wait to no more than the delay', () => {
  const last = { failedTries: 5, wall: 365 * 24 * 60 * MINUTE, monotonic: null }
  expect(stillToWait(last, { wall: 0, monotonic: 0 })).toBe(30_000)
})

property.prop([fc.nat(1000), fc.integer(), fc.option(fc.nat()), fc.integer(), fc.nat()])(
  'the wait is never negative and never longer than the delay',
  (failedTries, wall, before, now, monotonic) => {
    const later = (before ?? 0) + monotonic
    const wait = stillToWait({ failedTries, wall, monotonic: before }, { wall: now, monotonic: later })
    expect(wait).toBeGreaterThanOrEqual(0)
    expect(wait).toBeLessThanOrEqual(delayAfter(failedTries))
  },
)

test('after the delay the next try is free', () => {
  const last = { failedTries: 7, wall: 1_000, monotonic: 500 }
  expect(stillToWait(last, { wall: 1_000 + 2 * MINUTE, monotonic: 500 + 2 * MINUTE })).toBe(0)
})
