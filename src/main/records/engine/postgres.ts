/**
 * PostgreSQL, for several workstations: the second engine. The only importer of pg. Repositories see no difference: times
 * and counts are numbers, bytes are Buffers, days are text and flags are 0 or 1, as they come from the encrypted file.
 */
import { CamelCasePlugin, Kysely, PostgresDialect, type PostgresPool } from 'kysely'
import pg from 'pg'
import type { Database } from '../database'
import type { Schema } from '../schema'
import { EngineStopped } from './engine-stopped'

/** `host`: a name, or the folder of a socket. */
export type PostgresAddress = {
  host: string
  port?: number
  user: string
  password?: string
  database: string
}

/**
 * Of one station, as with the file: first come, first served. Every unit of work ends with a row of the audit record, so
 * several at a time would only be in each other's way.
 */
const CONNECTIONS = 1

/** Whole numbers of 64 bits, and sums of them, which pg would leave as text. Ours are below 2^53. */
const NUMBERS = new Set([20, 1700])

/** Connects with the first query. Queries throw what database-errors.ts describes. */
export function openPostgres(address: PostgresAddress): Database {
  const pool = new pg.Pool({
    ...address,
    max: CONNECTIONS,
    // What two stations do at a time ends as if one had been after the other, or one of them is told to do it again.
    options: '-c default_transaction_isolation=serializable',
    types: {
      getTypeParser: (oid, format) => (NUMBERS.has(oid) ? Number : pg.types.getTypeParser(oid, format)),
    },
  })
  // A connection that is lost says so to whoever asks through it; the next query opens another one, or says why it cannot.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => {
    client.on('error', () => undefined)
  })
  return new Kysely<Schema>({
    dialect: new PostgresDialect({ pool: withStopped(pool) }),
    plugins: [new CamelCasePlugin()],
  })
}

/** The pool, where a connection that is lost is an engine that has stopped. */
const withStopped = (pool: InstanceType<typeof pg.Pool>): PostgresPool => ({
  connect: async () => {
    const client = await orStopped(pool.connect())
    return {
      // Rows come in portions that a query asks for; there are no cursors.
      query: ((sql: string, parameters: readonly unknown[]) =>
        orStopped(client.query(sql, parameters))) as never,
      release: () => {
        client.release()
      },
    }
  },
  end: () => pool.end(),
})

/** Whatever the server itself did not say, and is no mistake of ours, is about the way to it. */
async function orStopped<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof pg.DatabaseError || error instanceof TypeError) throw error
    throw new EngineStopped(error)
  }
}
