// Proves that a date means the same day however it is typed, in the order of the locale, and that no day is made up.
import { describe, expect, it } from 'vitest'
import { dateHint, readDate, typedDay, writeDate } from './typed-date'

const today = '2026-11-30'
const past = (text: string, locale = 'en-US') => typedDay(text, { locale, today, past: true })
const day = (text: string, locale?: string) => {
  const typed = past(text, locale)
  return typed.ok ? typed.day : typed.why
}

describe('B02: one day', () => {
  it.each([
    '4/12/1988',
    '04/12/1988',
    '04-12-1988',
    '4-12-1988',
    '04.12.1988',
    '4 12 1988',
    '04/12/88',
    "4/12/'88",
    '04121988',
    '041288',
    '19880412',
    '1988-04-12',
    '1988/4/12',
    '1988.04.12',
    'Apr 12, 1988',
    'apr. 12 1988',
    '12 Apr 1988',
    '12-Apr-1988',
    '12 April 1988',
    'April 12th, 1988',
    '12th of April 1988',
    '1988 April 12',
    '  4 / 12 / 1988 ',
    '٠٤/١٢/١٩٨٨',
  ])('%s', (text) => {
    expect(day(text)).toBe('1988-04-12')
  })
  it.each(['12/4/1988', '12.04.1988', '12041988', '12 avril 1988', '12 avr. 1988', '12 April 88'])(
    'in France: %s',
    (text) => {
      expect(day(text, 'fr-FR')).toBe('1988-04-12')
    },
  )
  it('takes the other order where only that can be meant', () => {
    expect(day('25/12/1988')).toBe('1988-12-25')
    expect(day('12/25/1988', 'de-DE')).toBe('1988-12-25')
  })
})

describe('B05: a year of two digits', () => {
  it.each([
    ['04/12/88', '1988-04-12'],
    ['11/30/26', '2026-11-30'],
    ['12/01/26', '1926-12-01'],
    ['02/29/00', '2000-02-29'],
    ['01/02/15', '2015-01-02'],
  ])('%s is %s', (text, expected) => {
    expect(day(text)).toBe(expected)
  })
  it('lies around today where the day may be to come', () => {
    expect(typedDay('1/2/30', { locale: 'en-US', today, past: false })).toEqual({
      ok: true,
      day: '2030-01-02',
    })
    expect(typedDay('1/2/88', { locale: 'en-US', today, past: false })).toEqual({
      ok: true,
      day: '1988-01-02',
    })
  })
})

describe('makes no day up', () => {
  it.each([
    ['02/30/1988', 'no-such-day'],
    ['02/29/1987', 'no-such-day'],
    ['04/31/1988', 'no-such-day'],
    ['4/12/198', 'whole-year'],
    ['4/12/8', 'whole-year'],
    ['13/13/1988', 'no-date'],
    ['4/12', 'no-date'],
    ['1988', 'no-date'],
    ['4/12/19888', 'no-date'],
    ['Maya 12 1988', 'no-date'],
    ['4:12:1988', 'no-date'],
    ['', 'no-date'],
  ])('%s', (text, why) => {
    expect(day(text)).toBe(why)
  })
})

it('reads what of a date is there', () => {
  expect(readDate('4/12', 'en-US')).toEqual({ year: null, month: 4, day: 12 })
  expect(readDate('04/1988', 'en-US')).toEqual({ year: '1988', month: 4, day: null })
  expect(readDate('1988-04', 'de-DE')).toEqual({ year: '1988', month: 4, day: null })
  expect(readDate('April 1988', 'en-US')).toEqual({ year: '1988', month: 4, day: null })
  expect(readDate('12', 'en-US')).toBeNull()
})

it.each([
  ['en-US', 'mm/dd/yyyy', '04/12/1988'],
  ['en-GB', 'dd/mm/yyyy', '12/04/1988'],
  ['sv-SE', 'yyyy-mm-dd', '1988-04-12'],
])('writes a day as %s reads it, and reads it back', (locale, hint, written) => {
  expect(dateHint(locale)).toBe(hint)
  expect(writeDate('1988-04-12', locale)).toBe(written)
  expect(day(written, locale)).toBe('1988-04-12')
})
