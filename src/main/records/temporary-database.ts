/** For tests: real, encrypted databases in folders that go away again. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAudit } from '../audit/audit-service'
import { systemClock, type Clock } from '../platform/clock/clock'
import { newKey } from '../platform/crypto/seal'
import { silentLogger } from '../platform/logging/logger'
import type { Database } from './database'
import type { ChartWriting } from './handles'
import { migrate } from './migrate'
import { migrations, NEWEST_VERSION } from './migrations/index'
import type { RecordsEngine } from './engine/engine'
import { inProcess } from './engine/in-process'
import { createUnitsOfWork, type RecordsDependencies } from './unit-of-work'

export type TestDatabase = Database & ChartWriting

export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'yarrow-test-'))
  const remove = () => {
    rmSync(folder, { recursive: true, force: true })
  }
  return { folder, remove }
}

type Made = { database: Database; dispose: () => Promise<void> }

/** Makes databases elsewhere than in a file: set by the run on PostgreSQL (tests/support/postgres). */
export const elsewhere: { make: (() => Promise<Made>) | null } = { make: null }

/** A database with all tables and no rows, which tests reach into without a door. `engine`: in a file, whatever the run is about. */
export async function temporaryDatabase(engine?: RecordsEngine) {
  const { folder, remove } = temporaryFolder()
  if (elsewhere.make && !engine) {
    const { database, dispose } = await elsewhere.make()
    return { database: database as TestDatabase, folder, dispose: () => dispose().finally(remove) }
  }
  const database = await (engine ?? inProcess).open({
    file: join(folder, 'yarrow.db'),
    key: newKey(),
    mode: 'create',
    newestVersion: NEWEST_VERSION,
  })
  await migrate(database, migrations)
  const dispose = async () => {
    await database.destroy()
    remove()
  }
  return { database: database as TestDatabase, folder, dispose }
}

/** The door to such a database, in a practice where every chart is open to everybody unless `mayOpen` says otherwise. */
export function recordsOver({
  database,
  clock = systemClock,
  audit = createAudit({ clock, appVersion: '0' }),
  mayOpen = () => Promise.resolve(true),
}: Pick<RecordsDependencies, 'database'> &
  Partial<Pick<RecordsDependencies, 'audit' | 'mayOpen'>> & { clock?: Clock }) {
  return { audit, records: createUnitsOfWork({ database, audit, mayOpen, logger: silentLogger }) }
}
