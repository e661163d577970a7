/** A copy of records that are open, as they are at one moment, while work goes on. */
import { rm } from 'node:fs/promises'
import { sql } from 'kysely'
import type { Database } from './database'
import { NEWEST_VERSION } from './migrations/index'
import type { RecordsEngine } from './engine/engine'

/**
 * Writes it to `file`, which must not be there yet, under the key `next` instead of the records' own: nothing but `next`
 * opens the copy. Throws as storage does; then nothing is left.
 */
export async function copyRecords(
  database: Database,
  { file, key, next, engine }: { file: string; key: Buffer; next: Buffer; engine: RecordsEngine },
): Promise<void> {
  try {
    await sql`VACUUM INTO ${file}`.execute(database)
    await engine.rekey({ file, key, newestVersion: NEWEST_VERSION }, next)
  } catch (error) {
    for (const end of ['', '-journal']) await rm(file + end, { force: true })
    throw error
  }
}
