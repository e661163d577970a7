/**
 * Brings the tables to the newest schema: numbered steps, all pending ones in one transaction (F-611). Where the version
 * is kept, and what keeps two stations apart, is the engine's (engine/schema-version.ts).
 */
import { sql } from 'kysely'
import type { Database } from './database'
import { DatabaseFromFuture } from './database-errors'
import type { SqlWords } from './engine/sql-words'
import { keeperOf } from './engine/schema-version'

export type Migration = {
  /** Counts up from 1 without a gap. */
  version: number
  name: string
  /** One SQL statement each. A migration that was released is never edited again. */
  statements: (words: SqlWords) => readonly string[]
}

/** 0 where there are no tables yet. */
export const schemaVersion = (database: Database): Promise<number> => keeperOf(database).read(database)

/** Throws DatabaseFromFuture, or the error of the step that failed; then all is as it was before. */
export async function migrate(database: Database, migrations: readonly Migration[]): Promise<void> {
  const { words, read, write, alone } = keeperOf(database)
  const newest = migrations.at(-1)?.version ?? 0
  const isNewest = async (from: Database) => {
    const found = await read(from)
    if (found > newest) throw new DatabaseFromFuture(found, newest)
    return found === newest
  }
  if (await isNewest(database)) return
  await alone(database, async (connection) => {
    // Another station may have been faster.
    if (await isNewest(connection)) return
    const found = await read(connection)
    await connection.transaction().execute(async (transaction) => {
      for (const migration of migrations.filter(({ version }) => version > found)) {
        for (const statement of migration.statements(words)) await sql.raw(statement).execute(transaction)
      }
      await write(transaction, newest)
    })
  })
}
