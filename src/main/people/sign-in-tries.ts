/**
 * Counts tries by name, whether the name exists or not. A try is counted before the password is looked at, so that
 * ending the program in between gains nothing (F-701).
 */
import { createHash } from 'node:crypto'
import type { Clock } from '../clock/clock'
import type { DatabaseOrTransaction } from '../storage/database'
import { stillToWait } from './try-delay'

export class SignInTries {
  readonly #database: DatabaseOrTransaction
  readonly #clock: Clock
  /** Monotonic time of the last try since this start of the program. */
  readonly #triedAt = new Map<string, number>()

  constructor(database: DatabaseOrTransaction, clock: Clock) {
    this.#database = database
    this.#clock = clock
  }

  /** Milliseconds that this name still has to wait; 0 when a try is free. */
  async wait(username: string): Promise<number> {
    const nameDigest = digest(username)
    const row = await this.#database
      .selectFrom('signInTry')
      .selectAll()
      .where('nameDigest', '=', nameDigest)
      .executeTakeFirst()
    if (!row) return 0
    return stillToWait(
      {
        failedTries: row.failedTries,
        wall: row.lastTryAt,
        monotonic: this.#triedAt.get(nameDigest) ?? null,
      },
      { wall: this.#clock.now(), monotonic: this.#clock.monotonic() },
    )
  }

  async count(username: string): Promise<void> {
    const nameDigest = digest(username)
    const lastTryAt = this.#clock.now()
    this.#triedAt.set(nameDigest, this.#clock.monotonic())
    await this.#database
      .insertInto('signInTry')
      .values({ nameDigest, failedTries: 1, lastTryAt })
      .onConflict((conflict) =>
        conflict
          .column('nameDigest')
          .doUpdateSet((row) => ({ failedTries: row('signInTry.failedTries', '+', 1), lastTryAt })),
      )
      .execute()
  }

  async clear(username: string, within: DatabaseOrTransaction): Promise<void> {
    await within.deleteFrom('signInTry').where('nameDigest', '=', digest(username)).execute()
  }
}

/** Somebody who types a password into the name's field must not find it kept in clear. */
const digest = (username: string): string => createHash('sha256').update(username).digest('base64')
