/** Ages as a clinician says them, and which birth dates can be. Pure. */
import { addMonths, daysBetween, partsOf } from './calendar'

/** In years; the oldest person ever known was 122. */
const OLDEST = 125
const DAYS_UNTIL = 28
const WEEKS_UNTIL_MONTHS = 3
const MONTHS_UNTIL = 24

function monthsBetween(from: string, to: string): number {
  const [born, today] = [partsOf(from), partsOf(to)]
  return (today.year - born.year) * 12 + (today.month - born.month) - (today.day < born.day ? 1 : 0)
}

const said = (count: number, unit: string) => (count === 1 ? `1 ${unit}` : `${count} ${unit}s`)

/**
 * "3 days", "7 weeks", "14 months", "37 years"; empty for a date in the future. Who is born on 29 February is a year
 * older on 1 March where there is no such day. Both are YYYY-MM-DD.
 */
export function ageOn(birthDate: string, today: string): string {
  const days = daysBetween(birthDate, today)
  if (days < 0) return ''
  if (days === 0) return 'newborn'
  if (days < DAYS_UNTIL) return said(days, 'day')
  const months = monthsBetween(birthDate, today)
  if (months < WEEKS_UNTIL_MONTHS) return said(Math.floor(days / 7), 'week')
  if (months < MONTHS_UNTIL) return said(months, 'month')
  return said(Math.floor(months / 12), 'year')
}

/** Nobody who lives was born before. */
export const earliestBirth = (today: string): string => addMonths(today, -12 * OLDEST)

/** Why nobody can be born on this day; null when somebody can. */
export function birthDateProblem(birthDate: string, today: string): 'future' | 'too-long-ago' | null {
  if (birthDate > today) return 'future'
  return birthDate < earliestBirth(today) ? 'too-long-ago' : null
}
