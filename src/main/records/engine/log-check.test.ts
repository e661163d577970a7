/**
 * Proves: damage in the middle of the log is found, and no log that SQLite itself leaves behind is taken for damaged:
 * growing, cut anywhere, begun again over older frames, or with the rest of a write that was taken back.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import type { Database } from '../database'
import { isLogDamaged } from './log-check'
import { registerTestStation, temporaryDatabase, temporaryFolder, testRow } from '../temporary-database'

const HEADER = 32
const FRAME = 24 + 4096

let inserted = 0
async function insert(database: Database, size: number) {
  inserted += 1
  await database
    .insertInto('auditEvent')
    .values(testRow(inserted, 'x'.repeat(size)))
    .execute()
}

async function fresh() {
  const { database, folder, dispose } = await temporaryDatabase()
  onTestFinished(dispose)
  await registerTestStation(database)
  // The log begins anew, so that only what the test does is in it.
  await sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(database)
  return { database, log: () => readFileSync(join(folder, 'yarrow.db-wal')) }
}

const place = (() => {
  const { folder, remove } = temporaryFolder()
  process.once('exit', remove)
  return join(folder, 'yarrow.db')
})()
const isDamaged = (log: Buffer) => {
  writeFileSync(`${place}-wal`, log)
  return isLogDamaged(place)
}

const flipped = (log: Buffer, at: number) => {
  const copy = Buffer.from(log)
  copy.writeUInt8(copy.readUInt8(at) ^ 0x10, at)
  return copy
}

test('S-11: a changed bit in any frame before the last commits is found, as is one in the header', async () => {
  const { database, log } = await fresh()
  const lengths: number[] = []
  for (let commit = 0; commit < 6; commit += 1) {
    await insert(database, 100)
    lengths.push(log().length)
  }
  const intact = log()
  expect(await isDamaged(intact)).toBe(false)
  const enough = lengths.at(-3) ?? 0
  for (let frame = HEADER; frame < enough; frame += FRAME) {
    for (const part of [0, 10, 16, 24, 2_000, 4_119]) {
      expect(await isDamaged(flipped(intact, frame + part))).toBe(true)
    }
  }
  for (const byte of [0, 3, 16, 23, 24, 31]) expect(await isDamaged(flipped(intact, byte))).toBe(true)
})

test('a log that ends early, at any place, is a torn end and no damage', async () => {
  const { database, log } = await fresh()
  for (const size of [10, 20_000, 10]) await insert(database, size)
  const intact = log()
  for (let length = 0; length <= intact.length; length += 517) {
    expect(await isDamaged(intact.subarray(0, length))).toBe(false)
  }
})

test('frames of an unfinished write that reached the disk in another order are no damage', async () => {
  const { database, log } = await fresh()
  await insert(database, 10)
  const before = log().length
  await insert(database, 30_000)
  const intact = log()
  for (let at = before; at < intact.length; at += FRAME) {
    const torn = Buffer.from(intact)
    torn.fill(0, at, at + FRAME)
    expect(await isDamaged(torn)).toBe(false)
  }
})

test('no log that SQLite leaves is taken for damaged: begun again, rolled back, spilled', async () => {
  const { database, log } = await fresh()
  await sql`PRAGMA wal_autocheckpoint = 20`.execute(database)
  await sql`PRAGMA cache_size = 8`.execute(database)
  let begunAgain = 0
  let length = 0
  for (let round = 0; round < 60; round += 1) {
    await insert(database, 1 + (round % 7) * 3_000)
    if (round % 5 === 0) {
      const takenBack = database.transaction().execute(async (transaction) => {
        for (let row = 0; row < 20; row += 1) await insert(transaction, 8_000)
        throw new Error('taken back')
      })
      await expect(takenBack).rejects.toThrow('taken back')
    }
    const now = log()
    if (now.length === length) begunAgain += 1
    length = now.length
    expect(await isDamaged(now)).toBe(false)
  }
  expect(begunAgain).toBeGreaterThan(0)
})

test('no log and an empty log are no damage', async () => {
  expect(await isLogDamaged(join(place, 'none'))).toBe(false)
  expect(await isDamaged(Buffer.alloc(0))).toBe(false)
})
