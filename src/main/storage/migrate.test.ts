/** Proves: migrations count up without a gap, run all or none, and leave a newer file alone (F-611, F-612). */
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { DatabaseFromFuture } from './database-errors'
import { migrate, schemaVersion } from './migrate'
import { migrations, NEWEST_VERSION } from './migrations/index'
import { temporaryDatabase } from './temporary-database'

test('migrations are numbered from 1 without a gap', () => {
  expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1))
  expect(NEWEST_VERSION).toBe(migrations.length)
})

test.each(migrations.map(({ version }) => version))(
  'S-25: from schema %i to the newest, every table is STRICT and the file is intact',
  async (version) => {
    const { database, dispose } = await temporaryDatabase(version)
    onTestFinished(dispose)
    await migrate(database, migrations)
    expect(await schemaVersion(database)).toBe(NEWEST_VERSION)
    const { rows } = await sql<{ name: string; strict: number }>`
      SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'
    `.execute(database)
    expect(rows.length).toBeGreaterThan(10)
    expect(rows.filter(({ strict }) => strict !== 1)).toEqual([])
    expect((await sql`PRAGMA foreign_key_check`.execute(database)).rows).toEqual([])
    expect((await sql`PRAGMA integrity_check`.execute(database)).rows).toEqual([{ integrityCheck: 'ok' }])
  },
)

test('F-611: a step that fails takes back all steps of the run', async () => {
  const { database, dispose } = await temporaryDatabase(2)
  onTestFinished(dispose)
  const steps = [
    ...migrations.slice(0, 2),
    { version: 3, name: 'good', statements: ['CREATE TABLE good (a TEXT) STRICT'] },
    {
      version: 4,
      name: 'bad',
      statements: ['CREATE TABLE bad (a TEXT) STRICT', 'CREATE TABLE bad (a TEXT)'],
    },
  ]
  await expect(migrate(database, steps)).rejects.toThrow('already exists')
  expect(await schemaVersion(database)).toBe(2)
  const { rows } = await sql`SELECT name FROM sqlite_master WHERE name IN ('good', 'bad')`.execute(database)
  expect(rows).toEqual([])
})

test('F-612: a newer schema is refused and not touched', async () => {
  const { database, dispose } = await temporaryDatabase()
  onTestFinished(dispose)
  const older = migrations.slice(0, 2)
  await expect(migrate(database, older)).rejects.toThrow(DatabaseFromFuture)
  expect(await schemaVersion(database)).toBe(NEWEST_VERSION)
})
