/** The rows of `chart_restriction` and `chart_reader`. */
import type { Colleague } from '../../shared/bridge/charts'
import type { DatabaseOrTransaction } from '../storage/database'

export type Restriction = { restrictedBy: string; readers: (Colleague & { active: boolean })[] }

/** Null for a chart that is not restricted. Readers in the order of their names. */
export async function readRestriction(
  database: DatabaseOrTransaction,
  patientId: string,
): Promise<Restriction | null> {
  const row = await database
    .selectFrom('chartRestriction')
    .innerJoin('person', 'person.id', 'chartRestriction.restrictedBy')
    .select('person.displayName as restrictedBy')
    .where('patientId', '=', patientId)
    .executeTakeFirst()
  if (!row) return null
  const readers = await database
    .selectFrom('chartReader')
    .innerJoin('person', 'person.id', 'chartReader.personId')
    .select(['person.id', 'person.displayName', 'person.credentials', 'person.active'])
    .where('patientId', '=', patientId)
    .orderBy('person.displayName')
    .execute()
  return { ...row, readers: readers.map((reader) => ({ ...reader, active: reader.active === 1 })) }
}

export async function restrictionsFor(
  database: DatabaseOrTransaction,
  personId: string,
): Promise<Map<string, 'listed' | 'closed'>> {
  const rows = await database
    .selectFrom('chartRestriction')
    .leftJoin('chartReader', (join) =>
      join
        .onRef('chartReader.patientId', '=', 'chartRestriction.patientId')
        .on('chartReader.personId', '=', personId),
    )
    .select(['chartRestriction.patientId', 'chartReader.personId'])
    .execute()
  return new Map(rows.map((row) => [row.patientId, row.personId === null ? 'closed' : 'listed']))
}

/** Restricts the chart to these people; a list that was there before is replaced, who restricted it first stays. */
export async function writeRestriction(
  database: DatabaseOrTransaction,
  patientId: string,
  { by, readerIds, at }: { by: string; readerIds: readonly string[]; at: number },
): Promise<void> {
  await database
    .insertInto('chartRestriction')
    .values({ patientId, restrictedBy: by, restrictedAt: at })
    .onConflict((conflict) => conflict.column('patientId').doNothing())
    .execute()
  await database.deleteFrom('chartReader').where('patientId', '=', patientId).execute()
  await database
    .insertInto('chartReader')
    .values(readerIds.map((personId) => ({ patientId, personId })))
    .execute()
}

/** False when the chart was not restricted. */
export async function removeRestriction(
  database: DatabaseOrTransaction,
  patientId: string,
): Promise<boolean> {
  const removed = await database
    .deleteFrom('chartRestriction')
    .where('patientId', '=', patientId)
    .executeTakeFirst()
  return removed.numDeletedRows > 0n
}

/** Everybody with an account that is in use, by name. */
export const activeColleagues = (database: DatabaseOrTransaction): Promise<Colleague[]> =>
  database
    .selectFrom('person')
    .select(['id', 'displayName', 'credentials'])
    .where('active', '=', 1)
    .orderBy('displayName')
    .execute()
