/** For tests: real, encrypted databases in folders that go away again. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAudit } from '../audit/audit-service'
import { StationChain, type Chain } from '../audit/chain'
import { RowMac } from '../audit/row-mac'
import { systemClock, type Clock } from '../platform/clock/clock'
import { newKey } from '../platform/crypto/seal'
import { silentLogger } from '../platform/logging/logger'
import type { Database } from './database'
import type { ChartWriting, Writing } from './handles'
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

const TEST_STATION = { number: 1, id: 'test', name: 'test', publicKey: Buffer.alloc(32), since: 0 }

/** Where any row of any size will do: with its station registered, it can be inserted. */
export const testRow = (seq: number, action: string) => ({
  ...{ station: TEST_STATION.number, seq, at: seq, action, outcome: 'done' as const, appVersion: '0' },
  ...{ personId: null, patientId: null, subject: null, mac: Buffer.alloc(32) },
})

export async function registerTestStation(handle: Writing): Promise<void> {
  const there = await handle
    .selectFrom('auditStation')
    .select('number')
    .where('number', '=', TEST_STATION.number)
    .executeTakeFirst()
  if (!there) await handle.insertInto('auditStation').values(TEST_STATION).execute()
}

/** A station that is there as soon as it writes, for tests that are not about the audit record's chains. */
export const testChain = (): Chain => ({
  stationId: TEST_STATION.id,
  append: async (row, handle) => {
    await registerTestStation(handle)
    // Several of these may write to one database, so none remembers its end.
    await new StationChain(new RowMac(Buffer.alloc(32)), 'test', TEST_STATION).append(row, handle)
  },
  committed: () => undefined,
})

/** The door to such a database, in a practice where every chart is open to everybody unless `mayOpen` says otherwise. */
export function recordsOver({
  database,
  clock = systemClock,
  audit = createAudit({ clock, appVersion: '0', chain: testChain() }),
  mayOpen = () => Promise.resolve(true),
}: Pick<RecordsDependencies, 'database'> &
  Partial<Pick<RecordsDependencies, 'audit' | 'mayOpen'>> & { clock?: Clock }) {
  return { audit, records: createUnitsOfWork({ database, audit, mayOpen, logger: silentLogger }) }
}
