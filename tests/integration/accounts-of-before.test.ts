/**
 * Proves: records of the schema before accounts open, their people sign in with the passwords they had and find what
 * was sealed for them, and leave with today's cost of a guess (S-18, 170.315(d)(12)).
 */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAudit } from '../../src/main/audit/audit-service'
import { ManualClock } from '../../src/main/clock/manual-clock'
import { silentLogger as logger } from '../../src/main/logging/logger'
import { wrapKeys } from '../../src/main/people/password'
import { createPeople } from '../../src/main/people/people-service'
import { FLOOR_KDF, type Kdf } from '../../src/main/sealing/derive-key'
import { newKey, seal, unseal } from '../../src/main/sealing/seal'
import type { Database } from '../../src/main/storage/database'
import { migrate } from '../../src/main/storage/migrate'
import { migrations } from '../../src/main/storage/migrations/index'
import { temporaryDatabase } from '../../src/main/storage/temporary-database'

const BEFORE = 8
const JUNE = '11111111-0000-4000-8000-000000000000'
const PASSWORD = 'short then'
const OLD_KDF: Kdf = FLOOR_KDF
const NEW_KDF: Kdf = { ...FLOOR_KDF, passes: 4 }

const clock = new ManualClock()
const keys = { personKey: newKey(), practiceKey: newKey() }
let database: Database
let dispose: () => Promise<void>
let token: Buffer

const start = () =>
  createPeople({
    database,
    audit: createAudit({ database, clock, appVersion: '0' }),
    clock,
    logger,
    kdf: NEW_KDF,
    practiceName: () => Promise.resolve(''),
  })
const kdfNow = async () =>
  database.selectFrom('personCredential').select(['kdfPasses', 'changedAt']).executeTakeFirst()

beforeAll(async () => {
  ;({ database, dispose } = await temporaryDatabase(BEFORE))
  const credential = await wrapKeys(JUNE, PASSWORD, keys, OLD_KDF)
  if (!credential) throw new Error('The password could not be used')
  const { salt, wrappedPersonKey, wrappedPracticeKey } = credential
  await sql`INSERT INTO person VALUES (${JUNE}, 'june', 'June', 'ND', '', 'owner', 1, 1)`.execute(database)
  await sql`INSERT INTO person_credential VALUES (${JUNE}, 'argon2id', ${OLD_KDF.memoryKib}, ${OLD_KDF.passes},
    ${OLD_KDF.lanes}, ${salt}, ${wrappedPersonKey}, ${wrappedPracticeKey}, 7)`.execute(database)
  token = seal(keys.personKey, ['token'], Buffer.from('secret'))
  await migrate(database, migrations)
})
afterAll(() => dispose())

test('S-18: the password of before opens the account and what is sealed for it, and is wrapped anew', async () => {
  expect(await kdfNow()).toEqual({ kdfPasses: 3, changedAt: 7 })
  for (const _time of [1, 2]) {
    const people = start()
    expect(await people.signIn('June', PASSWORD)).toMatchObject({
      ok: true,
      value: { id: JUNE, role: 'practitioner-administrator' },
    })
    const session = people.current()
    expect(session && unseal(session.personKey, ['token'], token)?.toString()).toBe('secret')
    expect(session?.practiceKey).toEqual(keys.practiceKey)
    // The password was chosen then, whatever it is wrapped with now.
    expect(await kdfNow()).toEqual({ kdfPasses: 4, changedAt: 7 })
  }
})

test('somebody of before manages people, and has a recovery code as soon as they ask for one', async () => {
  const people = start()
  await people.signIn('june', PASSWORD)
  expect(await people.own.protection()).toMatchObject({ ok: true, value: { recoveryCodeMadeAt: null } })
  const made = await people.own.newRecoveryCode(PASSWORD)
  if (!made.ok) throw new Error(made.failure.code)
  const { recoveryCode } = made.value
  const recovered = await people.entry.recover('june', recoveryCode, 'a green meadow in the rain')
  expect(recovered).toMatchObject({ ok: true })
  expect(await people.accounts.list()).toMatchObject({
    ok: true,
    value: [{ username: 'june', access: 'own' }],
  })
})
