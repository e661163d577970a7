/** Proves: migrations count up without a gap, run all or none, and leave a newer file alone (F-611, F-612). */
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { DatabaseFromFuture } from './database-errors'
import { migrate, schemaVersion, type Migration } from './migrate'
import { migrations, NEWEST_VERSION } from './migrations/index'
import { temporaryDatabase } from './temporary-database'

/** What a later Yarrow would bring. */
const good: Migration = {
  version: NEWEST_VERSION + 1,
  name: 'good',
  statements: ({ text, table }) => [
    `CREATE TABLE good (a ${text}) ${table}`,
    `INSERT INTO good SELECT display_name FROM person`,
    'ALTER TABLE person ADD COLUMN pager TEXT',
  ],
}
const bad: Migration = {
  version: NEWEST_VERSION + 2,
  name: 'bad',
  statements: () => ['CREATE TABLE bad (a TEXT)', 'CREATE TABLE bad (a TEXT)'],
}

async function withPerson() {
  const { database, dispose } = await temporaryDatabase()
  onTestFinished(dispose)
  await sql`INSERT INTO person VALUES ('june', 'june', 'June', '', '', 'staff', 1, 1)`.execute(database)
  return database
}

test('migrations are numbered from 1 without a gap', () => {
  expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1))
  expect(NEWEST_VERSION).toBe(migrations.length)
})

test('S-25: records of before take the next step with all that is in them, once', async () => {
  const database = await withPerson()
  for (const _time of [1, 2]) await migrate(database, [...migrations, good])
  expect(await schemaVersion(database)).toBe(good.version)
  expect((await sql`SELECT a FROM good`.execute(database)).rows).toEqual([{ a: 'June' }])
  expect((await sql`SELECT id, pager FROM person`.execute(database)).rows).toEqual([
    { id: 'june', pager: null },
  ])
})

test('F-611: a step that fails takes back all steps of the run', async () => {
  const database = await withPerson()
  await expect(migrate(database, [...migrations, good, bad])).rejects.toThrow('already exists')
  expect(await schemaVersion(database)).toBe(NEWEST_VERSION)
  const tables = await database.introspection.getTables()
  expect(tables.map(({ name }) => name)).not.toContain('good')
  expect(tables.map(({ name }) => name)).not.toContain('bad')
})

test('F-612: a newer schema is refused and not touched', async () => {
  const database = await withPerson()
  await migrate(database, [...migrations, good])
  await expect(migrate(database, migrations)).rejects.toThrow(DatabaseFromFuture)
  expect(await schemaVersion(database)).toBe(good.version)
  expect((await sql`SELECT a FROM good`.execute(database)).rows).toHaveLength(1)
})
