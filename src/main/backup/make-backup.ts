/**
 * Makes one backup: a copy of the records, its table of contents, the sealed file under a name that says it is not finished,
 * read back and compared, and only then its name. What is called a backup is whole, whatever ended the program.
 */
import { randomBytes } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { BackupProgress } from '../../shared/contract/backups'
import { localDay } from '../../shared/day'
import { newKey } from '../platform/crypto/seal'
import { NEWEST_VERSION } from '../records/migrations/index'
import type { RecordsEngine } from '../records/engine/engine'
import { factsOf } from '../records/table-facts'
import type { Vault } from '../records/vault'
import { sealedKey, type BackupKeys } from './backup-key'
import type { Drive } from './drive'
import { BackupDamaged, CHUNK_BYTES, isOurs, markOurs, NONCE_PREFIX, type Header } from './format'
import type { Manifest } from './manifest'
import { backupName, isUnfinishedName, UNFINISHED } from './names'
import { writePayload } from './payload'
import { checkSealed, readHeader, stopIf, writeSealed } from './sealed-file'
import { withWorkFolder } from './work-folder'

export type Progress = Pick<BackupProgress, 'stage' | 'done' | 'total'>
type Stage = Progress['stage']

/** Of the records: what backups need of storage. */
export type Source = Pick<Vault, 'copyTo' | 'sealForRecovery'>

export type MakeOptions = {
  engine: RecordsEngine
  source: Source
  drive: Drive
  folder: string
  userData: string
  keys: BackupKeys
  now: number
  manifest: Pick<Manifest, 'vaultId' | 'practiceName' | 'appVersion'>
  signal: AbortSignal
  progress: (progress: Progress) => void
}

export type Made = { name: string; madeAt: number; size: number }

/** Throws what the records and the drive throw, `BackupDamaged` when it did not read back, and `Cancelled`. */
export async function makeBackup(options: MakeOptions): Promise<Made> {
  const { drive, folder, now } = options
  const taken = await drive.names(folder)
  await removeLeftovers(options, taken)
  const name = backupName(now, taken)
  return withWorkFolder(options.userData, async (work) => {
    const copy = join(work, 'records.db')
    const databaseKey = newKey()
    const key = newKey()
    try {
      const manifest = await copyAndCount(options, copy, databaseKey)
      const header = await headerFor(options, key)
      const unfinished = join(folder, name + UNFINISHED)
      try {
        const size = await writeAndCheck(
          options,
          { file: unfinished, header, key },
          writePayload(manifest, copy),
          manifest.databaseBytes,
        )
        options.progress({ stage: 'finishing', done: 0, total: 0 })
        await drive.rename(unfinished, join(folder, name))
        // A share may have taken the rename without keeping it.
        if ((await readHeader(drive, join(folder, name))).ours !== header.ours)
          throw new BackupDamaged('its name')
        return { name, madeAt: now, size }
      } catch (error) {
        await drive.remove(unfinished).catch(() => undefined)
        throw error
      }
    } finally {
      databaseKey.fill(0)
      key.fill(0)
    }
  })
}

/** Of our own earlier runs only; another practice may keep its backups here, and be writing one. */
async function removeLeftovers({ drive, folder, keys }: MakeOptions, names: string[]): Promise<void> {
  for (const name of names.filter(isUnfinishedName)) {
    const file = join(folder, name)
    const header = await readHeader(drive, file).catch(() => null)
    if (header && isOurs(keys.seriesKey, header)) await drive.remove(file)
  }
}

async function copyAndCount(
  { engine, source, manifest, now, signal, progress }: MakeOptions,
  copy: string,
  databaseKey: Buffer,
): Promise<Manifest> {
  progress({ stage: 'copying', done: 0, total: 0 })
  await source.copyTo(copy, databaseKey)
  stopIf(signal)
  progress({ stage: 'counting', done: 0, total: 0 })
  const database = await engine.open({
    file: copy,
    key: databaseKey,
    mode: 'look',
    newestVersion: NEWEST_VERSION,
  })
  try {
    return {
      ...manifest,
      schema: NEWEST_VERSION,
      madeAt: now,
      databaseBytes: (await stat(copy)).size,
      databaseKey: databaseKey.toString('hex'),
      tables: await factsOf(database, () => {
        stopIf(signal)
      }),
    }
  } finally {
    await database.destroy()
  }
}

async function headerFor({ source, keys, now }: MakeOptions, key: Buffer): Promise<Header> {
  return markOurs(keys.seriesKey, {
    schema: NEWEST_VERSION,
    madeAt: now,
    day: localDay(now),
    chunkBytes: CHUNK_BYTES,
    noncePrefix: randomBytes(NONCE_PREFIX).toString('base64'),
    ...sealedKey(keys, key, await source.sealForRecovery(key)),
  })
}

/** Its size, once what is on the drive is what was written. */
async function writeAndCheck(
  { drive, signal, progress }: MakeOptions,
  target: { file: string; header: Header; key: Buffer },
  payload: AsyncIterable<Buffer>,
  total: number,
): Promise<number> {
  const telling = (stage: Stage) => (bytes: number) => {
    progress({ stage, done: Math.min(bytes, total), total })
  }
  const written = await writeSealed(drive, target, payload, { progress: telling('writing'), signal })
  const read = await checkSealed(drive, target.file, target.key, { progress: telling('checking'), signal })
  if (read.digest !== written.digest || read.size !== written.size)
    throw new BackupDamaged('it did not read back')
  return written.size
}
