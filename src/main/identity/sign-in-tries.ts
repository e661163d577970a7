/**
 * Counts tries by name, whether the name exists or not. A try is counted before the secret is looked at, so that
 * ending the program in between gains nothing (F-701). The count is kept; the time is not, because only the monotonic
 * clock can be believed and it begins with the program: after a start the whole wait of the kept count begins anew.
 */
import { createHash } from 'node:crypto'
import type { Clock } from '../platform/clock/clock'
import type { Writing } from '../records/handles'
import type { Records } from '../records/unit-of-work'
import { stillToWait } from './try-delay'

export class SignInTries {
  readonly #records: Pick<Records, 'read' | 'internal'>
  readonly #clock: Clock
  readonly #startedAt: number
  /** Monotonic time of the last try since this start of the program. */
  readonly #triedAt = new Map<string, number>()

  constructor(records: Pick<Records, 'read' | 'internal'>, clock: Clock) {
    this.#records = records
    this.#clock = clock
    this.#startedAt = clock.monotonic()
  }

  /** Milliseconds that this name still has to wait; 0 when a try is free. */
  async wait(username: string): Promise<number> {
    const nameDigest = digest(username)
    const row = await this.#records.read((handle) =>
      handle
        .selectFrom('signInTry')
        .select('failedTries')
        .where('nameDigest', '=', nameDigest)
        .executeTakeFirst(),
    )
    if (!row) return 0
    const since = this.#triedAt.get(nameDigest) ?? this.#startedAt
    return stillToWait(row.failedTries, since, this.#clock.monotonic())
  }

  /**
   * In a unit of its own, so that the count stands whatever the try comes to. Answers with what takes this one try back: for
   * one that turned out to guess nothing.
   */
  async count(username: string): Promise<() => Promise<void>> {
    const nameDigest = digest(username)
    const before = this.#triedAt.get(nameDigest)
    this.#triedAt.set(nameDigest, this.#clock.monotonic())
    await this.#records.internal((handle) =>
      handle
        .insertInto('signInTry')
        .values({ nameDigest, failedTries: 1 })
        .onConflict((conflict) =>
          conflict
            .column('nameDigest')
            .doUpdateSet((row) => ({ failedTries: row('signInTry.failedTries', '+', 1) })),
        )
        .execute(),
    )
    return () =>
      this.#records.internal(async (handle, unit) => {
        await handle
          .deleteFrom('signInTry')
          .where('nameDigest', '=', nameDigest)
          .where('failedTries', '=', 1)
          .execute()
        await handle
          .updateTable('signInTry')
          .set((row) => ({ failedTries: row('failedTries', '-', 1) }))
          .where('nameDigest', '=', nameDigest)
          .execute()
        unit.after(() => {
          if (before === undefined) this.#triedAt.delete(nameDigest)
          else this.#triedAt.set(nameDigest, before)
        })
      })
  }

  async clear(username: string, handle: Writing): Promise<void> {
    await handle.deleteFrom('signInTry').where('nameDigest', '=', digest(username)).execute()
  }
}

/** Somebody who types a password into the name's field must not find it kept in clear. */
const digest = (username: string): string => createHash('sha256').update(username).digest('base64')
