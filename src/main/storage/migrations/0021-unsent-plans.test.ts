/** Proves: schema 21 keeps one unsent plan for each person and patient, says why it ended, and goes with either of them. */
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../migrate'
import { temporaryDatabase } from '../temporary-database'
import { migrations } from '.'

test('schema 21 keeps what may not have been sent for its owner, and nothing without one', async () => {
  const { database, dispose } = await temporaryDatabase(20)
  onTestFinished(dispose)
  await migrate(database, migrations.slice(0, 21))
  await sql`INSERT INTO person VALUES ('june', 'june', 'June', '', '', 1, 1, 'practitioner')`.execute(
    database,
  )
  await sql`INSERT INTO patient VALUES ('maya', '1', 'Maya', 'Lindqvist', '', NULL, 'female', '', '', '', '', '', '',
    '', '', '', '', '', 1, 1, 1)`.execute(database)
  const insert = (changes: object = {}) =>
    database
      .insertInto('unsentPlan')
      .values({
        personId: 'june',
        patientId: 'maya',
        seenAt: 1_000,
        endedAt: null,
        why: null,
        ...changes,
      })
      .execute()
  await insert()
  await expect(insert()).rejects.toThrow('UNIQUE')
  await expect(insert({ personId: 'nobody' })).rejects.toThrow('FOREIGN KEY')
  await expect(insert({ patientId: 'nobody' })).rejects.toThrow('FOREIGN KEY')
  const end = (changes: object) => database.updateTable('unsentPlan').set(changes).execute()
  await expect(end({ endedAt: 2_000 })).rejects.toThrow('CHECK')
  await expect(end({ endedAt: 2_000, why: 'bored' })).rejects.toThrow('CHECK')
  await end({ endedAt: 2_000, why: 'locked-too-long' })
  await sql`DELETE FROM person WHERE id = 'june'`.execute(database)
  expect(await database.selectFrom('unsentPlan').selectAll().execute()).toEqual([])
})
