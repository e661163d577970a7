/**
 * A calendar day and an instant are two things. A day without time ("2026-11-30") is the same day everywhere; made into
 * an instant it would be the day before west of Greenwich. So text from outside becomes one or the other here, at the
 * door, and never one by way of the other (eslint.config.js).
 */
import type { z } from 'zod'

/** YYYY-MM-DD, of a day that exists. */
export type Day = string & z.$brand<'Day'>

/** Null for what is no day that exists. */
export function parseDay(text: string): Day | null {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []
  if (year === undefined) return null
  const at = new Date(utcMidnight(text))
  // What does not exist comes back as another day.
  const said = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()]
  return said.join() === [year, month, day].map(Number).join() ? (text as Day) : null
}

const INSTANT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)? ?(?:Z|UTC|[+-]\d{2}:?\d{2})$/

/** Epoch milliseconds of an ISO date with time and zone; null for everything else, a day without time included. */
export function parseInstant(text: string): number | null {
  if (!INSTANT.test(text) || parseDay(text.slice(0, 10)) === null) return null
  const at = Date.parse(
    text
      .replace(/ ?UTC$/, 'Z')
      .replace(' ', 'T')
      .replace(/ (?=[+-])/, ''),
  )
  return Number.isNaN(at) ? null : at
}

/** Either the instant or, where no zone says which instant it was, the day as it was written; null: neither. */
export function parseWhen(text: string): { at: number } | { on: Day } | null {
  const at = parseInstant(text)
  if (at !== null) return { at }
  const on = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$/.test(text)
    ? parseDay(text.slice(0, 10))
    : null
  return on === null ? null : { on }
}

/** `at`: epoch milliseconds. What `new Date(at)` is elsewhere; a text for an instant does not compile here. */
export function dateAt(at: number): Date {
  return new Date(at)
}

/** The day on this computer's calendar. `at`: epoch milliseconds. */
export function localDay(at: number): Day {
  const date = dateAt(at)
  const two = (count: number) => String(count).padStart(2, '0')
  const year = String(date.getFullYear()).padStart(4, '0')
  return `${year}-${two(date.getMonth() + 1)}-${two(date.getDate())}` as Day
}

/** "2026-03-09 1530", for names of files: day and minute by this computer's clock. `at`: epoch milliseconds. */
export function localMinute(at: number): string {
  const date = dateAt(at)
  const two = (count: number) => String(count).padStart(2, '0')
  return `${localDay(at)} ${two(date.getHours())}${two(date.getMinutes())}`
}

/** Epoch milliseconds of the day's midnight in UTC: for a formatter that is told `timeZone: 'UTC'`, and nothing else. */
export function utcMidnight(day: string): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  // Not Date.UTC, which takes the years 0 to 99 for those of the last century.
  return new Date(0).setUTCFullYear(year, month - 1, date)
}
