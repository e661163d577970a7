/** Takes a backup apart into a folder: the one way to what is in it, for proving and for restoring. */
import { join } from 'node:path'
import { failed, ok, type Result } from '../../shared/failures'
import type { Database } from '../records/database'
import { NEWEST_VERSION } from '../records/migrations/index'
import type { RecordsEngine } from '../records/engine/engine'
import { factsOf, isSound } from '../records/table-facts'
import { openKey } from './backup-key'
import type { Drive } from './drive'
import { BackupFromFuture, type Header } from './format'
import { differences, type Manifest } from './manifest'
import { readPayload } from './payload'
import { readHeader, readSealed, stopIf } from './sealed-file'

export type OpenOptions = {
  engine: RecordsEngine
  drive: Drive
  file: string
  /** The backup's passphrase, or a recovery code of the records it was made of. */
  typed: string
  /** An empty folder, into which the database goes. */
  folder: string
  signal: AbortSignal
  progress: (bytes: number) => void
}

export type OpenedBackup = { header: Header; manifest: Manifest; databaseFile: string; databaseKey: Buffer }

/**
 * `backup-not-opened`; `backup-differs` when a table is not as the backup says. Throws the errors of drive and disk,
 * `BackupDamaged`, `BackupFromFuture`, `Cancelled`. `look`: at the database, before it is closed again.
 */
export async function openBackup<T>(
  { engine, drive, file, typed, folder, signal, progress }: OpenOptions,
  look: (database: Database, opened: OpenedBackup) => Promise<T>,
): Promise<Result<{ opened: OpenedBackup; seen: T }>> {
  const header = await readHeader(drive, file)
  if (header.schema > NEWEST_VERSION) throw new BackupFromFuture('schema')
  const key = await openKey(header, typed)
  if (!key) return failed('backup-not-opened')
  const databaseFile = join(folder, 'yarrow.db')
  const content = readSealed(drive, file, key, { progress, signal })
  const manifest = await readPayload(content, databaseFile).finally(() => key.fill(0))
  const databaseKey = Buffer.from(manifest.databaseKey, 'hex')
  const database = await engine.open({
    file: databaseFile,
    key: databaseKey,
    mode: 'look',
    newestVersion: NEWEST_VERSION,
  })
  try {
    const stop = () => {
      stopIf(signal)
    }
    if (!(await isSound(database))) return failed('backup-differs', { detail: 'the pages' })
    const [other] = differences(manifest.tables, await factsOf(database, stop))
    if (other !== undefined) return failed('backup-differs', { detail: other })
    const opened = { header, manifest, databaseFile, databaseKey }
    return ok({ opened, seen: await look(database, opened) })
  } finally {
    await database.destroy()
  }
}
