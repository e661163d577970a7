/** How long a server asks to wait (F-303): a number of seconds or a date, never more than a quarter of an hour. */

const DEFAULT_WAIT = 30_000
const LONGEST_WAIT = 15 * 60_000

/** Milliseconds to wait. `serverNow`: what the server's own clock said in the same answer, epoch milliseconds. */
export function retryAfter(header: string | null, serverNow: number): number {
  const text = header?.trim() ?? ''
  if (/^\d{1,15}$/.test(text)) return Math.min(Number(text) * 1000, LONGEST_WAIT)
  // A date has letters; Date.parse would also take "-5" for a year.
  const at = /[a-z]{3}/i.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(at) || at <= serverNow) return DEFAULT_WAIT
  return Math.min(at - serverNow, LONGEST_WAIT)
}
