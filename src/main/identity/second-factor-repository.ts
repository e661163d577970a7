/** The rows of second_factor and backup_code. */
import type { Selectable } from 'kysely'
import type { DatabaseOrTransaction } from '../records/database'
import type { SecondFactorTable } from '../records/schema'

type Row = Selectable<SecondFactorTable>

export const readSecondFactor = (
  database: DatabaseOrTransaction,
  personId: string,
): Promise<Row | undefined> =>
  database.selectFrom('secondFactor').selectAll().where('personId', '=', personId).executeTakeFirst()

/** Replaces whatever was there, backup codes included. */
export async function putSecondFactor(
  within: DatabaseOrTransaction,
  row: Row,
  backupDigests: readonly string[],
): Promise<void> {
  await removeSecondFactor(within, row.personId)
  await within.insertInto('secondFactor').values(row).execute()
  await within
    .insertInto('backupCode')
    .values(backupDigests.map((codeDigest) => ({ personId: row.personId, codeDigest })))
    .execute()
}

export async function removeSecondFactor(within: DatabaseOrTransaction, personId: string): Promise<void> {
  await within.deleteFrom('backupCode').where('personId', '=', personId).execute()
  await within.deleteFrom('secondFactor').where('personId', '=', personId).execute()
}

/** No code of this step or an earlier one works again. */
export const takeStep = async (within: DatabaseOrTransaction, personId: string, lastStep: number) => {
  await within.updateTable('secondFactor').set({ lastStep }).where('personId', '=', personId).execute()
}

const backupCode = (database: DatabaseOrTransaction, personId: string, codeDigest: string) =>
  database
    .selectFrom('backupCode')
    .select('codeDigest')
    .where('personId', '=', personId)
    .where('codeDigest', '=', codeDigest)
    .executeTakeFirst()

export const hasBackupCode = async (database: DatabaseOrTransaction, personId: string, codeDigest: string) =>
  (await backupCode(database, personId, codeDigest)) !== undefined

export const takeBackupCode = async (within: DatabaseOrTransaction, personId: string, codeDigest: string) => {
  await within
    .deleteFrom('backupCode')
    .where('personId', '=', personId)
    .where('codeDigest', '=', codeDigest)
    .execute()
}

export async function countBackupCodes(database: DatabaseOrTransaction, personId: string): Promise<number> {
  const rows = await database
    .selectFrom('backupCode')
    .select('codeDigest')
    .where('personId', '=', personId)
    .execute()
  return rows.length
}
