/**
 * The only door to the records. One unit of work is one transaction: it asks whether the chart is open to the actor,
 * hands out what the work may do (handles.ts), and writes the audit row. What came about is committed with its row;
 * what failed leaves no trace but a row, written in a transaction of its own.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { randomInt } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { AuditAction } from '../../shared/audit-actions'
import { failed, type Failure, type FailureCode, type Result } from '../../shared/failures'
import type { Audit, AuditEntry } from '../audit/audit'
import { countedOnceCommitted } from '../audit/recorded-failures'
import type { Logger } from '../platform/logging/logger'
import type { DatabaseOrTransaction } from './database'
import { isConflict, withStorageFailures } from './database-errors'
import { unguarded, type ChartReading, type ChartWriting, type Reading, type Writing } from './handles'

/** Who does it; nobody for what Yarrow does by itself. */
export type Actor = Pick<AuditEntry, 'personId' | 'actingAs'>

/** In the place of a patient: of every chart, where the work itself leaves out what is closed to the actor. */
export const EVERY_CHART = Symbol('every chart')

export interface Unit {
  /** What the row says beside who, what and of whom; null: this is not worth a row. A failure without subject says its code. */
  row(says: Partial<Pick<AuditEntry, 'action' | 'patientId' | 'subject' | 'emergency'>> | null): void
  /**
   * For what must not happen unless the work is committed: telling others. A crash in between drops it, so whatever has
   * to happen in any case is a row of its own that the next start finds.
   */
  after(effect: () => void | Promise<void>): void
}

type Work<H, T> = (handle: H, unit: Unit) => Promise<Result<T>>

export interface Records {
  /**
   * `chart-restricted` when the patient's chart is closed to the actor, which is a refused row. Storage errors become
   * failures; the bridge writes those down.
   */
  run<T>(actor: Actor, action: AuditAction, patientId: null, work: Work<Writing, T>): Promise<Result<T>>
  run<T>(
    actor: Actor,
    action: AuditAction,
    patientId: string | typeof EVERY_CHART,
    work: Work<ChartWriting, T>,
  ): Promise<Result<T>>
  /** As `run`, for what only reads. */
  look<T>(actor: Actor, action: AuditAction, patientId: null, work: Work<Reading, T>): Promise<Result<T>>
  look<T>(
    actor: Actor,
    action: AuditAction,
    patientId: string | typeof EVERY_CHART,
    work: Work<ChartReading, T>,
  ): Promise<Result<T>>
  /** A row alone: of what was done elsewhere, or did not come about. */
  note(entry: AuditEntry): Promise<void>
  /**
   * Yarrow's own bookkeeping, of which there is no row but what the work writes itself. One transaction, undone when
   * the work throws or answers a failure. Throws storage errors.
   */
  internal<T>(work: (handle: Writing, unit: Pick<Unit, 'after'>) => Promise<T>): Promise<T>
  /** As `internal`, for what comes into charts from outside, and for what is called by its name but not opened. */
  background<T>(work: (handle: ChartWriting, unit: Pick<Unit, 'after'>) => Promise<T>): Promise<T>
  /** Reads without a transaction and without a row. Throws storage errors. */
  read<T>(work: (handle: Reading) => Promise<T>): Promise<T>
}

export type RecordsDependencies = {
  /** Over a transaction, units take part in it, and what fails is for whoever began it to undo. */
  database: DatabaseOrTransaction
  audit: Audit
  /** Whether a chart is open to a person (patients/chart-access.ts). */
  mayOpen: (personId: string, patientId: string, handle: Reading) => Promise<boolean>
  logger: Logger
}

/** Of these it is written down that they were refused; of all others that they failed. */
const REFUSALS: ReadonlySet<FailureCode> = new Set([
  'chart-restricted',
  'not-allowed',
  'last-administrator',
  'role-in-use',
])

/** How often work runs that another station's was in the way of. */
const MOST_TRIES = 20
/** Milliseconds; a random part of it, so that two do not go on meeting. */
const LONGEST_PAUSE = 100

/** Does again what another station's work was in the way of. */
export async function untilNoConflict<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work()
    } catch (error) {
      if (!isConflict(error) || tries === MOST_TRIES) throw error
      await setTimeout(randomInt(Math.min(2 ** tries, LONGEST_PAUSE)))
    }
  }
}

/** Undoes a transaction; never seen outside of this file. */
class Undone extends Error {
  constructor(readonly answer: { ok: false; failure: Failure }) {
    super('Undone')
  }
}

/** What a unit's row is going to say; nothing once it is not worth one. */
class Row {
  readonly #about: Omit<AuditEntry, 'outcome'>
  #says: Parameters<Unit['row']>[0] = {}

  constructor(about: Omit<AuditEntry, 'outcome'>) {
    this.#about = about
  }

  /** Again, when the work runs again. */
  begin() {
    this.#says = {}
  }

  say(says: Parameters<Unit['row']>[0]) {
    this.#says = says && { ...this.#says, ...says }
  }

  entry(ended: Pick<AuditEntry, 'outcome' | 'subject'>): AuditEntry | null {
    return this.#says && { ...this.#about, ...ended, ...this.#says }
  }
}

const isFailed = (value: unknown): value is { ok: false; failure: Failure } =>
  typeof value === 'object' && value !== null && 'ok' in value && value.ok === false && 'failure' in value

/** Whether a unit is under way that called this. */
const running = new AsyncLocalStorage<{ open: boolean }>()

export function createUnitsOfWork({ database, audit, mayOpen, logger }: RecordsDependencies): Records {
  type Effects = (() => void | Promise<void>)[]

  /** The answer of the work, or the failure that undid it. Effects run when all is committed. */
  async function transaction<T>(
    work: (handle: ChartWriting, after: (effect: Effects[number]) => void) => Promise<T>,
  ): Promise<T> {
    // There may be one connection only: a unit that waits for another within itself would wait for ever.
    if (running.getStore()?.open) throw new Error('A unit of work was begun inside another one')
    const state = { open: true }
    let effects: Effects = []
    const inside = (transaction: DatabaseOrTransaction) => {
      effects = []
      return running.run(state, () => work(unguarded(transaction), (effect) => effects.push(effect)))
    }
    const committed = async () => {
      const { answer, handle } = await database.transaction().execute(async (transaction) => ({
        answer: await inside(transaction),
        handle: unguarded(transaction),
      }))
      audit.committed(handle)
      return answer
    }
    const once = () => countedOnceCommitted(() => (database.isTransaction ? inside(database) : committed()))
    try {
      const answer = await untilNoConflict(once)
      state.open = false
      await runEffects(effects)
      return answer
    } finally {
      state.open = false
    }
  }

  async function runEffects(effects: Effects) {
    for (const effect of effects) {
      try {
        await effect()
      } catch (error) {
        // What was done is done, whoever could not be told of it.
        logger.error('Something that follows a commit failed', { error })
      }
    }
  }

  const undoFailures = async <T>(answer: Promise<T>): Promise<T> => {
    const value = await answer
    if (isFailed(value)) throw new Undone(value)
    return value
  }

  async function recorded<T>(
    actor: Actor,
    action: AuditAction,
    patient: string | null | typeof EVERY_CHART,
    work: Work<ChartWriting, T>,
  ): Promise<Result<T>> {
    const patientId = typeof patient === 'string' ? patient : null
    const row = new Row({ ...actor, action, ...(patientId === null ? {} : { patientId }) })
    try {
      return await transaction(async (handle, after) => {
        row.begin()
        if (patientId !== null && !(await opens(actor, patientId, handle)))
          throw new Undone(failed('chart-restricted'))
        const unit: Unit = {
          after,
          row: (says) => {
            row.say(says)
          },
        }
        const answer = await undoFailures(work(handle, unit))
        const done = row.entry({ outcome: 'done' })
        if (done) await audit.record(done, handle)
        return answer
      })
    } catch (error) {
      if (!(error instanceof Undone)) throw error
      const { code } = error.answer.failure
      const undone = row.entry(
        REFUSALS.has(code) ? { outcome: 'refused' } : { subject: code, outcome: 'failed' },
      )
      if (undone) await note(undone)
      return error.answer
    }
  }

  const opens = async ({ personId }: Actor, patientId: string, handle: Reading) =>
    personId === null || mayOpen(personId, patientId, handle)

  const note = (entry: AuditEntry) => transaction((handle) => audit.record(entry, handle))

  async function unrecorded<T>(
    work: (handle: ChartWriting, unit: Pick<Unit, 'after'>) => Promise<T>,
  ): Promise<T> {
    try {
      return await transaction((handle, after) => undoFailures(work(handle, { after })))
    } catch (error) {
      // A failure is what such a work answers when it answers one at all.
      if (error instanceof Undone) return error.answer as T
      throw error
    }
  }

  // Like a unit inside another one it would wait for the connection that its caller holds.
  const read: Records['read'] = (work) => {
    if (running.getStore()?.open) throw new Error('A read was begun inside a unit of work')
    return untilNoConflict(() => work(unguarded(database)))
  }

  const run: Records['run'] = <T>(
    actor: Actor,
    action: AuditAction,
    patient: string | null | typeof EVERY_CHART,
    work: Work<ChartWriting, T>,
  ) => withStorageFailures(() => recorded(actor, action, patient, work))

  return {
    run,
    look: run,
    note,
    internal: unrecorded,
    background: unrecorded,
    read,
  }
}
