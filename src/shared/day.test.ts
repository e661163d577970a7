/** Proves: a day stays the same day in every time zone, and an instant is taken only where a zone is said. */
import { afterEach, expect, test } from 'vitest'
import { localDay, parseDay, parseInstant, parseWhen, utcMidnight } from './day'

const zone = process.env['TZ']
afterEach(() => {
  if (zone === undefined) delete process.env['TZ']
  else process.env['TZ'] = zone
})

test.each([
  ['2026-11-30', { on: '2026-11-30' }],
  ['2026-11-30T10:00:00Z', { at: Date.UTC(2026, 10, 30, 10) }],
  ['2026-11-30T10:00:00.250-05:00', { at: Date.UTC(2026, 10, 30, 15, 0, 0, 250) }],
  ['2026-11-30 10:00:00 UTC', { at: Date.UTC(2026, 10, 30, 10) }],
  ['2026-11-30 10:00:00 +0100', { at: Date.UTC(2026, 10, 30, 9) }],
  ['2026-11-30T10:00:00', { on: '2026-11-30' }],
  ['2026-02-30', null],
  ['2026-02-30T10:00:00Z', null],
  ['11/30/2026', null],
  ['2026', null],
  ['soon', null],
])('%s', (text, when) => {
  for (const place of ['America/Los_Angeles', 'UTC', 'Pacific/Kiritimati']) {
    process.env['TZ'] = place
    expect(parseWhen(text)).toEqual(when)
  }
})

test('a day is never an instant', () => {
  expect(parseInstant('2026-11-30')).toBeNull()
  expect(parseDay('2026-11-30T00:00:00Z')).toBeNull()
})

test("B12: the day of an export is this computer's day", () => {
  process.env['TZ'] = 'Pacific/Kiritimati'
  expect(localDay(Date.UTC(2026, 10, 30, 15, 47))).toBe('2026-12-01')
  process.env['TZ'] = 'America/Los_Angeles'
  expect(localDay(Date.UTC(2026, 11, 1, 1))).toBe('2026-11-30')
})

test('a day of a long past year is formatted as that year', () => {
  expect(new Date(utcMidnight('0088-04-12')).toISOString()).toBe('0088-04-12T00:00:00.000Z')
})
