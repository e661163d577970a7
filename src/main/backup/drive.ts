/**
 * Where backups are kept, as the few operations that are needed of it: a folder, a removable drive or a network share,
 * which may be full, pulled, slow or locked at any of them.
 */
import { open, readdir, rename, rm, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Failure } from '../../shared/failures'
import { storageFailure } from '../records/database-errors'
import { BackupDamaged, BackupFromFuture } from './format'
import { RecordsDiskError } from './payload'

/** A file that is being written. */
export interface Writing {
  write(content: Buffer): Promise<void>
  /** What was written is on the drive from here on. */
  sync(): Promise<void>
  close(): Promise<void>
}

/** A file that is being read, from its beginning. */
export interface Reading {
  /** So many bytes; fewer at its end. */
  read(bytes: number): Promise<Buffer>
  close(): Promise<void>
}

export interface Drive {
  /** A new file; an old one of the name goes. */
  create(file: string): Promise<Writing>
  open(file: string): Promise<Reading>
  /** Durable when it resolves. */
  rename(from: string, to: string): Promise<void>
  remove(file: string): Promise<void>
  names(folder: string): Promise<string[]>
}

async function readFully(handle: FileHandle, bytes: number): Promise<Buffer> {
  const content = Buffer.alloc(bytes)
  let filled = 0
  while (filled < bytes) {
    const { bytesRead } = await handle.read(content, filled, bytes - filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return content.subarray(0, filled)
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder for this, and some shares cannot sync one.
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } catch (error) {
    if (!codeOf(error).startsWith('EINVAL') && !codeOf(error).startsWith('ENOTSUP')) throw error
  } finally {
    await handle.close()
  }
}

export const fileDrive: Drive = {
  async create(file) {
    const handle = await open(file, 'w', 0o600)
    return {
      async write(content) {
        let written = 0
        while (written < content.length)
          written += (await handle.write(content, written, content.length - written)).bytesWritten
      },
      sync: () => handle.sync(),
      close: () => handle.close(),
    }
  },
  async open(file) {
    const handle = await open(file, 'r')
    return { read: (bytes) => readFully(handle, bytes), close: () => handle.close() }
  },
  async rename(from, to) {
    await rename(from, to)
    await syncFolder(dirname(to))
  },
  remove: (file) => rm(file, { force: true }),
  names: (folder) => readdir(folder),
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

const DRIVE_CODES: Readonly<Record<string, Failure['code']>> = {
  ENOSPC: 'backup-drive-full',
  EDQUOT: 'backup-drive-full',
  EFBIG: 'backup-drive-full',
  EROFS: 'backup-drive-read-only',
  EACCES: 'backup-drive-read-only',
  EPERM: 'backup-drive-read-only',
  ENOENT: 'backup-drive-gone',
  ENOTDIR: 'backup-drive-gone',
  ENODEV: 'backup-drive-gone',
  ENXIO: 'backup-drive-gone',
  EHOSTDOWN: 'backup-drive-gone',
  EHOSTUNREACH: 'backup-drive-gone',
  ENETUNREACH: 'backup-drive-gone',
  ENOTCONN: 'backup-drive-gone',
  ESTALE: 'backup-drive-gone',
  ETIMEDOUT: 'backup-drive-gone',
  EIO: 'backup-drive-error',
  EBADF: 'backup-drive-error',
}

/** What went wrong with the drive of the backups; null when it is not about it. */
export function driveFailure(error: unknown): Failure | null {
  if (error instanceof BackupDamaged) return { code: 'backup-damaged', detail: error.part }
  if (error instanceof BackupFromFuture) return { code: 'backup-newer', detail: error.what }
  if (error instanceof Cancelled) return { code: 'backup-cancelled' }
  const detail = codeOf(error)
  const code = DRIVE_CODES[detail]
  return code ? { code, detail } : null
}

/** Somebody thought better of it, or Yarrow is closing. */
export class Cancelled extends Error {}

/** Work on both sides: with the drive of the backups, and with the records, whose own errors SQLite names. */
export function backupFailure(error: unknown): Failure | null {
  if (error instanceof RecordsDiskError) return storageFailure(error.cause)
  return codeOf(error).startsWith('SQLITE_')
    ? storageFailure(error)
    : (driveFailure(error) ?? storageFailure(error))
}
