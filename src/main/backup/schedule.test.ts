// Proves when the nightly backup is due and when its absence is said, also after a night off and with clocks that jump.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isDue, isOverdue } from './schedule'

const HOUR = 60 * 60_000
const DAY = 24 * HOUR
const zone = process.env.TZ
beforeEach(() => {
  process.env.TZ = 'America/New_York'
})
afterEach(() => {
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
})

/** 00:15 on 1 December in New York. */
const NIGHT = Date.parse('2026-12-01T05:15:00Z')
const since = NIGHT - 10 * DAY
const made = (lastMadeAt: number | null, lastTriedAt = lastMadeAt) => ({ since, lastMadeAt, lastTriedAt })

test('at the hour, and not before', () => {
  expect(isDue(NIGHT - 1, made(NIGHT - DAY))).toBe(false)
  expect(isDue(NIGHT, made(NIGHT - DAY))).toBe(true)
  expect(isDue(NIGHT + 1000, made(NIGHT))).toBe(false)
})

test('when the computer was off at the hour, as soon as it is on', () => {
  expect(isDue(NIGHT + 8 * HOUR, made(NIGHT - DAY))).toBe(true)
  expect(isDue(NIGHT + 5 * DAY, made(NIGHT - DAY))).toBe(true)
})

test('a backup made by hand in the evening does for no night', () => {
  expect(isDue(NIGHT, made(NIGHT - 2 * HOUR))).toBe(true)
})

test('turned on in the afternoon, the first is due in the night', () => {
  const on = { since: NIGHT + 15 * HOUR, lastMadeAt: null, lastTriedAt: null }
  expect(isDue(NIGHT + 16 * HOUR, on)).toBe(false)
  expect(isDue(NIGHT + DAY, on)).toBe(true)
})

test('after a try that came to nothing an hour passes', () => {
  expect(isDue(NIGHT + 30 * 60_000, made(NIGHT - DAY, NIGHT))).toBe(false)
  expect(isDue(NIGHT + HOUR, made(NIGHT - DAY, NIGHT))).toBe(true)
})

test('a clock that was set back makes one and then goes on as always', () => {
  expect(isDue(NIGHT - 3 * DAY, made(NIGHT))).toBe(true)
  expect(isDue(NIGHT - 3 * DAY + HOUR, made(NIGHT - 3 * DAY))).toBe(false)
  expect(isDue(NIGHT - 3 * DAY, { since: NIGHT, lastMadeAt: null, lastTriedAt: null })).toBe(true)
})

test('the hour of a night in which clocks change is one moment', () => {
  // 1 November 2026: 01:00 to 02:00 comes twice.
  const before = Date.parse('2026-10-31T04:15:00Z')
  const night = Date.parse('2026-11-01T04:15:00Z')
  expect(isDue(night, made(before))).toBe(true)
  expect(isDue(night + 3 * HOUR, made(night))).toBe(false)
  expect(isDue(night + 25 * HOUR, made(night))).toBe(true)
})

test('said after two days without one, counted from when it was turned on', () => {
  expect(isOverdue(NIGHT + 2 * DAY, made(NIGHT))).toBe(false)
  expect(isOverdue(NIGHT + 2 * DAY + 1, made(NIGHT))).toBe(true)
  expect(isOverdue(NIGHT + DAY, { since: NIGHT, lastMadeAt: null, lastTriedAt: null })).toBe(false)
  expect(isOverdue(NIGHT + 3 * DAY, { since: NIGHT, lastMadeAt: null, lastTriedAt: null })).toBe(true)
})
