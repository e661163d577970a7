/** Finding rows of `patient`, and what they are found by: `search_text` and the rows of `patient_name`. */
import { sql, type Expression, type ExpressionBuilder, type SqlBool } from 'kysely'
import { beginsNear, isNear } from '../../shared/near-name'
import {
  matches,
  nameWordsOf,
  nearQuery,
  readQuery,
  SEARCH_TEXT_VERSION,
  searchTextOf,
  sortNameOf,
  type PatientQuery,
} from '../../shared/patient-search'
import type { ChartReading, ChartWriting } from '../records/handles'
import type { PatientTable, Schema } from '../records/schema'

/** How a query is read: the order of day and month, and what years of two digits mean. */
export type Notation = { locale: string; today: string }

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
export type FoundPatient = Pick<PatientTable, (typeof ROW)[number]> & { near: boolean }

/** Whoever has found more than so many looks for none of them by a name that is only near. */
const NEAR_BESIDE = 20

type Search = { query: string; limit: number; offset: number; closed: readonly string[] }
type Wanted = (patient: ExpressionBuilder<Schema, 'patient'>) => Expression<SqlBool>

/**
 * `limit` and `offset` count rows; `total` is how many match. Ordered by family name, then given name; those whose name
 * is only near come after all others. `closed`: ids of patients who are found by name and chart number only, so that a
 * search can't be used to guess the rest.
 */
export async function searchPatients(
  database: ChartReading,
  { query, limit, offset, closed }: Search,
  notation: Notation,
): Promise<{ rows: FoundPatient[]; total: number }> {
  const read = readQuery(query, notation)
  const exact = await openly(database, closed, read)
  const found = await onePage(database, exact, { limit, offset })
  const near = found.total > NEAR_BESIDE ? null : await withNearNames(database, read)
  if (near === null) return { rows: found.rows.map(called(false)), total: found.total }
  const nearOnly = await openly(database, closed, near)
  const others = await onePage(
    database,
    (patient) => patient.and([nearOnly(patient), patient.not(exact(patient))]),
    {
      limit: limit - found.rows.length,
      offset: Math.max(0, offset - found.total),
    },
  )
  return {
    rows: [...found.rows.map(called(false)), ...others.rows.map(called(true))],
    total: found.total + others.total,
  }
}

const called =
  (near: boolean) =>
  (row: Omit<FoundPatient, 'near'>): FoundPatient => ({ ...row, near })

/** Those whom a filter means: who match, or where nobody does, whose name is near. */
export async function patientsMeant(
  database: ChartReading,
  query: string,
  notation: Notation,
): Promise<PatientQuery> {
  const read = readQuery(query, notation)
  const { total } = await onePage(database, matching(read), { limit: 0, offset: 0 })
  return total > 0 ? read : ((await withNearNames(database, read)) ?? read)
}

const matching =
  (query: PatientQuery): Wanted =>
  (patient) => {
    const begins = (start: string) =>
      sql<SqlBool>`instr(${patient.ref('patient.searchText')}, ${` ${start}`}) > 0`
    return patient.and(
      query.map(({ anyOf }) => patient.or(anyOf.map((starts) => patient.and(starts.map(begins))))),
    )
  }

/** Without the closed ones who match by something else than what everybody may see of them. */
async function openly(
  database: ChartReading,
  closed: readonly string[],
  query: PatientQuery,
): Promise<Wanted> {
  const wanted = matching(query)
  if (closed.length === 0 || query.length === 0) return wanted
  const patients = await database
    .selectFrom('patient')
    .select(['id', 'chartNumber', 'givenName', 'familyName', 'preferredName'])
    .where('id', 'in', closed)
    .execute()
  const left = patients
    .filter(
      ({ id: _id, ...named }) =>
        !matches(searchTextOf({ ...named, birthDate: null, email: '', phone: '' }), query),
    )
    .map(({ id }) => id)
  return left.length === 0
    ? wanted
    : (patient) => patient.and([wanted(patient), patient('patient.id', 'not in', left)])
}

async function onePage(
  database: ChartReading,
  wanted: Wanted,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ rows: Omit<FoundPatient, 'near'>[]; total: number }> {
  // Both run on the index `patient_search` alone; only the rows of the page are read from the table.
  const found =
    limit <= 0
      ? []
      : await database
          .selectFrom('patient')
          .select('id')
          .where(wanted)
          .orderBy('sortName')
          .orderBy('id')
          .limit(limit)
          .offset(offset)
          .execute()
  const { total } = await database
    .selectFrom('patient')
    .select((patient) => patient.fn.countAll<number>().as('total'))
    .where(wanted)
    .executeTakeFirstOrThrow()
  const ids = found.map(({ id }) => id)
  const rows =
    ids.length === 0
      ? []
      : await database
          .selectFrom('patient')
          .select(ROW)
          .where('id', 'in', ids)
          .orderBy('sortName')
          .orderBy('id')
          .execute()
  return { rows, total }
}

/** Of all names in the practice, each word once, those that are near to a name of the query. */
async function withNearNames(database: ChartReading, query: PatientQuery): Promise<PatientQuery | null> {
  if (query.every(({ name }) => name === null)) return null
  const words = await database.selectFrom('patientName').select('word').distinct().execute()
  return nearQuery(query, (name) =>
    words.map(({ word }) => word).filter((word) => isNear(name, word) || beginsNear(name, word)),
  )
}

type Kept = Pick<PatientTable, (typeof ROW)[number]>

/** The columns of a patient that searches use. */
export const searchColumns = (patient: Omit<Kept, 'id' | 'sex'>) => ({
  searchText: searchTextOf(patient),
  sortName: sortNameOf(patient),
})

export async function writeNameWords(
  database: ChartWriting,
  patientId: string,
  patient: Pick<Kept, 'givenName' | 'familyName' | 'preferredName'>,
): Promise<void> {
  await database.deleteFrom('patientName').where('patientId', '=', patientId).execute()
  const rows = nameWordsOf(patient).map((word) => ({ word, patientId }))
  if (rows.length > 0) await database.insertInto('patientName').values(rows).execute()
}

/** Makes anew what an older Yarrow folded in another way; for the start, in one transaction. */
export async function refreshSearchText(database: ChartWriting): Promise<void> {
  const made = await database.selectFrom('patientSearchVersion').select('version').executeTakeFirst()
  if (made?.version === SEARCH_TEXT_VERSION) return
  const patients = await database.selectFrom('patient').select(ROW).execute()
  for (const patient of patients) {
    await database.updateTable('patient').set(searchColumns(patient)).where('id', '=', patient.id).execute()
    await writeNameWords(database, patient.id, patient)
  }
  await database.deleteFrom('patientSearchVersion').execute()
  await database.insertInto('patientSearchVersion').values({ id: 1, version: SEARCH_TEXT_VERSION }).execute()
}
