/** Makes and opens the database file of a vault whose key is known. */
import { sql } from 'kysely'
import { ok, type Result } from '../../shared/failures'
import type { Database } from './database'
import { DatabaseDamaged, storageFailure } from './database-errors'
import { migrate, schemaVersion } from './migrate'
import { migrations, NEWEST_VERSION } from './migrations/index'
import type { RecordsEngine } from './engine/engine'
import { fileSize, moveInPlace, PAGE_BYTES, type VaultFiles } from './vault-files'

export type VaultProgram = { appVersion: string; engine: RecordsEngine }

/**
 * Complete and closed before the file gets its name: what is called yarrow.db is never half made. `begin` writes what
 * belongs into it from the first moment; when it fails there is no such file.
 */
export async function createVaultDatabase(
  files: VaultFiles,
  key: Buffer,
  { appVersion, engine }: VaultProgram,
  vault: { vaultId: string; createdAt: number },
  begin: (database: Database) => Promise<Result<null>>,
): Promise<Result<null>> {
  const database = await engine.open({
    file: files.unfinished,
    key,
    mode: 'create',
    newestVersion: NEWEST_VERSION,
  })
  try {
    await migrate(database, migrations)
    await database
      .insertInto('vault')
      .values({ id: 1, ...vault, createdByVersion: appVersion })
      .execute()
    const begun = await begin(database)
    if (!begun.ok) return begun
  } finally {
    await database.destroy()
  }
  await moveInPlace(files.unfinished, files.database)
  return ok(null)
}

/**
 * Looks first, read-only: a wrong key, a newer file, a missing sentinel and another vault's file are found before a
 * byte is written. `vaultId`: what the marker says, null when it is lost. Throws as database-errors.ts describes.
 */
export async function openVaultDatabase(
  files: VaultFiles,
  key: Buffer,
  { engine }: VaultProgram,
  vaultId: string | null,
): Promise<{ database: Database; vaultId: string; createdAt: number }> {
  const options = { file: files.database, key, newestVersion: NEWEST_VERSION }
  if (await engine.isLogDamaged(files.database)) throw new DatabaseDamaged('the log')
  const look = await engine.open({ ...options, mode: 'look' })
  let sentinel
  try {
    sentinel = await readSentinel(look)
    await expectLogFits(look, files)
  } finally {
    await look.destroy()
  }
  if (vaultId !== null && sentinel.vaultId !== vaultId) throw new DatabaseDamaged('another vault')
  const database = await engine.open({ ...options, mode: 'write' })
  try {
    await expectWhole(database, files)
    await migrate(database, migrations)
  } catch (error) {
    await database.destroy()
    throw error
  }
  return { database, ...sentinel }
}

/**
 * A log says nothing of the file it belongs to: one of an earlier time, left by a copy or a restored backup, would be
 * written over newer pages (F-605). Its pages do not fit the others then, which is seen before a byte is written.
 */
async function expectLogFits(look: Database, files: VaultFiles) {
  if (!(await fileSize(`${files.database}-wal`))) return
  const { rows } = await sql<{ quickCheck: string }>`PRAGMA quick_check(1)`.execute(look)
  if (rows[0]?.quickCheck !== 'ok') throw new DatabaseDamaged('the log')
}

/**
 * SQLite takes the rest of a page at the end of a cut file for a whole page and does not check it, so that wrong data
 * could be read from it (S-11): the length must be that of the pages. With a log it may differ, so that is written back
 * first, which also brings a rest of a page to its length, where its checksum then fails.
 */
async function expectWhole(database: Database, files: VaultFiles) {
  if ((await fileSize(`${files.database}-wal`)) !== null) {
    try {
      await sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(database)
    } catch (error) {
      // Nothing has to be written back to go on reading when the disk is full.
      if (storageFailure(error)?.code === 'disk-full') return
      throw error
    }
  }
  const { rows } = await sql<{ pageCount: number }>`PRAGMA page_count`.execute(database)
  const expected = (rows[0]?.pageCount ?? 0) * PAGE_BYTES
  if ((await fileSize(files.database)) !== expected) throw new DatabaseDamaged('the file is cut')
}

/** A vault that reads as empty is damage, not a first start. */
async function readSentinel(database: Database) {
  if ((await schemaVersion(database)) === 0) throw new DatabaseDamaged('no tables')
  const sentinel = await database.selectFrom('vault').select(['vaultId', 'createdAt']).executeTakeFirst()
  if (!sentinel) throw new DatabaseDamaged('no sentinel')
  return sentinel
}
