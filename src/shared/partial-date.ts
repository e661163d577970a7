/**
 * A date as far as it is known, as FHIR writes it: a year, a year and a month, a day, or an instant with its zone. What
 * is not known is never filled in: "1998" is neither January 1 nor a moment. Pure.
 */
import { localDay, parseDay, parseInstant, utcMidnight } from './day'
import { readDate, typedDay, writeDate } from './typed-date'

/** What a person can type of one. */
const PART = /^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d{2})?)?$/

/** A year, a month or a day. */
export const isPartialDay = (text: string): boolean =>
  PART.test(text) && !text.startsWith('0000') && (text.length < 10 || parseDay(text) !== null)

export const isPartialDate = (text: string): boolean => isPartialDay(text) || parseInstant(text) !== null

/** Whether all of it is after this day. `today`: YYYY-MM-DD. */
export const isAfter = (partial: string, today: string): boolean => {
  const at = isPartialDay(partial) ? null : parseInstant(partial)
  const day = at === null ? partial : localDay(at)
  return day > today.slice(0, day.length)
}

/** For reading: "1998", "May 1998", "May 3, 1998", or with the time of an instant. */
export function formatPartialDate(partial: string, locale: string): string {
  const at = isPartialDay(partial) ? null : parseInstant(partial)
  if (at !== null)
    return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(at)
  if (partial.length === 4) return partial
  const style: Intl.DateTimeFormatOptions =
    partial.length === 7 ? { year: 'numeric', month: 'short' } : { dateStyle: 'medium' }
  return new Intl.DateTimeFormat(locale, { ...style, timeZone: 'UTC' }).format(
    utcMidnight(partial.length === 7 ? `${partial}-01` : partial),
  )
}

/** As a field shows it: 1998, 05/1998, 05/03/1998 in the locale's order. */
export function writePartialDay(partial: string, locale: string): string {
  if (partial.length === 7) return `${partial.slice(5)}/${partial.slice(0, 4)}`
  return partial.length === 10 ? writeDate(partial, locale) : partial
}

/** What was typed, as far as it goes: "1998", "5/1998", "May 98", "3/5/1998". Null for what is no date. */
export function typedPartialDay(text: string, locale: string, today: string): string | null {
  const plain = text.trim()
  if (/^\d{4}$/.test(plain)) return isPartialDay(plain) ? plain : null
  const typed = readDate(plain, locale)
  if (typed?.day === null && typed.month !== null && typed.year?.length === 4)
    return `${typed.year}-${String(typed.month).padStart(2, '0')}`
  const day = typedDay(plain, { locale, today, past: true })
  return day.ok ? day.day : null
}
