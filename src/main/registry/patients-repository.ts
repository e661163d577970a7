/** The rows of `patient`. */
import { sql, type ExpressionBuilder, type Selectable } from 'kysely'
import type { Patient, PatientFields, PatientRow } from '../../shared/bridge/patients'
import type { DatabaseOrTransaction } from '../storage/database'
import type { PatientTable, Schema } from '../storage/schema'
import { searchAlternatives, searchTextOf, sortNameOf } from './search-text'

const ROW = [
  'id',
  'chartNumber',
  'givenName',
  'familyName',
  'preferredName',
  'birthDate',
  'sex',
  'email',
  'phone',
] as const satisfies readonly (keyof PatientTable)[]

const FIRST_CHART_NUMBER = 1001

export type FoundPatient = Omit<PatientRow, 'restriction'>

type Search = { query: string; limit: number; offset: number; closed: readonly string[] }

/**
 * `limit` and `offset` count rows; `total` is how many match. Ordered by family name, then given name. `closed`: ids of
 * patients who are found by name and chart number only, so that a search can't be used to guess the rest.
 */
export async function searchPatients(
  database: DatabaseOrTransaction,
  { query, limit, offset, closed }: Search,
): Promise<{ rows: FoundPatient[]; total: number }> {
  const alternatives = searchAlternatives(query).filter((words) => words.length > 0)
  const left = alternatives.length === 0 ? [] : await notFoundByName(database, closed, alternatives)
  const matches = (patient: ExpressionBuilder<Schema, 'patient'>) =>
    alternatives.length === 0
      ? sql<boolean>`true`
      : patient.and([
          patient.or(
            alternatives.map((words) =>
              patient.and(
                words.map((word) => sql<boolean>`instr(${patient.ref('searchText')}, ${` ${word}`}) > 0`),
              ),
            ),
          ),
          ...(left.length === 0 ? [] : [patient('id', 'not in', left)]),
        ])
  // Both run on the index `patient_search` alone; only the rows of the page are read from the table.
  const found = await database
    .selectFrom('patient')
    .select('id')
    .where(matches)
    .orderBy('sortName')
    .orderBy('id')
    .limit(limit)
    .offset(offset)
    .execute()
  const { total } = await database
    .selectFrom('patient')
    .select((patient) => patient.fn.countAll<number>().as('total'))
    .where(matches)
    .executeTakeFirstOrThrow()
  const ids = found.map(({ id }) => id)
  const rows = ids.length
    ? await database
        .selectFrom('patient')
        .select(ROW)
        .where('id', 'in', ids)
        .orderBy('sortName')
        .orderBy('id')
        .execute()
    : []
  return { rows, total }
}

/** Those of the patients whose name and chart number do not match. */
async function notFoundByName(
  database: DatabaseOrTransaction,
  ids: readonly string[],
  alternatives: readonly (readonly string[])[],
): Promise<string[]> {
  if (ids.length === 0) return []
  const patients = await database
    .selectFrom('patient')
    .select(['id', 'chartNumber', 'givenName', 'familyName', 'preferredName'])
    .where('id', 'in', ids)
    .execute()
  const matches = (text: string) =>
    alternatives.some((words) => words.every((word) => text.includes(` ${word}`)))
  return patients
    .filter(
      ({ id: _id, ...named }) => !matches(searchTextOf({ ...named, birthDate: null, email: '', phone: '' })),
    )
    .map(({ id }) => id)
}

export async function findPatient(database: DatabaseOrTransaction, id: string): Promise<Patient | null> {
  const row = await database.selectFrom('patient').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toPatient(row) : null
}

export async function insertPatient(
  database: DatabaseOrTransaction,
  id: string,
  fields: PatientFields,
  at: number,
): Promise<Patient> {
  const chartNumber = await nextChartNumber(database)
  const row: Selectable<PatientTable> = {
    ...fields,
    id,
    chartNumber,
    searchText: searchTextOf({ ...fields, chartNumber }),
    sortName: sortNameOf(fields),
    createdAt: at,
    updatedAt: at,
    version: 1,
  }
  await database.insertInto('patient').values(row).execute()
  return toPatient(row)
}

/** Null when the patient's version is no longer `version`: somebody else was faster. */
export async function replacePatient(
  database: DatabaseOrTransaction,
  { id, version, chartNumber }: Pick<Patient, 'id' | 'version' | 'chartNumber'>,
  fields: PatientFields,
  at: number,
): Promise<Patient | null> {
  const row = await database
    .updateTable('patient')
    .set({
      ...fields,
      searchText: searchTextOf({ ...fields, chartNumber }),
      sortName: sortNameOf(fields),
      updatedAt: at,
      version: version + 1,
    })
    .where('id', '=', id)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst()
  return row ? toPatient(row) : null
}

async function nextChartNumber(database: DatabaseOrTransaction): Promise<string> {
  const { last } = await database
    .selectFrom('patient')
    .select(sql<number | null>`max(CAST(chart_number AS INTEGER))`.as('last'))
    .executeTakeFirstOrThrow()
  return ((last ?? FIRST_CHART_NUMBER - 1) + 1).toString()
}

function toPatient({
  searchText: _searchText,
  sortName: _sortName,
  ...patient
}: Selectable<PatientTable>): Patient {
  return { ...patient, country: patient.country as Patient['country'] }
}
