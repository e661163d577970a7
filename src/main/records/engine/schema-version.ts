/** Where each engine keeps the version of its tables, and how one station migrates while the others wait. */
import { PostgresAdapter, sql } from 'kysely'
import type { Database } from '../database'
import { postgresWords, sqliteWords, type SqlWords } from './sql-words'

export type VersionKeeper = {
  words: SqlWords
  /** 0 where there are no tables yet. Writes nothing. */
  read: (database: Database) => Promise<number>
  write: (transaction: Database, version: number) => Promise<void>
  /** `work` gets a connection on which nobody else migrates. */
  alone: (database: Database, work: (connection: Database) => Promise<void>) => Promise<void>
}

export const isPostgres = (database: Database): boolean =>
  database.getExecutor().adapter instanceof PostgresAdapter

export const keeperOf = (database: Database): VersionKeeper => (isPostgres(database) ? postgres : sqlite)

/** In the file's own header. The file is open in one process only (sqlcipher.ts). */
const sqlite: VersionKeeper = {
  words: sqliteWords,
  read: async (database) => {
    const { rows } = await sql<{ userVersion: number }>`PRAGMA user_version`.execute(database)
    return rows[0]?.userVersion ?? 0
  },
  write: async (transaction, version) => {
    await sql.raw(`PRAGMA user_version = ${version.toString()}`).execute(transaction)
  },
  alone: (database, work) => work(database),
}

/** Any number that nobody else takes a lock under. */
const LOCK = sql.lit(7_927_769)

const postgres: VersionKeeper = {
  words: postgresWords,
  read: async (database) => {
    const there = await sql<{
      found: boolean
    }>`SELECT to_regclass('schema_version') IS NOT NULL AS found`.execute(database)
    if (!there.rows[0]?.found) return 0
    const { rows } = await sql<{ version: number }>`SELECT version FROM schema_version`.execute(database)
    return rows[0]?.version ?? 0
  },
  write: async (transaction, version) => {
    await sql`CREATE TABLE IF NOT EXISTS schema_version (
      id BIGINT PRIMARY KEY CHECK (id = 1), version BIGINT NOT NULL)`.execute(transaction)
    await sql`INSERT INTO schema_version VALUES (1, ${version})
      ON CONFLICT (id) DO UPDATE SET version = excluded.version`.execute(transaction)
  },
  // Not within the transaction: that would go on seeing what was there before it had to wait.
  alone: (database, work) =>
    database.connection().execute(async (connection) => {
      await sql`SELECT pg_advisory_lock(${LOCK})`.execute(connection)
      try {
        await work(connection)
      } finally {
        await sql`SELECT pg_advisory_unlock(${LOCK})`.execute(connection)
      }
    }),
}
