/** Proves: schema 9 knows four roles, and an owner of before keeps what an owner could do. */
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../migrate'
import { temporaryDatabase } from '../temporary-database'
import { migrations } from '.'

test('schema 9: an owner becomes a practitioner with administrator rights', async () => {
  const { database, dispose } = await temporaryDatabase(8)
  onTestFinished(dispose)
  await sql`INSERT INTO person VALUES ('p', 'june', 'June', 'ND', '', 'owner', 1, 1)`.execute(database)
  await sql`INSERT INTO person VALUES ('q', 'priya', 'Priya', '', '', 'staff', 0, 1)`.execute(database)
  await migrate(database, migrations.slice(0, 9))
  const people = await database.selectFrom('person').select(['id', 'role', 'active']).orderBy('id').execute()
  expect(people).toEqual([
    { id: 'p', role: 'practitioner-administrator', active: 1 },
    { id: 'q', role: 'staff', active: 0 },
  ])
  const wrong = database
    .updateTable('person')
    .set({ role: 'owner' as 'staff' })
    .execute()
  await expect(wrong).rejects.toThrow('CHECK')
})
