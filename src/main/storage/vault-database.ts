/** Makes and opens the database file of a vault whose key is known. */
import type { Database } from './database'
import { DatabaseDamaged } from './database-errors'
import { isLogDamaged } from './log-check'
import { migrate, schemaVersion } from './migrate'
import { migrations, NEWEST_VERSION } from './migrations/index'
import { openDatabase } from './open-database'
import { moveInPlace, type VaultFiles } from './vault-files'

export type VaultProgram = { appVersion: string; nativeBinding: string | undefined }

/** Complete and closed before the file gets its name: what is called yarrow.db is never half made. */
export async function createVaultDatabase(
  files: VaultFiles,
  key: Buffer,
  { appVersion, nativeBinding }: VaultProgram,
  vault: { vaultId: string; createdAt: number },
): Promise<void> {
  const database = openDatabase({
    file: files.unfinished,
    key,
    mode: 'create',
    newestVersion: NEWEST_VERSION,
    nativeBinding,
  })
  try {
    await migrate(database, migrations)
    await database
      .insertInto('vault')
      .values({ id: 1, ...vault, createdByVersion: appVersion })
      .execute()
  } finally {
    await database.destroy()
  }
  await moveInPlace(files.unfinished, files.database)
}

/**
 * Looks first, read-only: a wrong key, a newer file, a missing sentinel and another vault's file are found before a
 * byte is written. `vaultId`: what the marker says, null when it is lost. Throws as database-errors.ts describes.
 */
export async function openVaultDatabase(
  files: VaultFiles,
  key: Buffer,
  { nativeBinding }: VaultProgram,
  vaultId: string | null,
): Promise<{ database: Database; vaultId: string; createdAt: number }> {
  const options = { file: files.database, key, newestVersion: NEWEST_VERSION, nativeBinding }
  if (await isLogDamaged(files.database)) throw new DatabaseDamaged('the log')
  const look = openDatabase({ ...options, mode: 'look' })
  let sentinel
  try {
    sentinel = await readSentinel(look)
  } finally {
    await look.destroy()
  }
  if (vaultId !== null && sentinel.vaultId !== vaultId) throw new DatabaseDamaged('another vault')
  const database = openDatabase({ ...options, mode: 'write' })
  try {
    await migrate(database, migrations)
  } catch (error) {
    await database.destroy()
    throw error
  }
  return { database, ...sentinel }
}

/** A vault that reads as empty is damage, not a first start. */
async function readSentinel(database: Database) {
  if ((await schemaVersion(database)) === 0) throw new DatabaseDamaged('no tables')
  const sentinel = await database.selectFrom('vault').select(['vaultId', 'createdAt']).executeTakeFirst()
  if (!sentinel) throw new DatabaseDamaged('no sentinel')
  return sentinel
}
