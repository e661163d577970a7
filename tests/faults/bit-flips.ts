/**
 * S-11: single changed bits and cuts in every file of a vault. Each must be found, or be harmless. What counts as bad:
 * data that differs from what was ever saved, a fresh empty vault, a new or changed key.
 *
 * The log is special. SQLite takes a damaged end of it for a commit that did not finish, so the vault opens as it was
 * at an earlier commit. That is a state that was saved, but not the last one; it is counted apart.
 */
import { unguarded } from '../../src/main/records/handles'
import { registerTestStation, testRow } from '../../src/main/records/temporary-database'
import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { systemClock } from '../../src/main/platform/clock/clock'
import { MemoryKeychain } from '../../src/main/platform/keychain/memory-keychain'
import { silentLogger as logger } from '../../src/main/platform/logging/logger'
import type { Database } from '../../src/main/records/database'
import { storageFailure } from '../../src/main/records/database-errors'
import { Vault } from '../../src/main/records/vault'
import { seeded } from './seeded'
import { recordsWorker } from '../support/records-worker'

/** `closed`: after a normal end; `crashed`: with a log that was not written back yet. */
type Base = { folder: string; states: string[] }
type Target = 'database' | 'log' | 'marker' | 'both markers'

export type FlipReport = {
  tried: number
  detected: number
  harmless: number
  /** Opened as it was at an earlier commit. */
  earlier: number
  /** What was bad, as text to repeat it by. */
  bad: string[]
}

const COMMITS = 12
const vaultIn = (folder: string, keychain: MemoryKeychain) =>
  new Vault({ engine: recordsWorker, folder, keychain, clock: systemClock, appVersion: '0', logger })

/** Everything in all tables as one text, after SQLite itself has read every page; null when it found damage. */
async function contents(database: Database): Promise<string | null> {
  const { rows: verdict } = await sql<{ integrityCheck: string }>`PRAGMA integrity_check`.execute(database)
  // A damaged page of an index is told here, and thrown only by a query that needs it.
  if (verdict[0]?.integrityCheck !== 'ok') return null
  const { rows: tables } = await sql<{ name: string }>`
    SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name
  `.execute(database)
  const rows = []
  for (const { name } of tables) {
    rows.push((await sql`SELECT * FROM ${sql.table(name)} ORDER BY 1, 2`.execute(database)).rows)
  }
  return JSON.stringify([tables, rows])
}

async function wholeContents(database: Database): Promise<string> {
  const found = await contents(database)
  if (found === null) throw new Error('The vault to be damaged is damaged already')
  return found
}

async function commit(database: Database, number: number) {
  await registerTestStation(unguarded(database))
  await database
    .insertInto('auditEvent')
    // Some commits are larger than a page.
    .values(testRow(number + 1, `commit ${String(number)} ${'x'.repeat((number % 4) * 3_000)}`))
    .execute()
}

/** The account in the keychain belongs to the folder, so every copy is opened in one and the same folder. */
async function makeBases(place: string, keychain: MemoryKeychain, keep: string) {
  const vault = vaultIn(place, keychain)
  await vault.open()
  const database = vault.database()
  await database.insertInto('practice').values({ id: 1, name: 'Meadowlark', region: 'US', demo: 0 }).execute()
  for (let number = 0; number < COMMITS; number += 1) await commit(database, number)
  await vault.close()
  await vault.open()
  const states = [await wholeContents(vault.database())]
  cpSync(place, join(keep, 'closed'), { recursive: true, filter: (file) => !/-(wal|shm)$/.test(file) })
  for (let number = COMMITS; number < 2 * COMMITS; number += 1) {
    await commit(vault.database(), number)
    states.push(await wholeContents(vault.database()))
  }
  // As a kill leaves it: the log is complete, the file is not.
  cpSync(place, join(keep, 'crashed'), { recursive: true, filter: (file) => !file.endsWith('-shm') })
  await vault.close()
  return {
    closed: { folder: join(keep, 'closed'), states: states.slice(0, 1) },
    crashed: { folder: join(keep, 'crashed'), states },
  }
}

const FILES: Record<Target, string[]> = {
  database: ['yarrow.db'],
  log: ['yarrow.db-wal'],
  marker: ['vault.json'],
  'both markers': ['vault.json', 'vault.copy.json'],
}

/** Changes one bit or cuts the file; answers what it did. */
function damage(file: string, random: () => number): string {
  const bytes = readFileSync(file)
  if (random() < 0.15) {
    const length = Math.floor(random() * bytes.length)
    truncateSync(file, length)
    return `cut to ${String(length)}`
  }
  const [at, bit] = [Math.floor(random() * bytes.length), Math.floor(random() * 8)]
  bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << bit), at)
  writeFileSync(file, bytes)
  return `bit ${String(bit)} of byte ${String(at)}`
}

type Outcome = 'detected' | 'harmless' | 'earlier' | 'bad'

async function outcomeOf(place: string, keychain: MemoryKeychain, states: string[]): Promise<Outcome> {
  const vault = vaultIn(place, keychain)
  try {
    const { state } = await vault.open()
    if (state !== 'open') return 'detected'
    const found = await contents(vault.database())
    if (found === null) return 'detected'
    if (found === states.at(-1)) return 'harmless'
    return states.includes(found) ? 'earlier' : 'bad'
  } catch (error) {
    return storageFailure(error) ? 'detected' : 'bad'
  } finally {
    await vault.close()
  }
}

export async function reportBitFlips(options: { count: number; seed: number }): Promise<FlipReport> {
  const random = seeded(options.seed)
  const keep = mkdtempSync(join(tmpdir(), 'yarrow-flips-'))
  const place = join(keep, 'vault')
  const keychain = new MemoryKeychain()
  const report: FlipReport = { tried: 0, detected: 0, harmless: 0, earlier: 0, bad: [] }
  try {
    const bases = await makeBases(place, keychain, keep)
    const key = JSON.stringify([...keychain.entries])
    while (report.tried < options.count) {
      const chance = random()
      const target: Target =
        chance < 0.55 ? 'database' : chance < 0.8 ? 'log' : chance < 0.95 ? 'marker' : 'both markers'
      const base: Base = target === 'log' || random() < 0.3 ? bases.crashed : bases.closed
      rmSync(place, { recursive: true, force: true })
      cpSync(base.folder, place, { recursive: true })
      const done = FILES[target].map((file) => `${file}: ${damage(join(place, file), random)}`)
      const outcome = await outcomeOf(place, keychain, base.states)
      const sameKey = JSON.stringify([...keychain.entries]) === key
      // An earlier state may come from a damaged log only; from the file it would be silent loss.
      if (outcome === 'bad' || !sameKey || (outcome === 'earlier' && target !== 'log')) {
        report.bad.push(
          `${String(report.tried)} ${base === bases.closed ? 'closed' : 'crashed'} ${done.join(', ')}`,
        )
      } else {
        report[outcome] += 1
      }
      report.tried += 1
    }
  } finally {
    rmSync(keep, { recursive: true, force: true })
  }
  return report
}

export async function runBitFlips(options: { count: number; seed: number }): Promise<{
  id: 'S-11'
  figure: string
  tried: number
  bad: number
  seed: number
}> {
  const { tried, detected, harmless, earlier, bad } = await reportBitFlips(options)
  const figure = `bit flips and cuts: ${String(detected)} found, ${String(harmless)} harmless, ${String(earlier)} in the log opened at an earlier commit`
  return { id: 'S-11', figure, tried, bad: bad.length, seed: options.seed }
}
