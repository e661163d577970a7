/**
 * Patients: find, read and edit demographics; every earlier version is kept. Every look and every change is
 * in the audit, in the same transaction; a restricted chart opens for those on its list only, and notes are for those who
 * may read notes.
 */
import { randomUUID } from 'node:crypto'
import { changedFields } from '../../shared/audit-subjects'
import {
  patientFieldsSchema,
  type Patient,
  type PatientFields,
  type PatientRow,
  type PatientVersion,
} from '../../shared/contract/patients'
import type { Capability } from '../../shared/capabilities'
import { localDay } from '../../shared/day'
import type { PatientQuery } from '../../shared/patient-search'
import { failed, ok, type Result } from '../../shared/failures'
import { SettledSearches } from '../audit/settled-searches'
import type { Clock } from '../platform/clock/clock'
import { withStorageFailures } from '../records/database-errors'
import type { ChartReading } from '../records/handles'
import { EVERY_CHART, type Records } from '../records/unit-of-work'
import type { ChartAccess } from './chart-access'
import {
  patientsMeant,
  refreshSearchText,
  searchPatients,
  type FoundPatient,
} from './patient-search-repository'
import { findPatient, insertPatient, readPatientVersions, replacePatient } from './patients-repository'

/** `personId`: who does it. `chart-restricted` for a chart that is closed to that person. Input is already checked against the bridge's schemas (shared/contract/patients.ts). */
export interface Patients {
  /** Before anybody searches. */
  begin(): Promise<Result<null>>
  /** Whom the words of a filter mean; for lists of something else than patients. */
  meant(query: string, handle: ChartReading): Promise<PatientQuery>
  search(
    personId: string,
    input: { query: string; limit: number; offset: number },
  ): Promise<Result<{ rows: PatientRow[]; total: number }>>
  /** `not-found`. */
  get(personId: string, patientId: string): Promise<Result<Patient>>
  /** Every version, the newest first, with who wrote it and when. `not-found`. */
  history(personId: string, patientId: string): Promise<Result<PatientVersion[]>>
  /** `personId` is null only for the demo practice, which nobody entered. */
  create(personId: string | null, fields: PatientFields): Promise<Result<Patient>>
  /** `not-found`; `changed-meanwhile` when `version` is no longer the current one. */
  update(personId: string, input: PatientFields & { id: string; version: number }): Promise<Result<Patient>>
}

type Dependencies = {
  records: Records
  clock: Clock
  access: Pick<ChartAccess, 'restrictions'>
  /** Whether this person, who must be signed in, may do this. */
  may: (personId: string, capability: Capability) => boolean
  /** BCP 47; whose order of day and month searches are read in. American when it is left out. */
  locale?: string
}

export function createPatients({ records, clock, access, may, locale = 'en-US' }: Dependencies): Patients {
  /** The front desk sees no notes. */
  const answerFor = <P extends { note: string }>(personId: string, patient: P): P =>
    may(personId, 'notes:read') ? patient : { ...patient, note: '' }

  const searches = new SettledSearches(clock)

  return {
    begin: () =>
      withStorageFailures(async () => {
        await records.background(refreshSearchText)
        return ok(null)
      }),

    meant: (query, handle) => patientsMeant(handle, query, { locale, today: localDay(clock.now()) }),

    search: (personId, input) =>
      searches.row(personId, input.query, '', (isNew) =>
        records.look({ personId }, 'patient.search', EVERY_CHART, async (charts, unit) => {
          if (!isNew) unit.row(null)
          const restrictions = await access.restrictions(personId, charts)
          const closed = [...restrictions].filter(([, level]) => level === 'closed').map(([id]) => id)
          const { rows, total } = await searchPatients(
            charts,
            { ...input, closed },
            { locale, today: localDay(clock.now()) },
          )
          return ok({ rows: rows.map((row) => rowFor(row, restrictions.get(row.id) ?? 'free')), total })
        }),
      ),

    get: (personId, patientId) =>
      records.look({ personId }, 'patient.read', patientId, async (chart) => {
        const patient = await findPatient(chart, patientId)
        return patient ? ok(answerFor(personId, patient)) : failed('not-found')
      }),

    history: (personId, patientId) =>
      records.look({ personId }, 'patient.history-read', patientId, async (chart) => {
        const versions = await readPatientVersions(chart, patientId)
        if (versions.length === 0) return failed('not-found')
        return ok(versions.map((version) => answerFor(personId, version)))
      }),

    create(personId, fields) {
      const id = randomUUID()
      return records.run({ personId }, 'patient.created', id, async (chart) => {
        const note = personId === null || may(personId, 'notes:write') ? fields.note : ''
        const patient = await insertPatient(chart, id, { ...fields, note }, { at: clock.now(), by: personId })
        return ok(personId === null ? patient : answerFor(personId, patient))
      })
    },

    update: (personId, { id, version, ...fields }) =>
      records.run({ personId }, 'patient.updated', id, async (chart, unit) => {
        const current = await findPatient(chart, id)
        if (!current) return failed('not-found')
        // What somebody does not see, or may not write, stays as it is.
        const note = may(personId, 'notes:write') ? fields.note : current.note
        const replaced = await replacePatient(
          chart,
          { ...current, version },
          { ...fields, note },
          { at: clock.now(), by: personId },
        )
        if (!replaced) return failed('changed-meanwhile')
        const changed = changedFields(FIELDS, current, { ...fields, note })
        if (changed) unit.row({ subject: changed })
        return ok(answerFor(personId, replaced))
      }),
  }
}

const FIELDS = Object.keys(patientFieldsSchema.shape) as (keyof PatientFields)[]

/** Of a closed chart a list tells the name and the chart number, and nothing else. */
const rowFor = (row: FoundPatient, restriction: PatientRow['restriction']): PatientRow =>
  restriction === 'closed'
    ? { ...row, birthDate: null, sex: 'unspecified', email: '', phone: '', restriction }
    : { ...row, restriction }
