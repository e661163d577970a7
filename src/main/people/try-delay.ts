/**
 * How long a name has to wait after failed tries (F-701). Five are free for slips of the finger; then the wait grows
 * to a quarter of an hour, which leaves an attacker about twelve guesses in the first hour and four in each later one.
 */
const FREE_TRIES = 5
const FIRST_MS = 30_000
const LONGEST_MS = 15 * 60_000

export const delayAfter = (failedTries: number): number =>
  failedTries < FREE_TRIES ? 0 : Math.min(FIRST_MS * 2 ** (failedTries - FREE_TRIES), LONGEST_MS)

/** `lastTryAt` by both clocks; `monotonic` is null when the try was before this start of the program. */
export type LastTry = { failedTries: number; wall: number | null; monotonic: number | null }

/** Milliseconds still to wait: by the clock that shows more, so that setting the computer's clock gains nothing (S-27). */
export function stillToWait(last: LastTry, now: { wall: number; monotonic: number }): number {
  const delay = delayAfter(last.failedTries)
  if (delay === 0 || last.wall === null) return 0
  // A clock that was set back must not lock anybody out for longer than the delay itself.
  const byWall = Math.min(delay, last.wall + delay - now.wall)
  const byMonotonic = last.monotonic === null ? 0 : last.monotonic + delay - now.monotonic
  return Math.max(0, byWall, byMonotonic)
}
