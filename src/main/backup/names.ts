/** What backups are called, and which of them are kept. Pure. */
import { localMinute, utcMidnight } from '../../shared/day'

export const ENDING = '.yarrow-backup'
/** What a backup is called until it is whole and was read back. */
export const UNFINISHED = '.unfinished'

const NAME = /^Practice \d{4}-\d{2}-\d{2} \d{4}( \(\d+\))?\.yarrow-backup$/

/** As the computer's clock and time zone have it; the header has the moment. */
export function backupName(at: number, taken: readonly string[]): string {
  const begin = `Practice ${localMinute(at)}`
  const free = (name: string) => !taken.some((other) => other === name || other === name + UNFINISHED)
  if (free(begin + ENDING)) return begin + ENDING
  let number = 2
  while (!free(`${begin} (${String(number)})${ENDING}`)) number += 1
  return `${begin} (${String(number)})${ENDING}`
}

export const isBackupName = (name: string): boolean => NAME.test(name)
export const isUnfinishedName = (name: string): boolean =>
  name.endsWith(UNFINISHED) && isBackupName(name.slice(0, -UNFINISHED.length))

/** `day`: YYYY-MM-DD, as the computer that made it had it. */
export type Kept = { name: string; day: string; madeAt: number }

const DAILY = 7
const WEEKLY = 5
const MONTHLY = 12

/**
 * The names to keep: the newest of each of the last 7 days, 5 weeks and 12 months that have one. Counted by what is there
 * and not by the clock, so that a clock that jumped ahead takes nothing away; what seems to be of tomorrow, because the
 * clock was set back since, is kept and not counted.
 */
export function whatToKeep(backups: readonly Kept[], today: string): Set<string> {
  const keep = new Set<string>()
  const newestFirst = [...backups].sort((a, b) => b.madeAt - a.madeAt || (a.name < b.name ? 1 : -1))
  const past = newestFirst.filter(({ day }) => day <= today)
  for (const { name, day } of newestFirst) if (day > today) keep.add(name)
  const among = (most: number, periodOf: (day: string) => string) => {
    const seen = new Set<string>()
    for (const { name, day } of past) {
      const period = periodOf(day)
      if (seen.has(period)) continue
      if (seen.size === most) return
      seen.add(period)
      keep.add(name)
    }
  }
  among(DAILY, (day) => day)
  among(WEEKLY, weekOf)
  among(MONTHLY, (day) => day.slice(0, 7))
  return keep
}

const DAY = 24 * 60 * 60_000

/** Its week, from Monday on, as a number. A day alone has no time zone, so it is counted in UTC; 1 January 1970 was a Thursday. */
const weekOf = (day: string): string => String(Math.floor((utcMidnight(day) / DAY + 3) / 7))
