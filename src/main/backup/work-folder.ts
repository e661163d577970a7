/**
 * Where copies of the records lie while a backup is made from them or tried: a folder beside the records, each time one of
 * its own, which is gone afterwards. What a kill left goes at the next start. A copy is encrypted like the records, under a
 * key of its own that is nowhere on the disk.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'

const folderIn = (userData: string) => join(userData, 'backup-work')

/** `remove`: when nobody needs it any more. */
export async function newWorkFolder(
  userData: string,
): Promise<{ folder: string; remove: () => Promise<void> }> {
  await mkdir(folderIn(userData), { recursive: true, mode: 0o700 })
  const folder = await mkdtemp(join(folderIn(userData), 'copy-'))
  // What cannot be removed now goes at the next start, and hides no failure of the work.
  return { folder, remove: () => rm(folder, { recursive: true, force: true }).catch(() => undefined) }
}

export async function withWorkFolder<T>(userData: string, work: (folder: string) => Promise<T>): Promise<T> {
  const { folder, remove } = await newWorkFolder(userData)
  try {
    return await work(folder)
  } finally {
    await remove()
  }
}
/** At the start, before any backup can be under way. */
export const emptyWorkFolder = (userData: string): Promise<void> =>
  rm(folderIn(userData), { recursive: true, force: true })
