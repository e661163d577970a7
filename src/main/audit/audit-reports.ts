/** The audit record for people to read and to take along. Reading it is in it, too. */
import { writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { AccessRow, AuditFilter, AuditRow } from '../../shared/contract/audit'
import type { PatientQuery } from '../../shared/patient-search'
import { dateAt, localDay } from '../../shared/day'
import { failed, ok, type Result } from '../../shared/failures'
import type { Clock } from '../platform/clock/clock'
import type { Logger } from '../platform/logging/logger'
import { storageFailure, withStorageFailures } from '../records/database-errors'
import type { ChartReading } from '../records/handles'
import { EVERY_CHART, type Records } from '../records/unit-of-work'
import { writeCsv, writeSigned, type Exported } from './audit-export'
import type { SigningKey } from './audit-keys'
import { SettledSearches } from './settled-searches'
import {
  endsOfChains,
  eventsBetween,
  eventsOfPatient,
  peopleInAudit,
  searchEvents,
  type Ends,
  type EventFilter,
  type Order,
  type Page,
} from './audit-repository'

const PORTION = 1_000
/** Lies beside every signed export. */
export const VERIFIER_NAME = 'check-yarrow-audit-export.html'

type Dependencies = {
  records: Records
  clock: Clock
  logger: Logger
  vaultId: string
  practiceName: () => Promise<string>
  nameOf: (personId: string) => Promise<string | null>
  signing: () => SigningKey | null
  /** Whom the words of a filter mean, as the patient list finds them. */
  patientsMeant: (query: string, charts: ChartReading) => Promise<PatientQuery>
  /** Asks where to; null when the person thought better of it. */
  chooseFile: (suggestion: { name: string; kind: 'csv' | 'jsonl' }) => Promise<string | null>
  /** The page that checks a signed export without Yarrow. */
  verifierPage: string
}

type Found<Row = AuditRow> = Result<{ rows: Row[]; total: number }>
type Kept = Result<{ file: string; rows: number; sha256: string } | null>

export class AuditReports {
  readonly #with: Dependencies

  readonly #searches: SettledSearches

  constructor(dependencies: Dependencies) {
    this.#with = dependencies
    this.#searches = new SettledSearches(dependencies.clock)
  }

  people(): Promise<Result<{ id: string; displayName: string }[]>> {
    return withStorageFailures(async () => ok(await this.#with.records.read(peopleInAudit)))
  }

  search(
    personId: string,
    { sort, descending, limit, offset, ...filter }: AuditFilter & Order & Page,
  ): Promise<Found> {
    const { patient, ...conditions } = filter
    return this.#searches.row(personId, patient, JSON.stringify(conditions), (isNew) =>
      this.#with.records.look({ personId }, 'audit.read', EVERY_CHART, async (charts, unit) => {
        if (!isNew) unit.row(null)
        const meant = await this.#meant(filter, charts)
        return ok(await searchEvents(charts, meant, { sort, descending, limit, offset }))
      }),
    )
  }

  /** `chart-restricted`. */
  forPatient(
    personId: string,
    { patientId, ...page }: { patientId: string } & Page,
  ): Promise<Found<AccessRow>> {
    return this.#with.records.look({ personId }, 'audit.access-report', patientId, async (chart) =>
      ok(await eventsOfPatient(chart, patientId, page)),
    )
  }

  exportCsv(personId: string, filter: AuditFilter): Promise<Kept> {
    return this.#export(personId, 'csv', (file, rows) => writeCsv(file, rows), filter)
  }

  /** `keychain-locked` while the key for signatures is out of reach. */
  async exportSigned(personId: string, filter: AuditFilter): Promise<Kept> {
    const { vaultId, clock, practiceName, nameOf, signing, verifierPage } = this.#with
    const key = signing()
    if (!key) {
      const entry = { personId, action: 'audit.exported', subject: 'jsonl' } as const
      await this.#with.records.note({ ...entry, outcome: 'failed' })
      return failed('keychain-locked')
    }
    const manifest = {
      practice: await practiceName(),
      vaultId,
      exportedAt: dateAt(clock.now()).toISOString(),
      exportedBy: (await nameOf(personId)) ?? '',
      filter: JSON.stringify(filter),
    }
    return this.#export(
      personId,
      'jsonl',
      async (file, rows) => {
        const exported = await writeSigned(file, rows, manifest, key)
        await writeFile(join(dirname(file), VERIFIER_NAME), verifierPage, { mode: 0o600 })
        return exported
      },
      filter,
    )
  }

  /**
   * The row is written first, so that no copy is ever without it, wherever Yarrow is stopped; a copy that could not be
   * finished gets a second row. What is exported ends where the export began.
   */
  async #export(
    personId: string,
    kind: 'csv' | 'jsonl',
    write: (file: string, rows: AsyncIterable<AuditRow[]>) => Promise<Exported>,
    filter: AuditFilter,
  ): Promise<Kept> {
    const { records, clock, chooseFile, logger } = this.#with
    const day = localDay(clock.now())
    const file = await chooseFile({ name: `yarrow-audit-${day}.${kind}`, kind })
    if (file === null) return ok(null)
    const entry = { personId, action: 'audit.exported', subject: kind } as const
    return withStorageFailures(async () => {
      const upTo = await records.read(endsOfChains)
      await records.note({ ...entry, outcome: 'done' })
      try {
        const exported = await write(file, this.#rows(filter, upTo))
        return ok({ file: basename(file), ...exported })
      } catch (error) {
        logger.error('The audit record could not be exported', {
          code: storageFailure(error)?.code ?? 'unexpected',
        })
        await records.note({ ...entry, outcome: 'failed' })
        return failed('file-not-written')
      }
    })
  }

  async *#rows(filter: AuditFilter, upTo: Ends): AsyncGenerator<AuditRow[]> {
    let after: AuditRow | null = null
    const { records } = this.#with
    const meant = await records.background((charts) => this.#meant(filter, charts))
    for (;;) {
      const behind = { after, upTo }
      const rows: AuditRow[] = await records.read((handle) => eventsBetween(handle, meant, behind, PORTION))
      const last = rows.at(-1)
      if (!last) return
      yield rows
      after = last
    }
  }

  /** Whom the filter's words mean is found out once, however many portions are read. */
  async #meant({ patient, ...filter }: AuditFilter, charts: ChartReading): Promise<EventFilter> {
    return {
      ...filter,
      patients: patient.trim() === '' ? null : await this.#with.patientsMeant(patient, charts),
    }
  }
}
