/**
 * When Fullscript is asked again for a plan, a product or a prescriber that it could not be asked for, or said no to.
 * Each has a pace of its own, kept with the records so that a new start keeps it; an answer ends it. Where Fullscript
 * says when it wants to be asked again, nobody asks before. The timers that look at it are each workstation's own: two that
 * look at once cost Fullscript one answer too many, and a plan still comes into the chart once.
 */
import { failed, ok, type Failure, type FailureCode, type Result } from '../../../../shared/failures'
import type { Clock } from '../../../platform/clock/clock'
import type { Writing } from '../../../records/handles'
import type { Records } from '../../../records/unit-of-work'
import { removeRetry, retryRow, retryRows, saveRetry, type Wanted } from './retry-repository'

const FIRST_PAUSE = 15_000
const LONGEST_PAUSE = 10 * 60_000
/** What a catalogue has lost hardly ever comes back. */
const FINAL_PAUSE = 30 * 86_400_000

/** Fullscript's last word: it has no such thing, or no longer. */
const FINAL: ReadonlySet<string> = new Set<FailureCode>(['not-found', 'fullscript-plan-gone'])

export class Retries {
  readonly #records: Pick<Records, 'read' | 'internal'>
  readonly #clock: Clock

  constructor({ records, clock }: { records: Pick<Records, 'read' | 'internal'>; clock: Clock }) {
    this.#records = records
    this.#clock = clock
  }

  /** `fullscript-busy` while Fullscript does not want to be asked for it. */
  async mayAsk(wanted: Wanted): Promise<Result<null>> {
    const row = await this.#records.read((handle) => retryRow(handle, wanted))
    return row && this.#now() < row.notBefore && this.#now() >= row.triedAt
      ? failed('fullscript-busy', { retryAt: row.notBefore })
      : ok(null)
  }

  /** When each of them may be tried by itself, epoch milliseconds; those whose answer was final are left out. */
  async times(
    kind: Wanted['kind'],
    environment: string,
    ids: readonly string[],
  ): Promise<Map<string, number>> {
    const rows = await this.#records.read((handle) => retryRows(handle, { environment, kind }))
    const known = new Map(rows.map((row) => [row.fullscriptId, row]))
    const times = new Map<string, number>()
    for (const id of ids) {
      const row = known.get(id)
      // A clock that was set back must not put a try off for as long.
      if (!row || row.triedAt > this.#now()) times.set(id, 0)
      else if (row.nextTryAt !== null) times.set(id, row.nextTryAt)
    }
    return times
  }

  /** Those of them that may be tried now. */
  async due(kind: Wanted['kind'], environment: string, ids: readonly string[]): Promise<string[]> {
    const times = await this.times(kind, environment, ids)
    return [...times].filter(([, at]) => at <= this.#now()).map(([id]) => id)
  }

  failed(wanted: Wanted, failure: Failure): Promise<void> {
    return this.#records.internal((handle) => this.#failed(handle, wanted, failure))
  }

  async #failed(handle: Writing, wanted: Wanted, failure: Failure): Promise<void> {
    const now = this.#now()
    const before = await retryRow(handle, wanted)
    const final = FINAL.has(failure.code)
    // Not asked at all, so it is no failure of this one.
    const failures = (before?.failures ?? 0) + (failure.code === 'fullscript-busy' ? 0 : 1)
    const pause = Math.min(FIRST_PAUSE * 2 ** Math.min(Math.max(failures - 1, 0), 10), LONGEST_PAUSE)
    const notBefore = failure.retryAt ?? 0
    await saveRetry(handle, {
      ...wanted,
      // What was said for good stays said while nothing better is heard.
      failure: before && FINAL.has(before.failure) ? before.failure : failure.code,
      failures,
      triedAt: now,
      nextTryAt: !final
        ? Math.max(now + pause, notBefore)
        : wanted.kind === 'plan'
          ? null
          : now + FINAL_PAUSE,
      notBefore,
    })
  }

  /** An answer came. */
  ended(wanted: Wanted, handle: Writing): Promise<void> {
    return removeRetry(handle, wanted)
  }

  #now(): number {
    return this.#clock.now()
  }
}
