/** Proves: schema 16 gives every connect attempt a letterbox, and lets go of attempts that have none. */
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../migrate'
import { temporaryDatabase } from '../temporary-database'
import { migrations } from '.'

test('F-206, F-706: schema 16 keeps one attempt for each person, with a letterbox, at most ten minutes long', async () => {
  const { database, dispose } = await temporaryDatabase(15)
  onTestFinished(dispose)
  for (const id of ['p', 'q'])
    await sql`INSERT INTO person VALUES (${id}, ${id}, ${id}, '', '', 1, 1, 'practitioner')`.execute(database)
  await sql`INSERT INTO fullscript_connect_attempt VALUES ('p', 'us', 'old', x'00', 1000, 601000)`.execute(
    database,
  )
  await migrate(database, migrations.slice(0, 16))
  const rows = () => database.selectFrom('fullscriptConnectAttempt').selectAll().execute()
  expect(await rows()).toEqual([])

  const insert = (changes: { personId?: string; answerDigest?: string; deadline?: number } = {}) =>
    database
      .insertInto('fullscriptConnectAttempt')
      .values({
        personId: 'p',
        environment: 'us',
        answerDigest: 'one',
        letterbox: Buffer.from('public'),
        secretsSealed: Buffer.from('sealed'),
        startedAt: 1_000,
        deadline: 601_000,
        ...changes,
      })
      .execute()
  await insert()
  await expect(insert({ answerDigest: 'two' })).rejects.toThrow('UNIQUE')
  await expect(insert({ personId: 'q' })).rejects.toThrow('UNIQUE')
  await expect(insert({ personId: 'nobody', answerDigest: 'two' })).rejects.toThrow('FOREIGN KEY')
  const others = { personId: 'q', answerDigest: 'two' }
  await expect(insert({ ...others, deadline: 601_001 })).rejects.toThrow('CHECK')
  await expect(insert({ ...others, deadline: 1_000 })).rejects.toThrow('CHECK')
  await insert(others)
  expect(await rows()).toHaveLength(2)
})
