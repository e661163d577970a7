/** Proves: schema 2 keeps one person to a username, and a credential only for a person that exists. */
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryDatabase } from '../temporary-database'

const person = {
  id: 'p1',
  username: 'june',
  displayName: 'June',
  credentials: '',
  npi: '',
  role: 'staff' as const,
  active: 1 as const,
  createdAt: 1,
}
const credential = {
  personId: 'p1',
  kdf: 'argon2id',
  kdfMemoryKib: 65536,
  kdfPasses: 3,
  kdfLanes: 4,
  salt: Buffer.alloc(16, 1),
  wrappedPersonKey: Buffer.from('a'),
  wrappedPracticeKey: Buffer.from('b'),
  changedAt: 1,
}

test('schema 2: usernames are unique, a credential needs its person and a whole salt', async () => {
  const { database, dispose } = await temporaryDatabase(2)
  onTestFinished(dispose)
  await expect(database.insertInto('personCredential').values(credential).execute()).rejects.toThrow(
    'FOREIGN KEY',
  )
  await database.insertInto('person').values(person).execute()
  await expect(
    database
      .insertInto('person')
      .values({ ...person, id: 'p2' })
      .execute(),
  ).rejects.toThrow('UNIQUE')
  await expect(
    database
      .insertInto('personCredential')
      .values({ ...credential, salt: Buffer.alloc(8) })
      .execute(),
  ).rejects.toThrow('CHECK')
  await database.insertInto('personCredential').values(credential).execute()
  const read = await database.selectFrom('personCredential').selectAll().executeTakeFirstOrThrow()
  expect(read).toEqual(credential)
})

test('schema 2: tries are counted by name, also for names without a person', async () => {
  const { database, dispose } = await temporaryDatabase(2)
  onTestFinished(dispose)
  await sql`INSERT INTO sign_in_try VALUES ('d', 1, 5)`.execute(database)
  await expect(database.updateTable('signInTry').set({ failedTries: 0 }).execute()).rejects.toThrow('CHECK')
})
