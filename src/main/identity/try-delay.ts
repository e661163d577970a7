/**
 * How long a name has to wait after failed tries (F-701, S-19). Five are free for slips of the finger; then the wait
 * grows to a quarter of an hour, which leaves an attacker about twelve guesses in the first hour and four in each later.
 */
const FREE_TRIES = 5
const FIRST_MS = 30_000
const LONGEST_MS = 15 * 60_000

export const delayAfter = (failedTries: number): number =>
  failedTries < FREE_TRIES ? 0 : Math.min(FIRST_MS * 2 ** (failedTries - FREE_TRIES), LONGEST_MS)

/**
 * Milliseconds still to wait. `since` and `now` are monotonic, so no setting of the computer's clock has a part in it
 * (S-27). `since`: the last try, or the start of the program when that try was before it: a restart gains nothing.
 */
export const stillToWait = (failedTries: number, since: number, now: number): number =>
  Math.max(0, delayAfter(failedTries) - Math.max(0, now - since))
