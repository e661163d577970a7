/** Proves: a date stays as incomplete as it is known, in what is kept, typed and read. */
import { expect, test } from 'vitest'
import {
  formatPartialDate,
  isAfter,
  isPartialDate,
  isPartialDay,
  typedPartialDay,
  writePartialDay,
} from './partial-date'

test('a year, a month, a day that exists, or an instant with its zone', () => {
  for (const date of ['1998', '1998-05', '1998-05-03', '2000-02-29']) expect(isPartialDay(date)).toBe(true)
  for (const date of ['1998-05-03T10:30:00Z', '1998-05-03T10:30:00+02:00'])
    expect([isPartialDate(date), isPartialDay(date)]).toEqual([true, false])
  for (const text of ['', '98', '0000', '1998-13', '1998-00', '1998-02-30', '1998-05-03T10:30', 'soon'])
    expect(isPartialDate(text)).toBe(false)
})

test('as typed, as far as it goes', () => {
  const typed = (text: string) => typedPartialDay(text, 'en-US', '2026-11-30')
  expect(typed(' 1998 ')).toBe('1998')
  for (const month of ['5/1998', 'May 1998', '1998-05']) expect(typed(month)).toBe('1998-05')
  for (const day of ['5/3/1998', 'May 3, 1998', '1998-05-03', '5/3/98']) expect(typed(day)).toBe('1998-05-03')
  for (const text of ['', 'soon', '13/1998', '2/30/1998', 'May']) expect(typed(text)).toBe(null)
  expect(typedPartialDay('3/5/1998', 'de-DE', '2026-11-30')).toBe('1998-05-03')
})

test('what a field shows is read back as the same', () => {
  for (const locale of ['en-US', 'de-DE', 'en-CA'])
    for (const date of ['1998', '1998-05', '1998-05-03'])
      expect(typedPartialDay(writePartialDay(date, locale), locale, '2026-11-30')).toBe(date)
})

test('in words, nothing is filled in', () => {
  expect(formatPartialDate('1998', 'en-US')).toBe('1998')
  expect(formatPartialDate('1998-05', 'en-US')).toBe('May 1998')
  expect(formatPartialDate('1998-05-03', 'en-US')).toBe('May 3, 1998')
})

test('after a day is only what lies after it as a whole', () => {
  for (const date of ['2026', '2026-11', '2026-11-30', '1998'])
    expect(isAfter(date, '2026-11-30')).toBe(false)
  for (const date of ['2027', '2026-12', '2026-12-01']) expect(isAfter(date, '2026-11-30')).toBe(true)
})
