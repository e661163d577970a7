/**
 * The process under whose feet the disk fails: saves rows in the real encrypted file, one transaction each, and says of
 * each what came of it. Lines go out with a write of their own, so that a trace has them in their order.
 *
 *   child.mjs <file> <key as hex> <how many>
 */
import { testRow } from '../../src/main/records/temporary-database'
import { writeSync } from 'node:fs'
import { sql } from 'kysely'
import { storageFailure } from '../../src/main/records/database-errors'
import { NEWEST_VERSION } from '../../src/main/records/migrations/index'
import { recordsWorker } from '../support/records-worker-beside'

const [file = '', key = '', count = '0'] = process.argv.slice(2)
const say = (line: string) => writeSync(1, `${line}\n`)
/** The code that a person would be told, or a sign that nothing was surfaced as it should. */
const whatFailed = (error: unknown) => storageFailure(error)?.code ?? `unnamed ${String(error)}`

try {
  const database = await recordsWorker.open({
    file,
    key: Buffer.from(key, 'hex'),
    mode: 'write',
    newestVersion: NEWEST_VERSION,
  })
  // The log goes back into the file every few transactions instead of every thousand pages.
  await sql`PRAGMA wal_autocheckpoint = 20`.execute(database)
  const saved = async () =>
    (await database.selectFrom('auditEvent').select('at').orderBy('at').execute()).map(({ at }) => at)
  for (let number = 1; number <= Number(count); number += 1) {
    try {
      await database.transaction().execute(async (within) => {
        // Two rows, so that half a transaction could be seen; some are larger than a page.
        for (const at of [number, number + 0.5])
          await within
            .insertInto('auditEvent')
            .values(testRow(Math.round(at * 10), 'x'.repeat(1 + (number % 4) * 3_000)))
            .execute()
      })
      say(`saved ${String(number)}`)
    } catch (error) {
      say(`failed ${String(number)} ${whatFailed(error)}`)
    }
  }
  say(`sees ${(await saved().catch((error: unknown) => [whatFailed(error)])).join(' ')}`)
  await database.destroy()
  say('closed')
} catch (error) {
  say(`stopped ${whatFailed(error)}`)
}
