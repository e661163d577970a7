/**
 * S-19: somebody guesses a password, a code and a recovery code of one account by turns, ends the program after tries
 * or in the middle of them, sets the computer's clock by days, and tries again as soon as it may be. Counted by true
 * time, which the attacker cannot move.
 */
import { createAudit } from '../../src/main/audit/audit-service'
import { ManualClock } from '../../src/main/platform/clock/manual-clock'
import type { People } from '../../src/main/identity/people-service'
import { delayAfter } from '../../src/main/identity/try-delay'
import { newKey } from '../../src/main/platform/crypto/seal'
import type { Database } from '../../src/main/records/database'
import { temporaryDatabase, testChain } from '../../src/main/records/temporary-database'
import type { FaultFigure } from './callbacks-crashes'
import { peopleOver } from '../support/benches/people'
import { seeded } from './seeded'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const MOST_IN_AN_HOUR = 20
const PASSWORD = 'a green meadow in the rain'
const WRONG = 'a yellow meadow in the sun'
/** Milliseconds of true time: what a try and a start take an attacker at the least. */
const TRY = 200
const START = 1_500

/** A program that ends before it can answer, once `dying` says so. */
function startProgram(database: Database, clock: ManualClock, dying: () => boolean): People {
  const audit = createAudit({ clock, appVersion: '0', chain: testChain() })
  return peopleOver({
    database,
    clock,
    audit: {
      ...audit,
      record: (entry, within) =>
        dying() && entry.outcome === 'failed' ? Promise.reject(new Killed()) : audit.record(entry, within),
    },
  })
}
class Killed extends Error {}

type Answer = { ok: boolean; failure?: { code: string; retryAt?: number } }

const WAYS: ((people: People) => Promise<Answer>)[] = [
  (people) => people.signIn('june', WRONG),
  (people) => people.entry.redeemCode('june', 'AAAA-BBBB-CCCC-DDDD', WRONG),
  (people) => people.entry.recover('june', 'AAAA-BBBB', WRONG),
]

/** `tried`: guesses that were looked at; `bad`: those above 20 in any hour, and those before their wait was over. */
export async function runGuesses({ hours, seed }: { hours: number; seed: number }): Promise<FaultFigure> {
  const random = seeded(seed)
  const { database, dispose } = await temporaryDatabase()
  const guessedAt: number[] = []
  let [now, bad] = [0, 0]
  try {
    let clock = new ManualClock()
    let kill = false
    const dying = () => kill
    let people = startProgram(database, clock, dying)
    const june = { username: 'june', displayName: 'June', credentials: '', npi: '', role: 'staff' as const }
    await people.createPerson({ ...june, password: PASSWORD }, newKey())
    const pass = (milliseconds: number) => {
      now += milliseconds
      clock.advance(milliseconds)
    }
    const restart = () => {
      // The monotonic clock of a new process begins anew; the computer's is where it was set.
      clock = new ManualClock(clock.now())
      pass(START)
      people = startProgram(database, clock, dying)
    }
    while (now < hours * HOUR) {
      // By turns an hour of waiting as told and an hour of breaking the program off.
      const patient = Math.floor(now / HOUR) % 2 === 0
      const way = WAYS[Math.floor(random() * WAYS.length)] ?? WAYS[0]
      kill = !patient && random() < 0.3
      const answer = await way?.(people).catch((error: unknown): Answer => {
        if (error instanceof Killed) return { ok: false }
        throw error
      })
      const retryIn = (answer?.failure?.retryAt ?? clock.now()) - clock.now()
      if (answer?.failure?.code !== 'too-many-tries') {
        const before = guessedAt.at(-1)
        if (before !== undefined && now - before < delayAfter(guessedAt.length)) bad += 1
        guessedAt.push(now)
      }
      if (answer?.ok) bad += 1
      pass(TRY)
      if (random() < 0.5) clock.jump((random() < 0.5 ? 1 : -1) * DAY)
      if (kill || (!patient && random() < 0.2)) restart()
      else pass(patient ? Math.max(0, retryIn - TRY) : Math.floor(random() * 60_000))
    }
  } finally {
    await dispose()
  }
  const most = Math.max(
    ...guessedAt.map((from) => guessedAt.filter((at) => at >= from && at < from + HOUR).length),
  )
  bad += Math.max(0, most - MOST_IN_AN_HOUR)
  return {
    id: 'S-19',
    figure: `guesses in ${String(hours)} hours with kills, restarts and clocks set by days; at most ${String(most)} in an hour`,
    tried: guessedAt.length,
    bad,
    seed,
  }
}
