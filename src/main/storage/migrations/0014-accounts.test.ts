/** Proves: schema 14 keeps people, passwords and counted tries of before, and bounds what is new. */
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../migrate'
import { temporaryDatabase } from '../temporary-database'
import { migrations } from '.'

test('schema 14: passwords and tries of before stay as they are', async () => {
  const { database, dispose } = await temporaryDatabase(13)
  onTestFinished(dispose)
  await sql`INSERT INTO person (id, username, display_name, credentials, npi, active, created_at, role)
    VALUES ('p', 'june', 'June', '', '', 1, 1, 'staff')`.execute(database)
  const blob = sql`zeroblob(16)`
  await sql`INSERT INTO person_credential VALUES ('p', 'argon2id', 65536, 3, 4, ${blob}, x'01', x'02', 7)`.execute(
    database,
  )
  await sql`INSERT INTO sign_in_try VALUES ('d', 4, 99)`.execute(database)
  await migrate(database, migrations.slice(0, 14))
  expect(await database.selectFrom('personCredential').selectAll().executeTakeFirst()).toMatchObject({
    personId: 'p',
    wrappedPersonKey: Buffer.from([1]),
    wrappedPracticeKey: Buffer.from([2]),
    changedAt: 7,
    lastUsedAt: null,
  })
  expect(await database.selectFrom('signInTry').selectAll().execute()).toEqual([
    { nameDigest: 'd', failedTries: 4 },
  ])
})

test('schema 14: a code lapses after it was issued, and a backup code belongs to a second factor', async () => {
  const { database, dispose } = await temporaryDatabase(14)
  onTestFinished(dispose)
  await sql`INSERT INTO person (id, username, display_name, credentials, npi, active, created_at, role)
    VALUES ('p', 'june', 'June', '', '', 1, 1, 'staff')`.execute(database)
  const code = {
    personId: 'p',
    purpose: 'reset' as const,
    kdfMemoryKib: 65536,
    kdfPasses: 3,
    kdfLanes: 4,
    salt: Buffer.alloc(16),
    wrappedPracticeKey: Buffer.from('k'),
    issuedAt: 5,
    expiresAt: 5,
  }
  await expect(database.insertInto('accessCode').values(code).execute()).rejects.toThrow('CHECK')
  await database
    .insertInto('accessCode')
    .values({ ...code, expiresAt: 6 })
    .execute()
  const backup = database.insertInto('backupCode').values({ personId: 'p', codeDigest: 'd' }).execute()
  await expect(backup).rejects.toThrow('FOREIGN KEY')
})
