/** The practice's own backups in a folder: which there are, and taking away what is not kept. */
import { join } from 'node:path'
import { localDay } from '../../shared/day'
import type { Drive } from './drive'
import { BackupDamaged, BackupFromFuture, isOurs, type Header } from './format'
import { isBackupName, whatToKeep } from './names'
import { readHeader } from './sealed-file'

export type Listed = { name: string; header: Header }

/**
 * Newest first; what another practice keeps there, or is called like a backup and is none, is left out. Throws the drive's
 * errors.
 */
export async function ownBackups(drive: Drive, folder: string, seriesKey: Buffer): Promise<Listed[]> {
  const listed: Listed[] = []
  for (const name of (await drive.names(folder)).filter(isBackupName)) {
    const header = await readHeader(drive, join(folder, name)).catch((error: unknown) => {
      if (error instanceof BackupDamaged || error instanceof BackupFromFuture) return null
      throw error
    })
    if (header && isOurs(seriesKey, header)) listed.push({ name, header })
  }
  return listed.sort((one, other) => other.header.madeAt - one.header.madeAt)
}

/** Takes away the practice's own backups that are not kept (names.ts). Throws the drive's errors. */
export async function thinOut(drive: Drive, folder: string, seriesKey: Buffer, now: number): Promise<void> {
  const own = await ownBackups(drive, folder, seriesKey)
  const keep = whatToKeep(
    own.map(({ name, header: { day, madeAt } }) => ({ name, day, madeAt })),
    localDay(now),
  )
  for (const { name } of own) if (!keep.has(name)) await drive.remove(join(folder, name))
}
