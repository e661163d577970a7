/**
 * S-19, F-703: whether the answer to a wrong password tells that a name exists. The time that it takes is measured, by
 * turns for a name that exists and one that does not; the work that is done is compared step by step.
 */
import type { KyselyPlugin } from 'kysely'
import { ManualClock } from '../../src/main/platform/clock/manual-clock'
import type { People } from '../../src/main/identity/people-service'
import { newKey } from '../../src/main/platform/crypto/seal'
import type { Database } from '../../src/main/records/database'
import { temporaryDatabase } from '../../src/main/records/temporary-database'
import type { FaultFigure } from './callbacks-crashes'
import { peopleOver } from '../support/benches/people'
import { seeded } from './seeded'

const PASSWORD = 'a green meadow in the rain'
const WRONG = 'a yellow meadow in the sun'
/** S-19. */
const SUSPICIOUS_T = 4.5
/** As long as names that nobody has: the time must not tell by the length either. */
export const NAMES = ['june', 'yves'] as const
export type Name = (typeof NAMES)[number]

/** A practice in which only the first of the names exists. `watch`: told of every statement of its services. */
export async function withOnePerson<T>(
  use: (people: People, database: Database) => Promise<T>,
  watch: KyselyPlugin[] = [],
): Promise<T> {
  const { database: plain, dispose } = await temporaryDatabase()
  const database = watch.reduce<Database>((watched, plugin) => watched.withPlugin(plugin), plain)
  try {
    const people = peopleOver({ database, clock: new ManualClock() })
    const june = { username: NAMES[0], displayName: 'June', credentials: '', npi: '', role: 'staff' as const }
    await people.createPerson({ ...june, password: PASSWORD }, newKey())
    return await use(people, database)
  } finally {
    await dispose()
  }
}

/** One wrong password, as if it were the first. */
export async function tryWrong(people: People, database: Database, name: Name): Promise<void> {
  await database.deleteFrom('signInTry').execute()
  await people.signIn(name, WRONG)
}

export type TimesRun = {
  /** Tries for each name. */
  count: number
  /** Ends before, when that much time is over; milliseconds. */
  longest: number
  seed: number
}

/** `tried`: tries; `bad`: 1 when Welch's t of the two names says that they can be told apart. */
export async function measureNames({ count, longest, seed }: TimesRun): Promise<FaultFigure> {
  const random = seeded(seed)
  const times: Record<Name, number[]> = { june: [], yves: [] }
  await withOnePerson(async (people, database) => {
    const end = performance.now() + longest
    while (times.june.length < count && performance.now() < end) {
      const pair = random() < 0.5 ? NAMES : NAMES.toReversed()
      for (const name of pair) {
        await database.deleteFrom('signInTry').execute()
        const began = performance.now()
        await people.signIn(name, WRONG)
        times[name].push(performance.now() - began)
      }
    }
  })
  const t = welch(times.june, times.yves)
  const each = times.june.length
  return {
    id: 'S-19',
    figure: `time of a wrong password for a known and an unknown name: Welch t ${t.toFixed(2)} over 2 × ${String(each)}`,
    tried: 2 * each,
    bad: Math.abs(t) < SUSPICIOUS_T ? 0 : 1,
    seed,
  }
}

export function welch(one: number[], other: number[]): number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const spread = (values: number[]) => {
    const middle = mean(values)
    const variance = values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1)
    return variance / values.length
  }
  return (mean(one) - mean(other)) / Math.sqrt(spread(one) + spread(other))
}
