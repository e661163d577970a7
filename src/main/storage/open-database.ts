/**
 * Opens the encrypted SQLite file. The only importer of better-sqlite3, which is its cipher-capable drop-in here
 * (SQLite3 Multiple Ciphers in SQLCipher 4 mode).
 */
import BetterSqlite3 from 'better-sqlite3'
import { CamelCasePlugin, Kysely, SqliteDialect, type SqliteDatabase } from 'kysely'
import { closeSync, openSync, readSync } from 'node:fs'
import type { Database } from './database'
import { DatabaseDamaged, DatabaseFromFuture } from './database-errors'
import type { Schema } from './schema'

export type OpenOptions = {
  file: string
  /** 32 bytes, used as raw key: no derivation from it, so opening costs nothing. */
  key: Buffer
  /** `create`: there must be no file yet. `look`: read only. */
  mode: 'create' | 'write' | 'look'
  /** Newest schema this program knows; a newer file is refused before anything is written (F-612). */
  newestVersion: number
  /** An addon other than the one the package ships. */
  nativeBinding?: string | undefined
}

/** The cipher library's own call, which the types of plain better-sqlite3 do not know. */
type Connection = BetterSqlite3.Database & { key(key: Buffer): void; rekey(key: Buffer): void }

const CIPHER = 'sqlcipher'
const CIPHER_VERSION = '4'
const BUSY_TIMEOUT_MS = 500

/**
 * Throws SQLite's error (see database-errors.ts): NOTADB for a wrong key, CORRUPT for a damaged page, and
 * DatabaseFromFuture, DatabaseDamaged.
 */
export function openDatabase(options: OpenOptions): Database {
  const connection = connect(options)
  try {
    prove(connection, options)
  } catch (error) {
    connection.close()
    throw error
  }
  return new Kysely<Schema>({
    dialect: new SqliteDialect({ database: forKysely(connection) }),
    plugins: [new CamelCasePlugin()],
  })
}

/**
 * SQLite ends a transaction by itself when the disk is full or a page is damaged. The query builder rolls back all the
 * same, and the refusal of that would hide the true error, so then there is nothing to do.
 */
function forKysely(connection: Connection): SqliteDatabase {
  const nothing = { reader: false, all: () => [], run: () => ({ changes: 0, lastInsertRowid: 0 }) }
  return {
    close: () => {
      connection.close()
    },
    prepare: (text) =>
      text === 'rollback' && !connection.inTransaction
        ? { ...nothing, iterate: () => [][Symbol.iterator]() }
        : connection.prepare(text),
  }
}

function connect({ file, mode, nativeBinding }: OpenOptions): Connection {
  return new BetterSqlite3(file, {
    // An absent file must never be answered with a new, empty one (security.md 0.8).
    fileMustExist: mode !== 'create',
    readonly: mode === 'look',
    timeout: BUSY_TIMEOUT_MS,
    ...(nativeBinding === undefined ? {} : { nativeBinding }),
  }) as Connection
}

/** Cipher, then key, then proof of both, then the version, and only then anything that could write. */
function prove(connection: Connection, { file, key, mode, newestVersion }: OpenOptions) {
  if (key.length !== 32) throw new Error('A database key has 32 bytes')
  connection.pragma(`cipher='${CIPHER}'`)
  connection.pragma(`legacy=${CIPHER_VERSION}`)
  // Not as a pragma: SQL text can end up in an error message, this cannot.
  withLiteral(key, (literal) => {
    connection.key(literal)
  })
  // One process at a time: a second copy of the app is told so instead of writing between (F-613). Counts only when
  // it is set before the first read.
  if (mode !== 'look') connection.pragma('locking_mode = EXCLUSIVE')
  connection.prepare('SELECT count(*) FROM sqlite_master').get()
  if (connection.pragma('cipher', { simple: true }) !== CIPHER) throw new DatabaseDamaged('cipher')
  if (mode !== 'create') assertEncrypted(file)

  const found = Number(connection.pragma('user_version', { simple: true }))
  if (found > newestVersion) throw new DatabaseFromFuture(found, newestVersion)

  connection.pragma('foreign_keys = ON')
  // Otherwise sorting could put records in clear into a temporary file (F-623).
  connection.pragma('temp_store = MEMORY')
  connection.pragma('trusted_schema = OFF')
  // 64 MB, in KiB: with SQLite's own 16 MB a search of a large practice does not fit, and every page that is not in the
  // cache is decrypted again.
  connection.pragma('cache_size = -65536')
  if (mode === 'look') return
  if (connection.pragma('journal_mode = WAL', { simple: true }) !== 'wal')
    throw new DatabaseDamaged('journal')
  connection.pragma('synchronous = FULL')
  connection.pragma('secure_delete = ON')
}

function withLiteral(key: Buffer, use: (literal: Buffer) => void) {
  const literal = Buffer.from(`x'${key.toString('hex')}'`, 'latin1')
  use(literal)
  literal.fill(0)
}

/** Nothing comes of it but that the key is right; throws as `openDatabase` does. */
export function tryKey(options: Omit<OpenOptions, 'mode'>): void {
  const connection = connect({ ...options, mode: 'look' })
  try {
    prove(connection, { ...options, mode: 'look' })
  } finally {
    connection.close()
  }
}

/**
 * Writes every page anew under `next`. Only on a copy: what a kill leaves of it half-way is thrown away. Throws as
 * `openDatabase` does.
 */
export function rekeyDatabase(options: Omit<OpenOptions, 'mode'>, next: Buffer): void {
  const connection = connect({ ...options, mode: 'write' })
  try {
    prove(connection, { ...options, mode: 'look' })
    // The cipher's pages can be written anew outside a log only.
    if (connection.pragma('journal_mode = DELETE', { simple: true }) !== 'delete')
      throw new DatabaseDamaged('journal')
    withLiteral(next, (literal) => {
      connection.rekey(literal)
    })
  } finally {
    connection.close()
  }
}

/** A keyed connection also opens a file without encryption when the key was never applied: look at the bytes. */
function assertEncrypted(file: string) {
  const header = Buffer.alloc(16)
  const descriptor = openSync(file, 'r')
  try {
    readSync(descriptor, header, 0, header.length, 0)
  } finally {
    closeSync(descriptor)
  }
  if (header.toString('latin1').startsWith('SQLite format 3')) throw new DatabaseDamaged('not encrypted')
}

/** Versions for the About page: SQLite's own, and that of SQLite3 Multiple Ciphers. */
export function databaseVersions(nativeBinding?: string): { sqlite: string; cipher: string } {
  const connection = new BetterSqlite3(':memory:', nativeBinding === undefined ? {} : { nativeBinding })
  const ask = (expression: string) => String(connection.prepare(`SELECT ${expression}`).pluck().get())
  try {
    return {
      sqlite: ask('sqlite_version()'),
      cipher: ask('sqlite3mc_version()').replace('SQLite3 Multiple Ciphers ', ''),
    }
  } finally {
    connection.close()
  }
}
