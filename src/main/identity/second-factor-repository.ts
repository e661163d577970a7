/** The rows of second_factor and backup_code. */
import type { Selectable } from 'kysely'
import type { Reading, Writing } from '../records/handles'
import type { SecondFactorTable } from '../records/schema'

type Row = Selectable<SecondFactorTable>

export const readSecondFactor = (handle: Reading, personId: string): Promise<Row | undefined> =>
  handle.selectFrom('secondFactor').selectAll().where('personId', '=', personId).executeTakeFirst()

/** Replaces whatever was there, backup codes included. */
export async function putSecondFactor(
  handle: Writing,
  row: Row,
  backupDigests: readonly string[],
): Promise<void> {
  await removeSecondFactor(handle, row.personId)
  await handle.insertInto('secondFactor').values(row).execute()
  await handle
    .insertInto('backupCode')
    .values(backupDigests.map((codeDigest) => ({ personId: row.personId, codeDigest })))
    .execute()
}

export async function removeSecondFactor(handle: Writing, personId: string): Promise<void> {
  await handle.deleteFrom('backupCode').where('personId', '=', personId).execute()
  await handle.deleteFrom('secondFactor').where('personId', '=', personId).execute()
}

/** No code of this step or an earlier one works again. */
export const takeStep = async (handle: Writing, personId: string, lastStep: number) => {
  await handle.updateTable('secondFactor').set({ lastStep }).where('personId', '=', personId).execute()
}

const backupCode = (handle: Reading, personId: string, codeDigest: string) =>
  handle
    .selectFrom('backupCode')
    .select('codeDigest')
    .where('personId', '=', personId)
    .where('codeDigest', '=', codeDigest)
    .executeTakeFirst()

export const hasBackupCode = async (handle: Reading, personId: string, codeDigest: string) =>
  (await backupCode(handle, personId, codeDigest)) !== undefined

export const takeBackupCode = async (handle: Writing, personId: string, codeDigest: string) => {
  await handle
    .deleteFrom('backupCode')
    .where('personId', '=', personId)
    .where('codeDigest', '=', codeDigest)
    .execute()
}

export async function countBackupCodes(handle: Reading, personId: string): Promise<number> {
  const rows = await handle
    .selectFrom('backupCode')
    .select('codeDigest')
    .where('personId', '=', personId)
    .execute()
  return rows.length
}
