/** Brings the tables to the newest schema: numbered steps, all pending ones in one transaction (F-611). */
import { sql } from 'kysely'
import type { Database, DatabaseOrTransaction } from './database'
import { DatabaseFromFuture } from './database-errors'

export type Migration = {
  /** Counts up from 1 without a gap; kept in SQLite's `user_version`. */
  version: number
  name: string
  /** One SQL statement each. A migration that was released is never edited again. */
  statements: readonly string[]
}

export async function schemaVersion(database: DatabaseOrTransaction): Promise<number> {
  const { rows } = await sql<{ userVersion: number }>`PRAGMA user_version`.execute(database)
  return rows[0]?.userVersion ?? 0
}

/** Throws DatabaseFromFuture, or the error of the step that failed; then the file is as it was before. */
export async function migrate(database: Database, migrations: readonly Migration[]): Promise<void> {
  const newest = migrations.at(-1)?.version ?? 0
  const found = await schemaVersion(database)
  if (found > newest) throw new DatabaseFromFuture(found, newest)
  if (found === newest) return
  await database.transaction().execute(async (transaction) => {
    for (const migration of migrations.filter(({ version }) => version > found)) {
      for (const statement of migration.statements) await sql.raw(statement).execute(transaction)
    }
    await sql.raw(`PRAGMA user_version = ${newest.toString()}`).execute(transaction)
  })
}
