/** The rows of draft and person_place. */
import type { Selectable } from 'kysely'
import type { Reading, Writing } from '../records/handles'
import type { DraftTable } from '../records/schema'

export type DraftRow = Selectable<DraftTable>

export const readDrafts = (database: Reading, personId: string): Promise<DraftRow[]> =>
  database.selectFrom('draft').selectAll().where('personId', '=', personId).orderBy('key').execute()

export async function writeDraft(database: Writing, row: DraftRow): Promise<void> {
  await database
    .insertInto('draft')
    .values(row)
    .onConflict((conflict) => conflict.columns(['personId', 'key']).doUpdateSet(row))
    .execute()
}

export async function deleteDraft(database: Writing, personId: string, key: string): Promise<void> {
  await database.deleteFrom('draft').where('personId', '=', personId).where('key', '=', key).execute()
}

export async function deleteDrafts(database: Writing, personId: string): Promise<void> {
  await database.deleteFrom('draft').where('personId', '=', personId).execute()
}

export const readPlace = async (database: Reading, personId: string): Promise<Buffer | null> =>
  (
    await database
      .selectFrom('personPlace')
      .select('placeSealed')
      .where('personId', '=', personId)
      .executeTakeFirst()
  )?.placeSealed ?? null

export async function writePlace(
  database: Writing,
  row: { personId: string; placeSealed: Buffer },
): Promise<void> {
  await database
    .insertInto('personPlace')
    .values(row)
    .onConflict((conflict) => conflict.column('personId').doUpdateSet(row))
    .execute()
}

export async function deletePlace(database: Writing, personId: string): Promise<void> {
  await database.deleteFrom('personPlace').where('personId', '=', personId).execute()
}
