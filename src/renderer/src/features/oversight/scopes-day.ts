/** Days as a date field has them, on this computer's calendar. Pure. */
import { localDay } from '../../../../shared/day'

/**
 * The moment that stands for a day: its end, so that whoever connected on that day is asked too, and for today this
 * very moment. Null for what is no day, or one to come.
 */
export function momentOfDay(day: string, now: number): number | null {
  const [year = 0, month = 0, date = 0] = /^\d{4}-\d{2}-\d{2}$/.test(day) ? day.split('-').map(Number) : []
  if (year === 0) return null
  const start = new Date(year, month - 1, date)
  if (localDay(start.getTime()) !== day || start.getTime() > now) return null
  return Math.min(now, start.setHours(24, 0, 0, 0) - 1)
}
