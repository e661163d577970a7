/**
 * The query builder's way to a connection, wherever the engine runs. There is one connection, so transactions and
 * single queries wait for each other, first come, first served.
 */
import {
  type CompiledQuery,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely'
import type { QueryAnswer } from './messages'

export type EngineConnection = {
  query: (sql: string, parameters: readonly unknown[]) => Promise<QueryAnswer>
  close: () => Promise<void>
}

export const recordsDialect = (connection: EngineConnection): Dialect => ({
  createAdapter: () => new SqliteAdapter(),
  createDriver: () => new RecordsDriver(connection),
  createIntrospector: (database) => new SqliteIntrospector(database),
  createQueryCompiler: () => new SqliteQueryCompiler(),
})

class RecordsDriver implements Driver {
  readonly #connection: EngineConnection
  readonly #queries: DatabaseConnection
  #last: Promise<void> = Promise.resolve()
  #release: () => void = () => undefined

  constructor(connection: EngineConnection) {
    this.#connection = connection
    this.#queries = {
      executeQuery: async <R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> =>
        resultOf<R>(await connection.query(sql, parameters.map(withoutPool))),
      // Rows come in portions that a query asks for; the engine keeps nothing open between two messages.
      streamQuery: () => {
        throw new Error('The records are not streamed')
      },
    }
  }

  init() {
    return Promise.resolve()
  }

  async acquireConnection() {
    const before = this.#last
    let release: () => void = () => undefined
    this.#last = new Promise((resolve) => {
      release = resolve
    })
    await before
    this.#release = release
    return this.#queries
  }

  releaseConnection() {
    this.#release()
    return Promise.resolve()
  }

  async beginTransaction() {
    await this.#connection.query('begin', [])
  }

  async commitTransaction() {
    await this.#connection.query('commit', [])
  }

  async rollbackTransaction() {
    await this.#connection.query('rollback', [])
  }

  destroy() {
    return this.#connection.close()
  }
}

/** A small Buffer is a part of a pool that it shares with others, all of which would be copied with it. */
const withoutPool = (value: unknown): unknown => (Buffer.isBuffer(value) ? new Uint8Array(value) : value)

function resultOf<R>(answer: QueryAnswer): QueryResult<R> {
  if ('changes' in answer)
    return {
      numAffectedRows: BigInt(answer.changes),
      insertId: BigInt(answer.lastInsertRowid),
      rows: [],
    }
  const { columns } = answer
  const rows = answer.rows.map((values) => {
    const row: Record<string, unknown> = {}
    for (const [index, value] of values.entries()) row[columns[index] ?? ''] = asBuffer(value)
    return row as R
  })
  return { rows }
}

/** Bytes lose their kind on the way between threads. */
const asBuffer = (value: unknown): unknown =>
  value instanceof Uint8Array && !Buffer.isBuffer(value)
    ? Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    : value
