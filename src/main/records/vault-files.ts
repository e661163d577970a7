/** The files of a vault in their folder, and the few operations on them that must not half happen. */
import { chmod, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

export type VaultFiles = {
  folder: string
  database: string
  unfinished: string
  rekeyed: string
  markers: readonly string[]
  auditAnchor: string
}

/** SQLite's page size here: a database is a whole number of these. */
export const PAGE_BYTES = 4096

export const vaultFiles = (folder: string): VaultFiles => ({
  folder,
  database: join(folder, 'yarrow.db'),
  /** A database on its way to exist; takes its name only when it is complete. */
  unfinished: join(folder, 'yarrow.db.unfinished'),
  /** A copy under another key; takes the database's name when it is proved (key-change.ts). */
  rekeyed: join(folder, 'yarrow.db.rekeyed'),
  /** The marker and its copy: for a passphrase vault it holds the wrapped key. */
  markers: [join(folder, 'vault.json'), join(folder, 'vault.copy.json')],
  /** How far the audit record had come (audit/anchor.ts). */
  auditAnchor: join(folder, 'audit-anchor.json'),
})

const hasCode = (error: unknown, ...codes: string[]) =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code))

/** Null when the file is not there; every other trouble is thrown. */
export async function unlessMissing<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return null
    throw error
  }
}

/** Bytes, or null when there is no file. */
export const fileSize = async (file: string): Promise<number | null> =>
  (await unlessMissing(stat(file)))?.size ?? null

export async function makeFolder(folder: string): Promise<void> {
  try {
    // Plainly first: the recursive form says "no such folder" on a disk that may not be written.
    await mkdir(folder, { mode: 0o700 })
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return
    if (!hasCode(error, 'ENOENT')) throw error
    await mkdir(folder, { recursive: true, mode: 0o700 })
  }
}

/** Old or new content after a crash, never a part. Readable by the owner only. */
export async function writeWhole(file: string, content: string): Promise<void> {
  const unfinished = `${file}.unfinished`
  const handle = await open(unfinished, 'w', 0o600)
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await moveInPlace(unfinished, file)
}

/** What was written to the file is on the disk from here on. */
export async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Renames and makes the rename durable. */
export async function moveInPlace(from: string, to: string): Promise<void> {
  await chmod(from, 0o600)
  await rename(from, to)
  await syncFolder(dirname(to))
}

/** What was named, renamed or removed in the folder stays so. Windows cannot open a folder for this and does not need it. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Leftovers of a database that never became one; nobody's records were in it. */
export async function removeUnfinished({ unfinished }: VaultFiles): Promise<void> {
  for (const end of ['', '-wal', '-shm', '-journal']) await rm(unfinished + end, { force: true })
}
