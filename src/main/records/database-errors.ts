/** What a storage error means for a person: the engines' and the file system's codes as failures of the closed list. */
import { failed, type Failure, type FailureCode, type Result } from '../../shared/failures'

/** The file was last written by a newer Yarrow; it was not touched. */
export class DatabaseFromFuture extends Error {
  constructor(
    readonly found: number,
    readonly known: number,
  ) {
    super(`The records have schema ${found.toString()}, this version knows ${known.toString()}`)
    this.name = 'DatabaseFromFuture'
  }
}

/** Something in the file is not as an intact vault has it. `part` is safe to show, e.g. "sentinel". */
export class DatabaseDamaged extends Error {
  constructor(readonly part: string) {
    super(`The records are damaged: ${part}`)
    this.name = 'DatabaseDamaged'
  }
}

const MEANINGS: readonly (readonly [start: string, code: FailureCode])[] = [
  ['SQLITE_NOTADB', 'vault-damaged'],
  ['SQLITE_CORRUPT', 'vault-damaged'],
  // A full disk shows in these two when the log's index cannot grow (F-606).
  ['SQLITE_IOERR_SHMSIZE', 'disk-full'],
  ['SQLITE_IOERR_SHMMAP', 'disk-full'],
  ['SQLITE_FULL', 'disk-full'],
  // A rollback journal, which Yarrow never makes, lies beside the file and wants to be played back into it (F-605).
  ['SQLITE_READONLY_ROLLBACK', 'vault-damaged'],
  ['SQLITE_READONLY', 'vault-read-only'],
  ['SQLITE_CANTOPEN', 'vault-read-only'],
  ['SQLITE_PERM', 'vault-read-only'],
  // A rule of the tables themselves: a second of what may be once, or a part of something that is not there.
  ['SQLITE_CONSTRAINT', 'records-refused'],
  ['SQLITE_BUSY', 'vault-busy'],
  ['SQLITE_LOCKED', 'vault-busy'],
  // A file that ends in the middle of a page; every other one is the drive's and says nothing of the file (F-607).
  ['SQLITE_IOERR_SHORT_READ', 'vault-damaged'],
  ['SQLITE_IOERR', 'disk-error'],
  // The engine's thread ended (engine/worker-engine.ts).
  ['ENGINE_STOPPED', 'records-stopped'],
  // PostgreSQL's, which SQLite's never look like: https://www.postgresql.org/docs/current/errcodes-appendix.html
  ['08', 'records-stopped'],
  ['57P', 'records-stopped'],
  ['23', 'records-refused'],
  // A value that the column's type does not take.
  ['22', 'records-refused'],
  ['25006', 'vault-read-only'],
  // Still in another station's way after all tries, or too many are connected.
  ['40', 'vault-busy'],
  ['55P03', 'vault-busy'],
  ['53100', 'disk-full'],
  ['53', 'vault-busy'],
  ['58', 'disk-error'],
  ['XX001', 'vault-damaged'],
  ['XX002', 'vault-damaged'],
  ['ENOSPC', 'disk-full'],
  ['EDQUOT', 'disk-full'],
  ['EACCES', 'vault-read-only'],
  ['EPERM', 'vault-read-only'],
  ['EROFS', 'vault-read-only'],
  ['EIO', 'disk-error'],
]

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/** Right key or not cannot be told from this alone: SQLite says NOTADB for both (F-601). */
export const isNotADatabase = (error: unknown): boolean => codeOf(error).startsWith('SQLITE_NOTADB')

/** Two stations wrote what the other had read: PostgreSQL undid one of them, which may simply be done again. */
export const isConflict = (error: unknown): boolean => ['40001', '40P01'].includes(codeOf(error))

/** The failure a storage error stands for, or null when it is not about storage and must be thrown on. */
export function storageFailure(error: unknown): Failure | null {
  if (error instanceof DatabaseFromFuture) {
    return { code: 'vault-newer', detail: `schema ${error.found.toString()}` }
  }
  if (error instanceof DatabaseDamaged) return { code: 'vault-damaged', detail: error.part }
  const code = codeOf(error)
  const meaning = MEANINGS.find(([start]) => code.startsWith(start))
  return meaning ? { code: meaning[1], detail: code } : null
}

/** Whether a failure is one of the records' own: nothing was kept, and nothing of it is written down. */
export const isOfStorage = ({ code }: Failure): boolean =>
  code === 'vault-newer' || MEANINGS.some(([, meaning]) => meaning === code)

/** Runs storage work; what is wrong with disk or file becomes a failure, everything else is thrown on. */
export async function withStorageFailures<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work()
  } catch (error) {
    const failure = storageFailure(error)
    if (!failure) throw error
    const { code, ...more } = failure
    return failed(code, more)
  }
}
