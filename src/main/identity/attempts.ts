/**
 * One try to get into an account, by whatever secret: counted before it is looked at, the same steps for every name,
 * and one after the other, so that parallel tries cannot share a free one (F-701, F-703, S-19).
 */
import type { AuditAction } from '../../shared/audit-actions'
import { failed, type Failure, type FailureCode, type Result } from '../../shared/failures'
import { Queue } from '../../shared/queue'
import type { Audit } from '../audit/audit'
import type { Clock } from '../platform/clock/clock'
import type { DatabaseOrTransaction } from '../records/database'
import { inTransaction } from '../records/transaction'
import { findActiveByUsername, type PersonRow } from './people-repository'
import { SignInTries } from './sign-in-tries'

/**
 * `wrong` counts. `unfinished`: the secret was right and something else is missing, so this try guessed nothing; the
 * count is as it was before. `right`: `finish` runs in the transaction that forgets the count.
 */
export type Checked<T> =
  | { kind: 'wrong'; failure: Failure }
  | { kind: 'unfinished'; failure: Failure }
  | { kind: 'right'; finish: (within: DatabaseOrTransaction) => Promise<T> }

export const wrong = (code: FailureCode): Checked<never> => ({ kind: 'wrong', failure: { code } })

type Dependencies = { database: DatabaseOrTransaction; audit: Audit; clock: Clock }

export class Attempts {
  readonly #with: Dependencies
  readonly #tries: SignInTries
  readonly #queue = new Queue()

  constructor(dependencies: Dependencies) {
    this.#with = dependencies
    this.#tries = new SignInTries(dependencies.database, dependencies.clock)
  }

  /** One after the other: tries, and everything that begins or ends a session. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.#queue.run(work)
  }

  /**
   * Call inside `inTurn`. `username` in its one spelling; `check` gets the active person of that name or null, and has
   * to do the same work for both. `too-many-tries` with `retryAt`.
   */
  async attempt<T>(
    username: string,
    action: AuditAction,
    check: (row: PersonRow | null) => Promise<Checked<T>>,
  ): Promise<Result<T>> {
    const { database, audit, clock } = this.#with
    const row = (await findActiveByUsername(database, username)) ?? null
    const event = { personId: row?.id ?? null, action }
    const wait = await this.#tries.wait(username)
    if (wait > 0) {
      await audit.record({ ...event, outcome: 'refused' })
      return failed('too-many-tries', { retryAt: clock.now() + wait })
    }
    const takeBack = await this.#tries.count(username)
    const checked = await check(row)
    if (checked.kind === 'right') {
      const value = await inTransaction(database, async (within) => {
        const done = await checked.finish(within)
        await this.#tries.clear(username, within)
        await audit.record({ ...event, outcome: 'done' }, within)
        return done
      })
      return { ok: true, value }
    }
    if (checked.kind === 'unfinished') await takeBack()
    await audit.record({ ...event, outcome: checked.kind === 'wrong' ? 'failed' : 'refused' })
    return { ok: false, failure: checked.failure }
  }

  /** Milliseconds that the name still has to wait. */
  wait(username: string): Promise<number> {
    return this.#tries.wait(username)
  }

  allow(username: string, within: DatabaseOrTransaction): Promise<void> {
    return this.#tries.clear(username, within)
  }
}
