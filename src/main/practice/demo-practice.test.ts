/** Proves: the demo practice is made whole, once, and its people can sign in with the password that is shown. */
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { peopleOver } from '../../../tests/support/benches/people'
import { ManualClock } from '../platform/clock/manual-clock'
import { silentLogger as logger } from '../platform/logging/logger'
import { FLOOR_KDF as kdf } from '../platform/crypto/derive-key'
import { temporaryDatabase, type TestDatabase, testChain } from '../records/temporary-database'
import { DEMO_PASSWORD, demoAccounts, seedDemoPractice } from './demo-practice'
import { createPractice, currentPractice } from './practice-repository'

const clock = new ManualClock()
const appVersion = '0.1.0'
let database: TestDatabase

beforeEach(async () => {
  const temporary = await temporaryDatabase()
  onTestFinished(temporary.dispose)
  database = temporary.database
})

const count = async (table: 'person' | 'patient' | 'practice') =>
  (await database.selectFrom(table).select('id').execute()).length

test('it is made once', async () => {
  expect(await seedDemoPractice({ database, clock, logger, appVersion, kdf, chain: testChain() })).toEqual({
    ok: true,
    value: { seeded: true },
  })
  expect(await seedDemoPractice({ database, clock, logger, appVersion, kdf, chain: testChain() })).toEqual({
    ok: true,
    value: { seeded: false },
  })
  expect([await count('practice'), await count('person'), await count('patient')]).toEqual([1, 3, 62])
  expect(await currentPractice(database)).toEqual({
    name: 'Meadowlark Integrative Health',
    region: 'US',
    demo: true,
  })
})

test('everybody who is shown can sign in, and they share one practice key', async () => {
  await seedDemoPractice({ database, clock, logger, appVersion, kdf, chain: testChain() })
  const people = peopleOver({ database, clock })
  const keys = new Set<string>()
  for (const { username, roleName } of demoAccounts) {
    expect(await people.signIn(username, DEMO_PASSWORD)).toMatchObject({ ok: true, value: { roleName } })
    keys.add(people.current()?.practiceKey.toString('hex') ?? '')
  }
  expect(demoAccounts.map(({ username }) => username)).toEqual(['june', 'tomas', 'priya'])
  expect(keys.size).toBe(1)
})

test('a real practice is never filled with invented patients', async () => {
  await createPractice(database, { name: 'Real', region: 'CA', demo: false })
  expect(
    await seedDemoPractice({ database, clock, logger, appVersion, kdf, chain: testChain() }),
  ).toMatchObject({
    value: { seeded: false },
  })
  expect(await count('patient')).toBe(0)
  expect(await createPractice(database, { name: 'Second', region: 'CA', demo: false })).toBe(false)
})

test('half a demo practice is none: a failure on the way leaves the vault empty', async () => {
  const dying = { ...clock, now: () => clock.now(), monotonic: () => 0, after: () => () => undefined }
  let calls = 0
  dying.now = () => {
    calls += 1
    if (calls > 20) throw new Error('power cut')
    return 1
  }
  await expect(
    seedDemoPractice({ database, clock: dying, logger, appVersion, kdf, chain: testChain() }),
  ).rejects.toThrow('power cut')
  expect([await count('practice'), await count('person'), await count('patient')]).toEqual([0, 0, 0])
  expect(
    await seedDemoPractice({ database, clock, logger, appVersion, kdf, chain: testChain() }),
  ).toMatchObject({ ok: true })
})
