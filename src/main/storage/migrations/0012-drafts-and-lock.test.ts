/** Proves: schema 12 locks after ten minutes unless told otherwise, and a draft goes with its person. */
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../migrate'
import { temporaryDatabase } from '../temporary-database'
import { migrations } from '.'

test('schema 12: ten minutes for a practice of before, and drafts that go with their person', async () => {
  const { database, dispose } = await temporaryDatabase(11)
  onTestFinished(dispose)
  await sql`INSERT INTO practice VALUES (1, 'Meadow', 'US', 0)`.execute(database)
  await sql`INSERT INTO person (id, username, display_name, credentials, npi, active, created_at)
    VALUES ('p', 'june', 'June', '', '', 1, 1)`.execute(database)
  await migrate(database, migrations.slice(0, 12))
  expect(await database.selectFrom('practice').select('idleLockMinutes').execute()).toEqual([
    { idleLockMinutes: 10 },
  ])
  const never = database.updateTable('practice').set({ idleLockMinutes: 0 }).execute()
  await expect(never).rejects.toThrow('CHECK')

  const sealed = Buffer.from([1])
  await database
    .insertInto('draft')
    .values({ personId: 'p', key: 'k', textSealed: sealed, updatedAt: 1 })
    .execute()
  await database.insertInto('personPlace').values({ personId: 'p', placeSealed: sealed }).execute()
  await database.deleteFrom('person').where('id', '=', 'p').execute()
  expect(await database.selectFrom('draft').selectAll().execute()).toEqual([])
  expect(await database.selectFrom('personPlace').selectAll().execute()).toEqual([])
})
