/** When the nightly backup is due, and when its absence is said. Pure. */
import { dateAt } from '../../shared/day'

const HOUR = 60 * 60_000
const DAY = 24 * HOUR

/** A quarter past midnight, when hardly anybody works. */
const AT = { hours: 0, minutes: 15 }
const TRY_AGAIN = HOUR
/** A missed night is only a computer that was off; two are worth a word. */
const OVERDUE = 2 * DAY

/** `lastMadeAt`, `lastTriedAt`: epoch milliseconds; null: never. `since`: when nightly backups were turned on. */
export type Nights = { since: number; lastMadeAt: number | null; lastTriedAt: number | null }

/** The last moment at or before `now` at which one was to be made, by this computer's clock. */
function lastNight(now: number): number {
  const at = dateAt(now)
  at.setHours(AT.hours, AT.minutes, 0, 0)
  if (at.getTime() > now) at.setDate(at.getDate() - 1)
  return at.getTime()
}

/**
 * At the hour, or as soon as the computer is on again. One of the future says nothing, because the clock was set back since:
 * then one is made now. After a try that came to nothing an hour passes.
 */
export function isDue(now: number, { since, lastMadeAt, lastTriedAt }: Nights): boolean {
  if (lastTriedAt !== null && lastTriedAt <= now && now - lastTriedAt < TRY_AGAIN) return false
  if (lastMadeAt !== null) return lastMadeAt > now || lastMadeAt < lastNight(now)
  return since > now || since < lastNight(now)
}

export function isOverdue(now: number, { since, lastMadeAt }: Nights): boolean {
  const last = Math.max(since, lastMadeAt ?? 0)
  return now - last > OVERDUE
}
