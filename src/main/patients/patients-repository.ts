/** The rows of `patient`. */
import type { Selectable } from 'kysely'
import type { Patient, PatientFields } from '../../shared/contract/patients'
import { nextNumber } from '../records/counters'
import type { ChartReading, ChartWriting } from '../records/handles'
import type { PatientTable } from '../records/schema'
import { searchColumns, writeNameWords } from './patient-search-repository'

export async function findPatient(database: ChartReading, id: string): Promise<Patient | null> {
  const row = await database.selectFrom('patient').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toPatient(row) : null
}

export async function insertPatient(
  database: ChartWriting,
  id: string,
  fields: PatientFields,
  at: number,
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
  }
  await database.insertInto('patient').values(row).execute()
  await writeNameWords(database, id, fields)
  return toPatient(row)
}

/** Null when the patient's version is no longer `version`: somebody else was faster. */
export async function replacePatient(
  database: ChartWriting,
  { id, version, chartNumber }: Pick<Patient, 'id' | 'version' | 'chartNumber'>,
  fields: PatientFields,
  at: number,
): Promise<Patient | null> {
  const row = await database
    .updateTable('patient')
    .set({
      ...fields,
      ...searchColumns({ ...fields, chartNumber }),
      updatedAt: at,
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

function toPatient({
  searchText: _searchText,
  sortName: _sortName,
  ...patient
}: Selectable<PatientTable>): Patient {
  return { ...patient, country: patient.country as Patient['country'] }
}
