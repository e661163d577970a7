/** Patients: find, read and edit demographics. Every look and every change is in the audit, in the same transaction. */
import { randomUUID } from 'node:crypto'
import type { Patient, PatientFields, PatientRow } from '../../shared/bridge/patients'
import { failed, ok, type Result } from '../../shared/failures'
import type { Audit } from '../audit/audit'
import type { Clock } from '../clock/clock'
import type { DatabaseOrTransaction } from '../storage/database'
import { withStorageFailures } from '../storage/database-errors'
import { inTransaction } from '../storage/transaction'
import { findPatient, insertPatient, replacePatient, searchPatients } from './patients-repository'

/** `personId`: who does it. Input is already checked against the bridge's schemas (shared/bridge/patients.ts). */
export interface Patients {
  search(
    personId: string,
    input: { query: string; limit: number; offset: number },
  ): Promise<Result<{ rows: PatientRow[]; total: number }>>
  /** `not-found`. */
  get(personId: string, patientId: string): Promise<Result<Patient>>
  /** `personId` is null only for the demo practice, which nobody entered. */
  create(personId: string | null, fields: PatientFields): Promise<Result<Patient>>
  /** `not-found`; `invalid-input` with detail `changed-meanwhile` when `version` is no longer the current one. */
  update(personId: string, input: PatientFields & { id: string; version: number }): Promise<Result<Patient>>
}

type Dependencies = { database: DatabaseOrTransaction; audit: Audit; clock: Clock }

export function createPatients({ database, audit, clock }: Dependencies): Patients {
  const together = <T>(
    work: (transaction: DatabaseOrTransaction) => Promise<Result<T>>,
  ): Promise<Result<T>> => withStorageFailures(() => inTransaction(database, work))

  return {
    search: (personId, input) =>
      together(async (transaction) => {
        const found = await searchPatients(transaction, input)
        await audit.record({ personId, action: 'patient.search', outcome: 'done' }, transaction)
        return ok(found)
      }),

    get: (personId, patientId) =>
      together(async (transaction) => {
        const patient = await findPatient(transaction, patientId)
        const outcome = patient ? 'done' : 'failed'
        await audit.record({ personId, action: 'patient.read', patientId, outcome }, transaction)
        return patient ? ok(patient) : failed('not-found')
      }),

    create: (personId, fields) =>
      together(async (transaction) => {
        const patient = await insertPatient(transaction, randomUUID(), fields, clock.now())
        await audit.record(
          { personId, action: 'patient.created', patientId: patient.id, outcome: 'done' },
          transaction,
        )
        return ok(patient)
      }),

    update: (personId, { id, version, ...fields }) =>
      together(async (transaction) => {
        const current = await findPatient(transaction, id)
        const replaced =
          current &&
          (await replacePatient(
            transaction,
            { id, version, chartNumber: current.chartNumber },
            fields,
            clock.now(),
          ))
        await audit.record(
          { personId, action: 'patient.updated', patientId: id, outcome: replaced ? 'done' : 'failed' },
          transaction,
        )
        if (!current) return failed('not-found')
        return replaced ? ok(replaced) : failed('invalid-input', { detail: 'changed-meanwhile' })
      }),
  }
}
