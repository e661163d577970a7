/** Arithmetic with calendar days as text, YYYY-MM-DD. No instants and no time zones anywhere in it. Pure. */

const isLeap = (year: number) => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)

export const daysInMonth = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31

export const isoDay = (year: number, month: number, day: number): string =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`

export type DayParts = { year: number; month: number; day: number }
export function partsOf(date: string): DayParts {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  return { year, month, day }
}

export const dayExists = ({ year, month, day }: DayParts): boolean =>
  year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)

/** Days since 1 March of the year 0 (H. Hinnant, days_from_civil). */
function dayNumber(date: string): number {
  const { year, month, day } = partsOf(date)
  const y = month <= 2 ? year - 1 : year
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return y * 365 + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + dayOfYear
}

/** Sunday is 0. */
export const weekday = (date: string): number => (((dayNumber(date) + 3) % 7) + 7) % 7

export const daysBetween = (from: string, to: string): number => dayNumber(to) - dayNumber(from)

export function addDays(date: string, count: number): string {
  let { year, month, day } = partsOf(date)
  day += count
  while (day < 1) {
    ;[year, month] = month === 1 ? [year - 1, 12] : [year, month - 1]
    day += daysInMonth(year, month)
  }
  while (day > daysInMonth(year, month)) {
    day -= daysInMonth(year, month)
    ;[year, month] = month === 12 ? [year + 1, 1] : [year, month + 1]
  }
  return isoDay(year, month, day)
}

/** The same day of another month, or its last one: a month after 31 January is 28 February. */
export function addMonths(date: string, count: number): string {
  const { year, month, day } = partsOf(date)
  const months = year * 12 + month - 1 + count
  const [toYear, toMonth] = [Math.floor(months / 12), (months % 12) + 1]
  return isoDay(toYear, toMonth, Math.min(day, daysInMonth(toYear, toMonth)))
}
