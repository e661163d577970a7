/** Proves: schema 11 says of every waiting token whose key it is under, and keeps ended connections of real people. */
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../migrate'
import { temporaryDatabase } from '../temporary-database'
import { migrations } from '.'

test('S-17: schema 11 knows which waiting tokens are still under the practice key', async () => {
  const { database, dispose } = await temporaryDatabase(10)
  onTestFinished(dispose)
  await sql`INSERT INTO person VALUES ('p', 'june', 'June', '', '', 1, 1, 'staff')`.execute(database)
  await sql`INSERT INTO fullscript_revocation VALUES ('old', 'us', 'p', x'01', 'refresh_token', 0, 1, 1)`.execute(
    database,
  )
  await migrate(database, migrations.slice(0, 11))
  const row = await database.selectFrom('fullscriptRevocation').select('sealedUnder').executeTakeFirst()
  expect(row).toEqual({ sealedUnder: 'practice' })
  const wrong = database
    .updateTable('fullscriptRevocation')
    .set({ sealedUnder: 'nobody' as 'person' })
    .execute()
  await expect(wrong).rejects.toThrow('CHECK')
})

test('schema 11: an ended connection belongs to a person, once for each version', async () => {
  const { database, dispose } = await temporaryDatabase(11)
  onTestFinished(dispose)
  await sql`INSERT INTO person VALUES ('p', 'june', 'June', '', '', 1, 1, 'staff')`.execute(database)
  const insert = (personId: string) =>
    database
      .insertInto('fullscriptEndedConnection')
      .values({
        personId,
        environment: 'us',
        version: 1,
        accessTokenSealed: Buffer.from('sealed'),
        refreshTokenSealed: null,
        previousRefreshTokenSealed: null,
        endedAt: 1,
      })
      .execute()
  await insert('p')
  await expect(insert('p')).rejects.toThrow('UNIQUE')
  await expect(insert('nobody')).rejects.toThrow('FOREIGN KEY')
})
