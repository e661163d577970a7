/**
 * The encrypted SQLite file. The only importer of better-sqlite3, which is its cipher-capable drop-in here (SQLite3
 * Multiple Ciphers in SQLCipher 4 mode). Its calls block the thread they are made on, so in the app that is the records'
 * worker and never main.
 */
import BetterSqlite3 from 'better-sqlite3'
import { closeSync, openSync, readSync } from 'node:fs'
import { DatabaseDamaged, DatabaseFromFuture } from '../database-errors'
import type { Versions } from './engine'
import { isLogDamaged } from './log-check'
import type { QueryAnswer, Request } from './messages'

type Options = Extract<Request, { do: 'open' }>['options']

/** The cipher library's own calls, which the types of plain better-sqlite3 do not know. */
type Connection = BetterSqlite3.Database & { key(key: Buffer): void; rekey(key: Buffer): void }

const CIPHER = 'sqlcipher'
const CIPHER_VERSION = '4'
const BUSY_TIMEOUT_MS = 500

/** Does what it is asked, one after the other; throws what database-errors.ts describes. */
export function sqlcipher(): (request: Request) => unknown {
  const connections = new Map<number, Connection>()
  const open = (number: number): Connection => {
    const connection = connections.get(number)
    if (!connection) throw new Error('The database connection is not open')
    return connection
  }
  return (request) => {
    switch (request.do) {
      case 'open':
        connections.set(request.connection, openConnection(request.options))
        return null
      case 'query':
        return query(open(request.connection), request)
      case 'close':
        connections.get(request.connection)?.close()
        connections.delete(request.connection)
        return null
      case 'try-key':
        openConnection({ ...request.options, mode: 'look' }).close()
        return null
      case 'rekey':
        rekey(request)
        return null
      case 'check-log':
        return isLogDamaged(request.file)
      case 'versions':
        return versions()
    }
  }
}

/** Wipes the key. */
function openConnection(options: Options): Connection {
  try {
    const connection = connect(options)
    try {
      prove(connection, options)
      return connection
    } catch (error) {
      connection.close()
      throw error
    }
  } finally {
    options.key.fill(0)
  }
}

function query(connection: Connection, { sql, parameters }: Extract<Request, { do: 'query' }>): QueryAnswer {
  // SQLite ends a transaction by itself when the disk is full or a page is damaged. The query builder rolls back all
  // the same, and the refusal of that would hide the true error, so then there is nothing to do.
  if (sql === 'rollback' && !connection.inTransaction) return { changes: 0, lastInsertRowid: 0 }
  const statement = connection.prepare<unknown[], unknown[]>(sql)
  if (!statement.reader) return statement.run(parameters)
  const rows = statement.raw().all(parameters)
  return { columns: statement.columns().map(({ name }) => name), rows }
}

function connect({ file, mode }: Pick<Options, 'file' | 'mode'>): Connection {
  return new BetterSqlite3(file, {
    // An absent file must never be answered with a new, empty one.
    fileMustExist: mode !== 'create',
    readonly: mode === 'look',
    timeout: BUSY_TIMEOUT_MS,
  }) as Connection
}

/** Cipher, then key, then proof of both, then the version, and only then anything that could write. */
function prove(connection: Connection, { file, key, mode, newestVersion }: Options) {
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

function withLiteral(key: Uint8Array<ArrayBuffer>, use: (literal: Buffer) => void) {
  const literal = Buffer.from(`x'${Buffer.from(key.buffer).toString('hex')}'`, 'latin1')
  use(literal)
  literal.fill(0)
}

/** Wipes both keys. */
function rekey({ options, next }: Extract<Request, { do: 'rekey' }>): void {
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
    options.key.fill(0)
    next.fill(0)
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

function versions(): Versions {
  const connection = new BetterSqlite3(':memory:')
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
