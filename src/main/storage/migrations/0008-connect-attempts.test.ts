/** Proves: schema 8 keeps one connect attempt for a person that exists, and none for longer than ten minutes. */
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryDatabase } from '../temporary-database'

test('F-206: schema 8 keeps one attempt for each person, at most ten minutes long', async () => {
  const { database, dispose } = await temporaryDatabase(8)
  onTestFinished(dispose)
  await sql`INSERT INTO person VALUES ('p', 'june', 'June', '', '', 'owner', 1, 1)`.execute(database)
  await sql`INSERT INTO person VALUES ('q', 'priya', 'Priya', '', '', 'staff', 1, 1)`.execute(database)
  const insert = (changes: { personId?: string; stateDigest?: string; deadline?: number } = {}) => {
    const { personId, stateDigest, deadline } = {
      personId: 'p',
      stateDigest: 'one',
      deadline: 601_000,
      ...changes,
    }
    return sql`INSERT INTO fullscript_connect_attempt
      VALUES (${personId}, 'us', ${stateDigest}, x'00', 1000, ${deadline})`.execute(database)
  }

  await insert()
  await expect(insert({ stateDigest: 'two' })).rejects.toThrow('UNIQUE')
  await expect(insert({ personId: 'q' })).rejects.toThrow('UNIQUE')
  await expect(insert({ personId: 'nobody', stateDigest: 'two' })).rejects.toThrow('FOREIGN KEY')
  const others = { personId: 'q', stateDigest: 'two' }
  await expect(insert({ ...others, deadline: 601_001 })).rejects.toThrow('CHECK')
  await expect(insert({ ...others, deadline: 1_000 })).rejects.toThrow('CHECK')
  await insert(others)
})
