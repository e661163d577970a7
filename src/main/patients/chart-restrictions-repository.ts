/** The rows of `chart_restriction` and `chart_reader`. */
import type { Colleague } from '../../shared/contract/charts'
import { restingReaders, type RestingReader } from './resting-readers-repository'
import type { ChartWriting, Reading } from '../records/handles'

export type Reader = Colleague & { active: boolean; resting: RestingReader | null }
export type Restriction = { restrictedBy: string; readers: Reader[] }

/** Null for a chart that is not restricted. Readers in the order of their names. */
export async function readRestriction(database: Reading, patientId: string): Promise<Restriction | null> {
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
  const resting = await restingReaders(database, { patientId })
  return {
    ...row,
    readers: readers.map((reader) => ({
      ...reader,
      active: reader.active === 1,
      resting: resting.find(({ personId }) => personId === reader.id) ?? null,
    })),
  }
}

export async function restrictionsFor(
  database: Reading,
  personId: string,
): Promise<Map<string, 'listed' | 'closed'>> {
  const rows = await database
    .selectFrom('chartRestriction')
    .leftJoin('chartReader', (join) =>
      join
        .onRef('chartReader.patientId', '=', 'chartRestriction.patientId')
        .on('chartReader.personId', '=', personId),
    )
    .leftJoin('restingReader', (join) =>
      join
        .onRef('restingReader.patientId', '=', 'chartReader.patientId')
        .onRef('restingReader.personId', '=', 'chartReader.personId'),
    )
    .select(['chartRestriction.patientId', 'chartReader.personId', 'restingReader.since'])
    .execute()
  return new Map(
    rows.map((row) => [row.patientId, row.personId === null || row.since !== null ? 'closed' : 'listed']),
  )
}

/**
 * Restricts the chart to these people; a list that was there before is replaced, who restricted it first stays. Whoever
 * rests and stays on the list still rests.
 */
export async function writeRestriction(
  database: ChartWriting,
  patientId: string,
  { by, readerIds, at }: { by: string; readerIds: readonly string[]; at: number },
): Promise<void> {
  await database
    .insertInto('chartRestriction')
    .values({ patientId, restrictedBy: by, restrictedAt: at })
    .onConflict((conflict) => conflict.column('patientId').doNothing())
    .execute()
  await database
    .deleteFrom('chartReader')
    .where('patientId', '=', patientId)
    .where('personId', 'not in', readerIds)
    .execute()
  await database
    .insertInto('chartReader')
    .values(readerIds.map((personId) => ({ patientId, personId })))
    .onConflict((conflict) => conflict.columns(['patientId', 'personId']).doNothing())
    .execute()
}

/** False when the chart was not restricted. */
export async function removeRestriction(database: ChartWriting, patientId: string): Promise<boolean> {
  const removed = await database
    .deleteFrom('chartRestriction')
    .where('patientId', '=', patientId)
    .executeTakeFirst()
  return removed.numDeletedRows > 0n
}

/** Everybody with an account that is in use, by name. */
export const activeColleagues = (database: Reading): Promise<Colleague[]> =>
  database
    .selectFrom('person')
    .select(['id', 'displayName', 'credentials'])
    .where('active', '=', 1)
    .orderBy('displayName')
    .execute()
