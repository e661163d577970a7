/**
 * Accounting of disclosures (170.315(d)(11)): what was given out of one patient's record in a span of time, when, to whom
 * and by whom, to read and to take along as a file or on paper. Reading it is in the audit; taking it along is a
 * disclosure itself.
 */
import { basename } from 'node:path'
import type { AuditAction } from '../../shared/audit-actions'
import type { AuditRow, DisclosureFilter } from '../../shared/contract/audit'
import { disclosureWords } from '../../shared/disclosures'
import { dateAt, localDay } from '../../shared/day'
import { failed, ok, type Result } from '../../shared/failures'
import type { Clock } from '../platform/clock/clock'
import type { Logger } from '../platform/logging/logger'
import { storageFailure, withStorageFailures } from '../records/database-errors'
import type { Records } from '../records/unit-of-work'
import { writeCsv, type Columns } from './audit-export'
import { disclosuresOfPatient } from './audit-repository'

type Dependencies = {
  records: Records
  clock: Clock
  logger: Logger
  /** Asks where to; null when the person thought better of it. */
  chooseFile: (suggestion: { name: string; kind: 'csv' }) => Promise<string | null>
}

type Found = { rows: AuditRow[]; total: number }
type Taken = { file: string; rows: number } | null

/** The newest so many are shown; a file has them all. */
export const SHOWN = 1_000
const EVERY = Number.MAX_SAFE_INTEGER

const COLUMNS: Columns = [
  ['time', ({ at }) => dateAt(at).toISOString()],
  ['to', (row) => disclosureWords(row).to],
  ['what', (row) => disclosureWords(row).what],
  ['purpose', (row) => disclosureWords(row).why],
  ['by', ({ personName }) => personName ?? ''],
  ['number in the audit record', ({ station, seq }) => `${String(station)}-${String(seq)}`],
]

export class Disclosures {
  readonly #with: Dependencies

  constructor(dependencies: Dependencies) {
    this.#with = dependencies
  }

  /** Newest first. `chart-restricted`. */
  read(personId: string, filter: DisclosureFilter): Promise<Result<Found>> {
    return this.#look(personId, filter, { action: 'audit.disclosures-read' }, SHOWN)
  }

  /** Writes down that the list, as it is shown, goes to paper; the page prints it. `chart-restricted`. */
  async print(personId: string, filter: DisclosureFilter): Promise<Result<null>> {
    const found = await this.#look(
      personId,
      filter,
      { action: 'audit.disclosures-taken', subject: 'print' },
      1,
    )
    return found.ok ? ok(null) : found
  }

  /** `chart-restricted`, `file-not-written`; null when no file was chosen. */
  async keep(personId: string, filter: DisclosureFilter): Promise<Result<Taken>> {
    const { records, clock, chooseFile, logger } = this.#with
    const found = await this.#look(personId, filter, { action: 'audit.disclosures-read' }, EVERY)
    if (!found.ok) return found
    const day = localDay(clock.now())
    // No name: the name of a file is seen by more people than its content.
    const file = await chooseFile({ name: `disclosures-${day}.csv`, kind: 'csv' })
    if (file === null) return ok(null)
    const { patientId } = filter
    const entry = { personId, action: 'audit.disclosures-taken', patientId, subject: 'csv' } as const
    return withStorageFailures(async () => {
      // First, so that no copy is ever without its row, wherever Yarrow is stopped.
      await records.note({ ...entry, outcome: 'done' })
      try {
        const { rows } = await writeCsv(file, oneAfterAnother(found.value.rows), COLUMNS)
        return ok({ file: basename(file), rows })
      } catch (error) {
        logger.error('The list of disclosures could not be written', {
          code: storageFailure(error)?.code ?? 'unexpected',
        })
        await records.note({ ...entry, outcome: 'failed' })
        return failed('file-not-written')
      }
    })
  }

  #look(
    personId: string,
    filter: DisclosureFilter,
    entry: { action: AuditAction; subject?: string },
    limit: number,
  ): Promise<Result<Found>> {
    const { action, subject } = entry
    const { patientId } = filter
    return this.#with.records.look({ personId }, action, patientId, async (chart, unit) => {
      if (subject !== undefined) unit.row({ subject })
      return ok(await disclosuresOfPatient(chart, filter, limit))
    })
  }
}

async function* oneAfterAnother(rows: AuditRow[]): AsyncGenerator<AuditRow[]> {
  yield await Promise.resolve(rows)
}
