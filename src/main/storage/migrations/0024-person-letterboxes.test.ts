/** Proves: schema 24 keeps one letterbox for each person, empty at first, and none without one. */
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../migrate'
import { temporaryDatabase } from '../temporary-database'
import { migrations } from '.'

test('schema 24 keeps one letterbox for each person, and none without one', async () => {
  const { database, dispose } = await temporaryDatabase(23)
  onTestFinished(dispose)
  await migrate(database, migrations.slice(0, 24))
  await sql`INSERT INTO person VALUES ('june', 'june', 'June', '', '', 1, 1, 'practitioner')`.execute(
    database,
  )
  const insert = (personId: string) =>
    database
      .insertInto('personLetterbox')
      .values({ personId, publicKey: Buffer.of(1), privateKeySealed: Buffer.of(2) })
      .execute()
  await insert('june')
  await expect(insert('june')).rejects.toThrow('UNIQUE')
  await expect(insert('nobody')).rejects.toThrow('FOREIGN KEY')
  expect(await database.selectFrom('personLetterbox').select('letter').execute()).toEqual([{ letter: null }])
  await sql`DELETE FROM person WHERE id = 'june'`.execute(database)
  expect(await database.selectFrom('personLetterbox').selectAll().execute()).toEqual([])
})
