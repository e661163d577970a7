/** Proves: a wait is never negative, never longer than a quarter of an hour, and half a minute when it makes no sense. */
import { expect, test } from 'vitest'
import { retryAfter } from './read-answer'

const NOW = Date.UTC(2026, 0, 5, 9)

test.each([
  ['0', 0],
  ['5', 5_000],
  [' 5 ', 5_000],
  ['900', 900_000],
  ['901', 900_000],
  ['1000000000', 900_000],
  ['1e9', 30_000],
  ['-5', 30_000],
  ['5.5', 30_000],
  ['abc', 30_000],
  ['', 30_000],
  [null, 30_000],
  [new Date(NOW + 60_000).toUTCString(), 60_000],
  [new Date(NOW + 3_600_000).toUTCString(), 900_000],
  [new Date(NOW - 60_000).toUTCString(), 30_000],
])('F-303 Retry-After %s waits %i ms', (header, milliseconds) => {
  expect(retryAfter(header, NOW)).toBe(milliseconds)
})
