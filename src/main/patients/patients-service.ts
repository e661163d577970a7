/**
 * Patients: find, read and edit demographics. Every look and every change is in the audit, in the same transaction; a
 * restricted chart opens for those on its list only, and notes are for those who may read notes.
 */
import { randomUUID } from 'node:crypto'
import { changedFields } from '../../shared/audit-subjects'
import {
  patientFieldsSchema,
  type Patient,
  type PatientFields,
  type PatientRow,
} from '../../shared/contract/patients'
import type { Capability } from '../../shared/contract/contract'
import { localDay } from '../../shared/day'
import type { PatientQuery } from '../../shared/patient-search'
import { failed, ok, type Result } from '../../shared/failures'
import type { Audit } from '../audit/audit'
import { SettledSearches } from '../audit/settled-searches'
import type { Clock } from '../platform/clock/clock'
import type { DatabaseOrTransaction } from '../records/database'
import { withStorageFailures } from '../records/database-errors'
import { inTransaction } from '../records/transaction'
import type { ChartAccess } from './chart-access'
import {
  patientsMeant,
  refreshSearchText,
  searchPatients,
  type FoundPatient,
} from './patient-search-repository'
import { findPatient, insertPatient, replacePatient } from './patients-repository'

/** `personId`: who does it. `chart-restricted` for a chart that is closed to that person. Input is already checked against the bridge's schemas (shared/contract/patients.ts). */
export interface Patients {
  /** Before anybody searches. */
  begin(): Promise<Result<null>>
  /** Whom the words of a filter mean; for lists of something else than patients. */
  meant(query: string, within: DatabaseOrTransaction): Promise<PatientQuery>
  search(
    personId: string,
    input: { query: string; limit: number; offset: number },
  ): Promise<Result<{ rows: PatientRow[]; total: number }>>
  /** `not-found`. */
  get(personId: string, patientId: string): Promise<Result<Patient>>
  /** `personId` is null only for the demo practice, which nobody entered. */
  create(personId: string | null, fields: PatientFields): Promise<Result<Patient>>
  /** `not-found`; `changed-meanwhile` when `version` is no longer the current one. */
  update(personId: string, input: PatientFields & { id: string; version: number }): Promise<Result<Patient>>
}

type Dependencies = {
  database: DatabaseOrTransaction
  audit: Audit
  clock: Clock
  access: ChartAccess
  /** Whether this person, who must be signed in, may do this. */
  may: (personId: string, capability: Capability) => boolean
  /** BCP 47; whose order of day and month searches are read in. American when it is left out. */
  locale?: string
}

export function createPatients({
  database,
  audit,
  clock,
  access,
  may,
  locale = 'en-US',
}: Dependencies): Patients {
  const together = <T>(
    work: (transaction: DatabaseOrTransaction) => Promise<Result<T>>,
  ): Promise<Result<T>> => withStorageFailures(() => inTransaction(database, work))
  /** The front desk sees no notes. */
  const answerFor = (personId: string, patient: Patient): Patient =>
    may(personId, 'notes:read') ? patient : { ...patient, note: '' }

  const searches = new SettledSearches(clock)

  return {
    begin: () =>
      together(async (transaction) => {
        await refreshSearchText(transaction)
        return ok(null)
      }),

    meant: (query, within) => patientsMeant(within, query, { locale, today: localDay(clock.now()) }),

    search: (personId, input) =>
      searches.row(personId, input.query, '', (isNew) =>
        together(async (transaction) => {
          const restrictions = await access.restrictions(personId, transaction)
          const closed = [...restrictions].filter(([, standing]) => standing === 'closed').map(([id]) => id)
          const { rows, total } = await searchPatients(
            transaction,
            { ...input, closed },
            { locale, today: localDay(clock.now()) },
          )
          if (isNew) await audit.record({ personId, action: 'patient.search', outcome: 'done' }, transaction)
          return ok({ rows: rows.map((row) => rowFor(row, restrictions.get(row.id) ?? 'free')), total })
        }),
      ),

    get: (personId, patientId) =>
      together(async (transaction) => {
        const entered = await access.enter({ personId, patientId, action: 'patient.read' }, transaction)
        if (!entered.ok) return entered
        const patient = await findPatient(transaction, patientId)
        const outcome = patient ? 'done' : 'failed'
        await audit.record({ personId, action: 'patient.read', patientId, outcome }, transaction)
        return patient ? ok(answerFor(personId, patient)) : failed('not-found')
      }),

    create: (personId, fields) =>
      together(async (transaction) => {
        const note = personId === null || may(personId, 'notes:write') ? fields.note : ''
        const patient = await insertPatient(transaction, randomUUID(), { ...fields, note }, clock.now())
        await audit.record(
          { personId, action: 'patient.created', patientId: patient.id, outcome: 'done' },
          transaction,
        )
        return ok(personId === null ? patient : answerFor(personId, patient))
      }),

    update: (personId, { id, version, ...fields }) =>
      together(async (transaction) => {
        const entered = await access.enter(
          { personId, patientId: id, action: 'patient.updated' },
          transaction,
        )
        if (!entered.ok) return entered
        const current = await findPatient(transaction, id)
        // What somebody does not see, or may not write, stays as it is.
        const note = may(personId, 'notes:write') ? fields.note : (current?.note ?? '')
        const replaced =
          current &&
          (await replacePatient(
            transaction,
            { id, version, chartNumber: current.chartNumber },
            { ...fields, note },
            clock.now(),
          ))
        const entry = { personId, action: 'patient.updated', patientId: id } as const
        const changed = changedFields(FIELDS, current ?? {}, { ...fields, note })
        if (replaced && changed)
          await audit.record({ ...entry, subject: changed, outcome: 'done' }, transaction)
        else await audit.record({ ...entry, outcome: replaced ? 'done' : 'failed' }, transaction)
        if (!current) return failed('not-found')
        return replaced ? ok(answerFor(personId, replaced)) : failed('changed-meanwhile')
      }),
  }
}

const FIELDS = Object.keys(patientFieldsSchema.shape) as (keyof PatientFields)[]

/** Of a closed chart a list tells the name and the chart number, and nothing else. */
const rowFor = (row: FoundPatient, restriction: PatientRow['restriction']): PatientRow =>
  restriction === 'closed'
    ? { ...row, birthDate: null, sex: 'unspecified', email: '', phone: '', restriction }
    : { ...row, restriction }
