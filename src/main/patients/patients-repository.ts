/** The rows of `patient` and `patient_version`: a patient as it is now, and as it was before each change. */
import type { Selectable } from 'kysely'
import {
  fieldsOf,
  type Patient,
  type PatientFields,
  type PatientVersion,
} from '../../shared/contract/patients'
import { nextNumber } from '../records/counters'
import type { ChartReading, ChartWriting } from '../records/handles'
import type { PatientTable } from '../records/schema'
import { searchColumns, writeNameWords } from './patient-search-repository'

export async function findPatient(database: ChartReading, id: string): Promise<Patient | null> {
  const row = await database.selectFrom('patient').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toPatient(row) : null
}

/** When and by whom a version is written; nobody: Yarrow does it. */
type Recorded = { at: number; by: string | null }

export async function insertPatient(
  database: ChartWriting,
  id: string,
  fields: PatientFields,
  { at, by }: Recorded,
): Promise<Patient> {
  const chartNumber = (await nextNumber(database, 'chart-number')).toString()
  const row: Selectable<PatientTable> = {
    ...fields,
    id,
    chartNumber,
    ...searchColumns({ ...fields, chartNumber }),
    createdAt: at,
    updatedAt: at,
    version: 1,
    updatedBy: by,
  }
  await database.insertInto('patient').values(row).execute()
  await writeNameWords(database, id, fields)
  return toPatient(row)
}

/** Keeps what was there. Null when the patient's version is no longer that of `before`: somebody else was faster. */
export async function replacePatient(
  database: ChartWriting,
  before: Patient,
  fields: PatientFields,
  { at, by }: Recorded,
): Promise<Patient | null> {
  const { id, version, chartNumber } = before
  const kept = await database
    .insertInto('patientVersion')
    .columns(['patientId', 'version', 'fields', 'recordedAt', 'recordedBy'])
    .expression((row) =>
      row
        .selectFrom('patient')
        .select((own) => [
          'id',
          'version',
          own.val(JSON.stringify(fieldsOf(before))).as('fields'),
          'updatedAt',
          'updatedBy',
        ])
        .where('id', '=', id)
        .where('version', '=', version),
    )
    .executeTakeFirst()
  if (kept.numInsertedOrUpdatedRows !== 1n) return null
  const row = await database
    .updateTable('patient')
    .set({
      ...fields,
      ...searchColumns({ ...fields, chartNumber }),
      updatedAt: at,
      updatedBy: by,
      version: version + 1,
    })
    .where('id', '=', id)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst()
  if (!row) return null
  await writeNameWords(database, id, fields)
  return toPatient(row)
}

/** The newest first; none for a patient that is not there. */
export async function readPatientVersions(database: ChartReading, id: string): Promise<PatientVersion[]> {
  const current = await database
    .selectFrom('patient')
    .leftJoin('person', 'person.id', 'patient.updatedBy')
    .selectAll('patient')
    .select('person.displayName as recordedByName')
    .where('patient.id', '=', id)
    .executeTakeFirst()
  if (!current) return []
  const { recordedByName, ...row } = current
  const earlier = await database
    .selectFrom('patientVersion')
    .leftJoin('person', 'person.id', 'patientVersion.recordedBy')
    .select(['version', 'fields', 'recordedAt', 'recordedBy', 'person.displayName as recordedByName'])
    .where('patientId', '=', id)
    .orderBy('version', 'desc')
    .execute()
  const patient = toPatient(row)
  const by = (personId: string | null, name: string | null) =>
    personId === null ? null : { id: personId, name: name ?? '' }
  return [
    {
      ...fieldsOf(patient),
      ...{ version: row.version, recordedAt: row.updatedAt, recordedBy: by(row.updatedBy, recordedByName) },
    },
    ...earlier.map(({ fields, recordedBy, recordedByName: name, ...version }) => ({
      ...(JSON.parse(fields) as PatientFields),
      ...version,
      recordedBy: by(recordedBy, name),
    })),
  ]
}

function toPatient({
  searchText: _searchText,
  sortName: _sortName,
  updatedBy: _updatedBy,
  ...patient
}: Selectable<PatientTable>): Patient {
  return { ...patient, country: patient.country as Patient['country'] }
}
