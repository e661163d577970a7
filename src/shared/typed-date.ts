/**
 * Dates as people type them: 4/12/1988, 04-12-88, 04121988, Apr 12, 1988, 12 April 1988, 1988-04-12. The order of day
 * and month is the locale's where the numbers leave it open. Pure.
 */
import { dayExists, isoDay, partsOf, type DayParts } from './calendar'
import { foldedText, fold } from './fold'

export type DateOrder = 'mdy' | 'dmy' | 'ymd'

/** `locale`: a BCP 47 tag. */
export function dateOrder(locale: string): DateOrder {
  const parts = new Intl.DateTimeFormat(locale, { calendar: 'gregory', dateStyle: 'short' }).formatToParts(0)
  const order = parts.map(({ type }) => type).filter((type) => ['day', 'month', 'year'].includes(type))
  if (order[0] === 'year') return 'ymd'
  return order[0] === 'day' ? 'dmy' : 'mdy'
}

/** What to type, in the locale's order: "mm/dd/yyyy". */
export const dateHint = (locale: string): string =>
  ({ mdy: 'mm/dd/yyyy', dmy: 'dd/mm/yyyy', ymd: 'yyyy-mm-dd' })[dateOrder(locale)]

/** As the field shows it, always with the whole year: 04/12/1988, 12/04/1988 or 1988-04-12. */
export function writeDate(date: string, locale: string): string {
  const { year, month, day } = partsOf(date)
  const iso = isoDay(year, month, day)
  const [y, m, d] = iso.split('-')
  return { mdy: `${m}/${d}/${y}`, dmy: `${d}/${m}/${y}`, ymd: iso }[dateOrder(locale)]
}

/** Names of the twelve months, folded, in English and in the locale's language. */
function monthNames(locale: string): string[][] {
  return Array.from({ length: 12 }, (_, month) =>
    ['en', locale].flatMap((language) =>
      (['long', 'short'] as const).map((style) =>
        foldedText(
          // Any day in the middle of the month, so that no time zone makes it another month.
          new Intl.DateTimeFormat(language, { calendar: 'gregory', month: style }).format(
            new Date(2001, month, 15),
          ),
        ),
      ),
    ),
  )
}

const monthsKnown = new Map<string, string[][]>()
function monthOf(word: string, locale: string): number | null {
  const known = monthsKnown.get(locale) ?? monthNames(locale)
  monthsKnown.set(locale, known)
  if (word === 'sept') return 9
  const found = known.findIndex((names) =>
    names.some((name) => name === word || (word.length >= 3 && name.startsWith(word))),
  )
  return found < 0 ? null : found + 1
}

/** What of a date was typed; the year as its digits, which may be two, or one that is still being typed. */
export type TypedDate = { year: string | null; month: number | null; day: number | null }

const BETWEEN = /^[\s.,/–—-]*$/u
const ORDINAL = /(\d)(?:st|nd|rd|th|er|\.)(?![\p{L}\d])/gu
/** Digits of other scripts, all of which count up from their zero. */
const ZEROS = [0x660, 0x6f0, 0x966]
const latinDigits = (text: string) =>
  text.replace(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0
    return String(code - (ZEROS.findLast((zero) => zero <= code) ?? code))
  })

/** Null for what is no date or a single number. Whether there is such a day is left to whoever asks. */
export function readDate(text: string, locale: string): TypedDate | null {
  const plain = latinDigits(fold(text))
    .replace(ORDINAL, '$1 ')
    .replace(/(?<!\p{L})(?:of|de|le|the)(?!\p{L})/gu, ' ')
  const pieces = plain.match(/\d+|\p{L}[\p{L}\p{M}]*/gu) ?? []
  if (!BETWEEN.test(plain.replace(/\d+|\p{L}[\p{L}\p{M}]*/gu, ''))) return null
  const words = pieces.filter((piece) => !/\d/.test(piece))
  const numbers = pieces.filter((piece) => /\d/.test(piece))
  const order = dateOrder(locale)
  if (words.length === 1) return withMonth(words[0] ?? '', numbers, locale)
  if (words.length > 0) return null
  if (numbers.length === 1) return unseparated(numbers[0] ?? '', order)
  if (numbers.length === 2) return twoNumbers(numbers, order)
  return numbers.length === 3 ? threeNumbers(numbers, order) : null
}

const isYear = (digits: string) => digits.length >= 3 || Number(digits) > 31

function withMonth(word: string, numbers: string[], locale: string): TypedDate | null {
  const month = monthOf(word, locale)
  const [first, second] = numbers
  if (month === null || first === undefined || numbers.length > 2) return null
  if (second === undefined)
    return isYear(first) ? { year: first, month, day: null } : checked(null, month, first)
  return isYear(first) ? checked(first, month, second) : checked(second, month, first)
}

function threeNumbers([a = '', b = '', c = '']: string[], order: DateOrder): TypedDate | null {
  if (isYear(a) || (order === 'ymd' && c.length <= 2 && Number(c) <= 31)) return ordered(a, b, c)
  return order === 'dmy' ? ordered(c, b, a) : ordered(c, a, b)
}

function twoNumbers([a = '', b = '']: string[], order: DateOrder): TypedDate | null {
  if (isYear(a)) return ordered(a, b, null)
  if (isYear(b)) return ordered(b, a, null)
  return order === 'dmy' ? ordered(null, b, a) : ordered(null, a, b)
}

/** 04121988, 041288 or 19880412: six or eight digits, as a number pad gives them. */
function unseparated(digits: string, order: DateOrder): TypedDate | null {
  if (digits.length !== 8 && digits.length !== 6) return null
  const yearFirst = digits.length === 8 && (order === 'ymd' || /^(?:19|20)\d\d(?:0[1-9]|1[0-2])/.test(digits))
  if (yearFirst) return ordered(digits.slice(0, 4), digits.slice(4, 6), digits.slice(6))
  return threeNumbers([digits.slice(0, 2), digits.slice(2, 4), digits.slice(4)], order)
}

/** Where the numbers can only be meant the other way round (25/12 in America), they are. */
function ordered(year: string | null, month: string, day: string | null): TypedDate | null {
  if (month.length > 2) return null
  if (day !== null && Number(month) > 12 && Number(day) <= 12) return checked(year, Number(day), month)
  return checked(year, Number(month), day)
}

function checked(year: string | null, month: number, day: string | null): TypedDate | null {
  if ((year?.length ?? 0) > 4 || (day?.length ?? 0) > 2) return null
  if (month < 1 || month > 12 || (day !== null && (Number(day) < 1 || Number(day) > 31))) return null
  return { year, month, day: day === null ? null : Number(day) }
}

/** `past`: the day has been; a year of two digits is then the latest that is not to come. Else within fifty years. */
type Asked = { locale: string; today: string; past: boolean }

export type DayTyped =
  { ok: true; day: string } | { ok: false; why: 'no-date' | 'no-such-day' | 'whole-year' }

/** The one day that somebody meant, YYYY-MM-DD. */
export function typedDay(text: string, { locale, today, past }: Asked): DayTyped {
  const typed = readDate(text, locale)
  if (!typed || typed.month === null || typed.day === null || typed.year === null)
    return { ok: false, why: 'no-date' }
  const { year: digits, month, day } = typed
  if (digits.length !== 4 && digits.length !== 2) return { ok: false, why: 'whole-year' }
  const years = digits.length === 4 ? [Number(digits)] : yearsOf(Number(digits), today, past)
  const [found] = years
    .map((year): DayParts => ({ year, month, day }))
    .filter(
      (parts) =>
        dayExists(parts) && (digits.length === 4 || !past || isoDay(parts.year, month, day) <= today),
    )
  return found ? { ok: true, day: isoDay(found.year, month, day) } : { ok: false, why: 'no-such-day' }
}

/** The likeliest first. */
function yearsOf(twoDigits: number, today: string, past: boolean): number[] {
  const { year } = partsOf(today)
  const inCentury = year - (year % 100) + twoDigits
  if (past) return [inCentury, inCentury - 100].filter((one) => one <= year)
  if (inCentury > year + 50) return [inCentury - 100]
  return inCentury < year - 49 ? [inCentury + 100] : [inCentury]
}

/** The years, newest first, that two digits of a birth date can mean; for finding, where all of them count. */
export const birthYears = (twoDigits: string, today: string): number[] =>
  yearsOf(Number(twoDigits), today, true)
