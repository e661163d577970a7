/**
 * One try to get into an account, by whatever secret: counted before it is looked at, the same steps for every name,
 * and one after the other, so that parallel tries cannot share a free one (F-701, F-703, S-19).
 */
import type { AuditAction } from '../../shared/audit-actions'
import { failed, ok, type Failure, type FailureCode, type Result } from '../../shared/failures'
import { Queue } from '../../shared/queue'
import type { Clock } from '../platform/clock/clock'
import type { Writing } from '../records/handles'
import type { Records, Unit } from '../records/unit-of-work'
import { findActiveByUsername, type PersonRow } from './people-repository'
import { SignInTries } from './sign-in-tries'

/** What comes of a right secret, in the unit of work that forgets the count. */
export type Finish<T> = (handle: Writing, unit: Pick<Unit, 'after'>) => Promise<T>

/**
 * `wrong` counts. `unfinished`: the secret was right and something else is missing, so this try guessed nothing; the
 * count is as it was before.
 */
export type Checked<T> =
  | { kind: 'wrong'; failure: Failure }
  | { kind: 'unfinished'; failure: Failure }
  | { kind: 'right'; finish: Finish<T> }

export const wrong = (code: FailureCode): Checked<never> => ({ kind: 'wrong', failure: { code } })

type Dependencies = { records: Records; clock: Clock; stationId: string }

export class Attempts {
  readonly #with: Dependencies
  readonly #tries: SignInTries
  readonly #queue = new Queue()

  constructor(dependencies: Dependencies) {
    this.#with = dependencies
    this.#tries = new SignInTries(dependencies)
  }

  /** One after the other: tries, and everything that begins or ends a session. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.#queue.run(work)
  }

  /**
   * Call inside `inTurn`. `username` in its one spelling; `check` gets the active person of that name or null, and has
   * to do the same work for both. `too-many-tries` with `retryAt`. A try that comes to nothing leaves its count and its
   * row, each of them a unit of work of its own: what fails within one is undone.
   */
  async attempt<T>(
    username: string,
    action: AuditAction,
    check: (row: PersonRow | null) => Promise<Checked<T>>,
  ): Promise<Result<T>> {
    const { records, clock } = this.#with
    const row = (await records.read((handle) => findActiveByUsername(handle, username))) ?? null
    const actor = { personId: row?.id ?? null }
    const counted = await this.#tries.count(username)
    if (!('takeBack' in counted)) {
      await records.note({ ...actor, action, outcome: 'refused' })
      return failed('too-many-tries', { retryAt: clock.now() + counted.wait })
    }
    const checked = await check(row)
    if (checked.kind === 'right') {
      return records.run(actor, action, null, async (handle, unit) => {
        const value = await checked.finish(handle, unit)
        await this.#tries.clear(username, handle)
        return ok(value)
      })
    }
    if (checked.kind === 'unfinished') await counted.takeBack()
    await records.note({ ...actor, action, outcome: checked.kind === 'wrong' ? 'failed' : 'refused' })
    return { ok: false, failure: checked.failure }
  }

  /** Milliseconds that the name still has to wait. */
  wait(username: string): Promise<number> {
    return this.#tries.wait(username)
  }

  allow(username: string, handle: Writing): Promise<void> {
    return this.#tries.clear(username, handle)
  }
}
