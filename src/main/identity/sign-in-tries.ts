/**
 * Counts tries by name, whether the name exists or not. A try is counted before the secret is looked at, in the same
 * transaction that says it is free, so that neither ending the program in between nor a second workstation gains one
 * (F-701). The count, and which workstation tried last, are kept; the time is not, because only a monotonic clock can be
 * believed, and that begins with the program and is no other computer's: after a start, and where another workstation
 * tried since, the whole wait of the kept count begins anew.
 */
import { createHash, randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Clock } from '../platform/clock/clock'
import type { Reading, Writing } from '../records/handles'
import type { SignInTryTable } from '../records/schema'
import type { Records } from '../records/unit-of-work'
import { stillToWait } from './try-delay'

type Row = Selectable<SignInTryTable>

type Dependencies = { records: Pick<Records, 'read' | 'internal'>; clock: Clock; stationId: string }

/** `wait`: milliseconds; the try is not free and was not counted. Otherwise what takes this one try back. */
type Counted = { wait: number } | { wait: 0; takeBack: () => Promise<void> }

export class SignInTries {
  readonly #with: Dependencies
  readonly #startedAt: number
  /** Monotonic time of the last try here since this start of the program. */
  readonly #triedAt = new Map<string, number>()
  /** The last try of another workstation, and the monotonic time when it was first seen here. */
  readonly #seenAt = new Map<string, { lastTry: string; at: number }>()

  constructor(dependencies: Dependencies) {
    this.#with = dependencies
    this.#startedAt = dependencies.clock.monotonic()
  }

  /** Milliseconds that this name still has to wait; 0 when a try is free. */
  async wait(username: string): Promise<number> {
    const nameDigest = digest(username)
    return this.#waitOf(await this.#with.records.read((handle) => readTry(handle, nameDigest)))
  }

  /**
   * In a unit of its own, so that the count stands whatever the try comes to. It is taken back where it turns out to have
   * guessed nothing.
   */
  async count(username: string): Promise<Counted> {
    const { records, clock, stationId } = this.#with
    const nameDigest = digest(username)
    const lastTry = randomUUID()
    const work = records.internal(async (handle) => {
      const row = await readTry(handle, nameDigest)
      const left = this.#waitOf(row)
      if (left === 0) {
        await handle
          .insertInto('signInTry')
          .values({ nameDigest, failedTries: 1, stationId, lastTry })
          .onConflict((conflict) =>
            conflict.column('nameDigest').doUpdateSet((own) => ({
              failedTries: own('signInTry.failedTries', '+', 1),
              stationId,
              lastTry,
            })),
          )
          .execute()
      }
      return { before: row, wait: left }
    })
    const { before, wait } = await work.catch((error: unknown) => {
      // It may be counted all the same.
      this.#triedAt.set(nameDigest, clock.monotonic())
      throw error
    })
    if (wait > 0) return { wait }
    const triedBefore = this.#triedAt.get(nameDigest)
    this.#triedAt.set(nameDigest, clock.monotonic())
    return {
      wait: 0,
      takeBack: () =>
        records.internal(async (handle, unit) => {
          const row = await readTry(handle, nameDigest)
          if (!row) return
          await (row.failedTries === 1
            ? handle.deleteFrom('signInTry').where('nameDigest', '=', nameDigest).execute()
            : handle
                .updateTable('signInTry')
                .set({
                  failedTries: row.failedTries - 1,
                  // Unless another workstation has tried since.
                  ...(before && row.lastTry === lastTry
                    ? { stationId: before.stationId, lastTry: before.lastTry }
                    : {}),
                })
                .where('nameDigest', '=', nameDigest)
                .execute())
          unit.after(() => {
            if (triedBefore === undefined) this.#triedAt.delete(nameDigest)
            else this.#triedAt.set(nameDigest, triedBefore)
          })
        }),
    }
  }

  async clear(username: string, handle: Writing): Promise<void> {
    await handle.deleteFrom('signInTry').where('nameDigest', '=', digest(username)).execute()
  }

  #waitOf(row: Row | undefined): number {
    return row ? stillToWait(row.failedTries, this.#since(row), this.#with.clock.monotonic()) : 0
  }

  /** Never before the last try was. */
  #since({ nameDigest, stationId, lastTry }: Row): number {
    if (stationId === this.#with.stationId) return this.#triedAt.get(nameDigest) ?? this.#startedAt
    const seen = this.#seenAt.get(nameDigest)
    if (seen?.lastTry === lastTry) return seen.at
    const at = this.#with.clock.monotonic()
    this.#seenAt.set(nameDigest, { lastTry, at })
    return at
  }
}

const readTry = (handle: Reading, nameDigest: string): Promise<Row | undefined> =>
  handle.selectFrom('signInTry').selectAll().where('nameDigest', '=', nameDigest).executeTakeFirst()

/** Somebody who types a password into the name's field must not find it kept in clear. */
const digest = (username: string): string => createHash('sha256').update(username).digest('base64')
