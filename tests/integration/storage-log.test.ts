/**
 * Proves F-605: whatever lies beside the file after a crash (no log, a log of another time or of another vault, a
 * journal in the middle of a transaction, a worthless index), the vault opens in a state that was saved as a whole, or
 * is refused as damaged. Never a mixture, a fresh vault or a new key.
 */
import { unguarded } from '../../src/main/records/handles'
import { randomBytes } from 'node:crypto'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { ManualClock } from '../../src/main/platform/clock/manual-clock'
import { MemoryKeychain } from '../../src/main/platform/keychain/memory-keychain'
import { silentLogger as logger } from '../../src/main/platform/logging/logger'
import type { Database } from '../../src/main/records/database'
import { registerTestStation, temporaryFolder, testRow } from '../../src/main/records/temporary-database'
import { Vault } from '../../src/main/records/vault'
import { recordsWorker } from '../support/records-worker'

/** One practice's folder; `crash` leaves it as a kill would, with what was saved so far. */
async function practice() {
  const { folder, remove } = temporaryFolder()
  onTestFinished(remove)
  const place = join(folder, 'vault')
  const keychain = new MemoryKeychain()
  const open = async () => {
    const vault = new Vault({
      engine: recordsWorker,
      folder: place,
      keychain,
      clock: new ManualClock(),
      appVersion: '0',
      logger,
    })
    onTestFinished(() => vault.close())
    return { vault, state: await vault.open() }
  }
  const file = (end = '') => join(place, `yarrow.db${end}`)
  const keep = (name: string) => {
    cpSync(place, join(folder, name), { recursive: true })
  }
  /** Puts the folder as it was kept in place of what is there. */
  const putBack = (name: string) => {
    rmSync(place, { recursive: true })
    cpSync(join(folder, name), place, { recursive: true })
  }
  const first = await open()
  expect(first.state).toEqual({ state: 'open' })
  return { open, file, keep, putBack, folder, keychain, vault: first.vault }
}

async function save(database: Database, ...rows: number[]) {
  await database.transaction().execute(async (within) => {
    await registerTestStation(unguarded(within))
    for (const at of rows)
      await within
        .insertInto('auditEvent')
        .values(testRow(at, 'x'.repeat(3_000)))
        .execute()
  })
}

/** Times of the rows, after SQLite has read every page; null when it finds damage. */
async function rowsIn(database: Database): Promise<number[] | null> {
  const { rows } = await sql<{ integrityCheck: string }>`PRAGMA integrity_check`.execute(database)
  if (rows[0]?.integrityCheck !== 'ok') return null
  return (await database.selectFrom('auditEvent').select('at').orderBy('at').execute()).map(({ at }) => at)
}

test('F-605: a log that was deleted after a crash costs the commits in it, and nothing else', async () => {
  const { vault, open, file, keep, putBack, keychain } = await practice()
  await save(vault.database(), 1, 2)
  await sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(vault.database())
  await save(vault.database(), 3, 4)
  keep('crashed')
  await vault.close()
  putBack('crashed')
  expect(readFileSync(file('-wal')).length).toBeGreaterThan(0)
  const whole = await open()
  expect(await rowsIn(whole.vault.database())).toEqual([1, 2, 3, 4])
  await whole.vault.close()
  putBack('crashed')
  rmSync(file('-wal'))
  const without = await open()
  expect(without.state).toEqual({ state: 'open' })
  expect(await rowsIn(without.vault.database())).toEqual([1, 2])
  expect(keychain.writes).toBe(1)
})

test('F-605: a log of an earlier time beside the newer file is refused, and not a byte is written', async () => {
  const { vault, open, file, keep, putBack } = await practice()
  await save(vault.database(), 1, 2)
  await sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(vault.database())
  await save(vault.database(), 3)
  keep('earlier')
  const named = (name: string) =>
    sql`INSERT INTO person (id, username, display_name, credentials, npi, role, active, created_at)
      VALUES (${name}, ${name}, ${'June '.repeat(800)}, '', '', 'staff', 1, 1)`.execute(vault.database())
  for (let number = 0; number < 8; number += 1) await named(`person ${String(number)}`)
  await save(vault.database(), 4)
  await vault.close()
  keep('closed')
  putBack('earlier')
  const earlierLog = readFileSync(file('-wal'))
  expect(earlierLog.length).toBeGreaterThan(4_096)
  putBack('closed')
  writeFileSync(file('-wal'), earlierLog)
  const before = readFileSync(file())
  const mixed = await open()
  expect(mixed.state).toMatchObject({ state: 'failed', failure: { code: 'vault-damaged' } })
  expect(readFileSync(file()).equals(before)).toBe(true)
  // Without the stranger everything is there.
  rmSync(file('-wal'))
  const again = await open()
  expect(await rowsIn(again.vault.database())).toEqual([1, 2, 3, 4])
})

test('F-605: a log of another vault is refused, and not a byte is written', async () => {
  const [one, other] = [await practice(), await practice()]
  await save(one.vault.database(), 1)
  await one.vault.close()
  await save(other.vault.database(), 7, 8)
  other.keep('crashed')
  cpSync(join(other.folder, 'crashed', 'yarrow.db-wal'), one.file('-wal'))
  const before = readFileSync(one.file())
  const { state } = await one.open()
  expect(state).toMatchObject({ state: 'failed', failure: { code: 'vault-damaged' } })
  expect(readFileSync(one.file()).equals(before)).toBe(true)
  expect(one.keychain.writes).toBe(1)
})

test('F-605: a journal of a transaction, which Yarrow never makes, is refused and not played back', async () => {
  const { vault, open, file, keep, putBack } = await practice()
  await save(vault.database(), 1, 2)
  const database = vault.database()
  await sql`PRAGMA journal_mode = DELETE`.execute(database)
  // So that pages go to the file before the end of the transaction.
  await sql`PRAGMA cache_size = 2`.execute(database)
  await sql`BEGIN IMMEDIATE`.execute(database)
  for (let at = 3; at < 40; at += 1)
    await database
      .insertInto('auditEvent')
      .values(testRow(at, 'x'.repeat(3_000)))
      .execute()
  keep('crashed')
  await sql`ROLLBACK`.execute(database)
  await vault.close()
  putBack('crashed')
  expect(readFileSync(file('-journal')).length).toBeGreaterThan(4_096)
  const before = readFileSync(file())
  const { state } = await open()
  expect(state).toMatchObject({ state: 'failed', failure: { code: 'vault-damaged' } })
  expect(readFileSync(file()).equals(before)).toBe(true)
})

test.each(['-shm', '-wal'])('F-605: rubbish in the place of %s changes nothing', async (end) => {
  const { vault, open, file, keychain } = await practice()
  await save(vault.database(), 1, 2)
  await vault.close()
  writeFileSync(file(end), randomBytes(32_768))
  const again = await open()
  expect(again.state).toEqual({ state: 'open' })
  expect(await rowsIn(again.vault.database())).toEqual([1, 2])
  expect(keychain.writes).toBe(1)
})
