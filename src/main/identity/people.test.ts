/**
 * Proves: signing in opens the person's keys and nothing else does; tries are counted before they are checked and the
 * wait survives a restart; sessions begin and end so that nobody acts in another's name.
 */
import { sql } from 'kysely'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { peopleOver } from '../../../tests/support/benches/people'
import { ManualClock } from '../platform/clock/manual-clock'
import { FLOOR_KDF } from '../platform/crypto/derive-key'
import { newKey, seal, unseal } from '../platform/crypto/seal'
import type { Database } from '../records/database'
import { temporaryDatabase } from '../records/temporary-database'
import type { NewPerson } from './people-service'
import type { Session } from './session'

const JUNE: NewPerson = {
  username: 'june',
  displayName: 'Dr. June Hartwell',
  credentials: 'ND',
  npi: '',
  role: 'practitioner-administrator',
  password: 'the meadow is green in May',
}
const PRIYA: NewPerson = {
  ...JUNE,
  username: 'priya',
  displayName: 'Priya Raman',
  credentials: '',
  role: 'staff',
  password: 'a quiet desk by the window',
}

let database: Database
let clock: ManualClock
let practiceKey: Buffer

const start = (kdf = FLOOR_KDF) =>
  peopleOver({ database, clock, practiceName: () => Promise.resolve('Meadowlark'), kdf })

beforeEach(async () => {
  const temporary = await temporaryDatabase()
  onTestFinished(temporary.dispose)
  database = temporary.database
  clock = new ManualClock()
  practiceKey = newKey()
  const people = start()
  await people.createPerson(JUNE, practiceKey)
  await people.createPerson(PRIYA, practiceKey)
})

const auditOf = async (action: string) =>
  (
    await database
      .selectFrom('auditEvent')
      .leftJoin('person', 'person.id', 'auditEvent.personId')
      .select(['username', 'outcome'])
      .where('action', '=', action)
      .orderBy('seq')
      .execute()
  ).map(({ username, outcome }) => `${username ?? 'nobody'} ${outcome}`)

const current = (people: ReturnType<typeof start>): Session => {
  const session = people.current()
  if (!session) throw new Error('Nobody is signed in')
  return session
}

describe('signing in', () => {
  test('with name and password; the name in any spelling', async () => {
    const people = start()
    expect(people.current()).toBeNull()
    const signedIn = await people.signIn('  JUNE ', JUNE.password)
    expect(signedIn).toMatchObject({
      ok: true,
      value: {
        username: 'june',
        displayName: 'Dr. June Hartwell',
        role: 'practitioner-administrator',
        practiceName: 'Meadowlark',
      },
    })
    expect(current(people).practiceKey).toEqual(practiceKey)
    expect(current(people).personKey).toHaveLength(32)
    expect(await auditOf('person.sign-in')).toEqual(['june done'])
  })

  test.each([
    ['wrong password', 'june', 'the meadow is green in June'],
    ["a colleague's password", 'june', PRIYA.password],
    ['the password with a blank', 'june', `${JUNE.password} `],
    ['a name that does not exist', 'nobody', JUNE.password],
    ['an endless password', 'june', 'x'.repeat(100_000)],
  ])('%s: one and the same answer, and nobody is signed in', async (_name, username, password) => {
    const people = start()
    expect(await people.signIn(username, password)).toEqual({
      ok: false,
      failure: { code: 'wrong-credentials' },
    })
    expect(people.current()).toBeNull()
    expect(await auditOf('person.sign-in')).toEqual([`${username} failed`])
  })

  test('F-703: a name that does not exist costs the same writes and the same hashing', async () => {
    const people = start()
    const changes = async (work: () => Promise<unknown>) => {
      const before = await rows()
      await work()
      const after = await rows()
      return { tries: after.tries - before.tries, events: after.events - before.events }
    }
    const rows = async () => ({
      tries: (await database.selectFrom('signInTry').select('failedTries').execute()).length,
      events: (await database.selectFrom('auditEvent').select('seq').execute()).length,
    })
    const known = await changes(() => people.signIn('june', 'wrong'))
    expect(await changes(() => people.signIn('unknown', 'wrong'))).toEqual(known)
  })

  test('somebody who is no longer active cannot', async () => {
    await database.updateTable('person').set({ active: 0 }).where('username', '=', 'june').execute()
    expect(await start().signIn('june', JUNE.password)).toMatchObject({
      failure: { code: 'wrong-credentials' },
    })
  })

  test('F-624: weakened parameters in the row open nothing', async () => {
    for (const change of [{ kdfPasses: 4 }, { kdfPasses: 1 }, { kdfMemoryKib: 70_000 }, { kdfLanes: 2 }]) {
      await database.updateTable('personCredential').set(change).execute()
      expect(await start().signIn('june', JUNE.password)).toMatchObject({ ok: false })
    }
  })

  test('S-18, 170.315(d)(12): a password with other parameters than today’s opens, and is wrapped with today’s', async () => {
    const kept = () =>
      database
        .selectFrom('personCredential')
        .innerJoin('person', 'person.id', 'personCredential.personId')
        .select(['kdfPasses', 'changedAt'])
        .where('username', '=', 'june')
        .executeTakeFirst()
    const before = await kept()
    clock.advance(60_000)
    for (const _time of [1, 2]) {
      const people = start({ ...FLOOR_KDF, passes: 4 })
      expect(await people.signIn('june', JUNE.password)).toMatchObject({ ok: true })
      expect(current(people).practiceKey).toEqual(practiceKey)
      // The password was chosen then, whatever it is wrapped with now.
      expect(await kept()).toEqual({ ...before, kdfPasses: 4 })
    }
    expect(before?.kdfPasses).toBe(3)
  })

  test('170.315(d)(12): neither name nor password is kept in clear anywhere in the tables of tries and audit', async () => {
    await start().signIn(JUNE.password, JUNE.password)
    const kept = JSON.stringify([
      await database.selectFrom('signInTry').selectAll().execute(),
      await database.selectFrom('auditEvent').selectAll().execute(),
    ])
    expect(kept).not.toContain('meadow')
  })
})

describe('F-701: too many tries', () => {
  const fail = async (people: ReturnType<typeof start>, username: string, times: number) => {
    for (let index = 0; index < times; index += 1) await people.signIn(username, 'wrong')
  }

  test.each(['june', 'unknown'])(
    'the sixth try of %s waits, also with the right password',
    async (username) => {
      const people = start()
      await fail(people, username, 5)
      expect(await people.signIn(username, JUNE.password)).toEqual({
        ok: false,
        failure: { code: 'too-many-tries', retryAt: clock.now() + 30_000 },
      })
      clock.advance(29_999)
      expect(await people.signIn(username, 'wrong')).toMatchObject({ failure: { code: 'too-many-tries' } })
      clock.advance(1)
      expect(await people.signIn(username, 'wrong')).toMatchObject({ failure: { code: 'wrong-credentials' } })
      expect(await people.signIn(username, 'wrong')).toEqual({
        ok: false,
        failure: { code: 'too-many-tries', retryAt: clock.now() + 60_000 },
      })
    },
  )

  test('the wait survives a restart and belongs to one name', async () => {
    await fail(start(), 'june', 5)
    const restarted = start()
    expect(await restarted.signIn('june', JUNE.password)).toMatchObject({
      failure: { code: 'too-many-tries' },
    })
    expect(await restarted.signIn('priya', PRIYA.password)).toMatchObject({ ok: true })
    clock.advance(30_000)
    expect(await restarted.signIn('june', JUNE.password)).toMatchObject({ ok: true })
  })

  test('the right password forgets the count', async () => {
    const people = start()
    await fail(people, 'june', 4)
    await people.signIn('june', JUNE.password)
    await people.signOut()
    await fail(people, 'june', 4)
    expect(await people.signIn('june', JUNE.password)).toMatchObject({ ok: true })
  })

  test('S-27: setting the clock, with or without a restart, does not help', async () => {
    const people = start()
    await fail(people, 'june', 5)
    for (const jump of [24, -48, 24 * 3650]) {
      clock.jump(jump * 3_600_000)
      for (const program of [people, start()]) {
        expect(await program.signIn('june', JUNE.password)).toMatchObject({
          failure: { code: 'too-many-tries' },
        })
      }
    }
  })

  test('after a restart the whole wait begins anew', async () => {
    await fail(start(), 'june', 5)
    clock.advance(29_000)
    const restarted = start()
    clock.advance(29_999)
    expect(await restarted.signIn('june', JUNE.password)).toMatchObject({
      failure: { code: 'too-many-tries' },
    })
    clock.advance(1)
    expect(await restarted.signIn('june', JUNE.password)).toMatchObject({ ok: true })
  })

  test('many tries at once get no more than the free ones', async () => {
    const people = start()
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => people.signIn('june', `wrong ${String(index)}`)),
    )
    const codes = answers.map((answer) => (answer.ok ? 'ok' : answer.failure.code))
    expect(codes.filter((code) => code === 'wrong-credentials')).toHaveLength(5)
    expect(codes.filter((code) => code === 'too-many-tries')).toHaveLength(7)
    expect(await auditOf('person.sign-in')).toHaveLength(12)
  })

  test('a try is counted before the password is looked at: dying in between gains nothing', async () => {
    // Without the table the check cannot even begin.
    await sql`DROP TABLE person_credential`.execute(database)
    await expect(start().signIn('june', 'wrong')).rejects.toThrow(/no such table|does not exist/)
    expect(await database.selectFrom('signInTry').select('failedTries').execute()).toEqual([
      { failedTries: 1 },
    ])
  })
})

describe('sessions', () => {
  test('F-507: each sign-in is a new session', async () => {
    const people = start()
    await people.signIn('june', JUNE.password)
    const first = current(people).id
    await people.signOut()
    await people.signIn('june', JUNE.password)
    expect(current(people).id).not.toBe(first)
  })

  test('F-707, S-21: signing out wipes both keys, after the listeners had their turn', async () => {
    const people = start()
    await people.signIn('june', JUNE.password)
    const session = current(people)
    let keyAtTheEnd = Buffer.alloc(0)
    people.onChange((now) => {
      expect(now).toBeNull()
      expect(people.current()).toBeNull()
      keyAtTheEnd = Buffer.from(session.personKey)
    })
    await people.signOut()
    expect(keyAtTheEnd.some((byte) => byte !== 0)).toBe(true)
    expect(session.personKey.every((byte) => byte === 0)).toBe(true)
    expect(session.practiceKey.every((byte) => byte === 0)).toBe(true)
    expect(await auditOf('person.sign-out')).toEqual(['june done'])
    await people.signOut()
    expect(await auditOf('person.sign-out')).toEqual(['june done'])
  })

  test('listeners have finished, in their order, before the caller hears', async () => {
    const people = start()
    const steps: string[] = []
    people.onChange(async (session) => {
      await Promise.resolve()
      await database.selectFrom('person').select('id').execute()
      steps.push(`first ${session?.person.username ?? 'nobody'}`)
    })
    const remove = people.onChange((session) => {
      steps.push(`second ${session?.person.username ?? 'nobody'}`)
    })
    await people.signIn('june', JUNE.password)
    steps.push('caller')
    remove()
    await people.signOut()
    expect(steps).toEqual(['first june', 'second june', 'caller', 'first nobody'])
  })

  test('when another person signs in, the first session has ended before the second begins', async () => {
    const people = start()
    await people.signIn('june', JUNE.password)
    const june = current(people)
    const seen: (string | null)[] = []
    people.onChange((session) => {
      seen.push(session?.person.username ?? null)
    })
    await people.signIn('priya', PRIYA.password)
    expect(seen).toEqual([null, 'priya'])
    expect(june.personKey.every((byte) => byte === 0)).toBe(true)
  })

  test('a failed try of somebody else leaves the session alone', async () => {
    const people = start()
    await people.signIn('june', JUNE.password)
    const { id } = current(people)
    await people.signIn('priya', 'wrong')
    expect(current(people).id).toBe(id)
  })

  test('a listener that fails or never finishes cannot keep the keys alive', async () => {
    const people = start()
    await people.signIn('june', JUNE.password)
    const session = current(people)
    people.onChange(() => {
      throw new Error('listener')
    })
    people.onChange(() => new Promise(() => undefined))
    const ending = people.signOut()
    await expect.poll(() => clock.pendingTimers).toBe(1)
    clock.advance(5_000)
    await ending
    expect(session.personKey.every((byte) => byte === 0)).toBe(true)
  })
})

describe('accounts', () => {
  test('164.312(a)(2)(i), 170.315(d)(1): a username is taken once, in any spelling', async () => {
    expect(await start().createPerson({ ...JUNE, username: ' June' }, practiceKey)).toEqual({
      ok: false,
      failure: { code: 'invalid-input', detail: 'username' },
    })
    expect(await start().createPerson({ ...JUNE, username: ' ' }, practiceKey)).toMatchObject({
      failure: { detail: 'username' },
    })
  })

  test('F-704: a password of more than 1024 bytes is not taken', async () => {
    expect(
      await start().createPerson({ ...JUNE, username: 'new', password: 'é'.repeat(600) }, practiceKey),
    ).toEqual({ ok: false, failure: { code: 'invalid-input', detail: 'password' } })
  })

  test('names are given for ids', async () => {
    const people = start()
    await people.signIn('june', JUNE.password)
    expect(await people.nameOf(current(people).person.id)).toBe('Dr. June Hartwell')
    expect(await people.nameOf('someone else')).toBeNull()
  })

  test('F-621, S-17: no ordered pair of people, the owner included, can open what is sealed for the other', async () => {
    const people = start()
    const keys = new Map<string, Buffer>()
    for (const { username, password } of [JUNE, PRIYA]) {
      await people.signIn(username, password)
      keys.set(username, Buffer.from(current(people).personKey))
    }
    for (const [owner, key] of keys) {
      const sealed = seal(key, ['token', owner], Buffer.from('secret'))
      for (const [other, otherKey] of keys) {
        expect(unseal(otherKey, ['token', owner], sealed) !== null).toBe(owner === other)
      }
    }
  })

  test("F-622: a credential copied into a colleague's row opens with neither password", async () => {
    const { personId: juneId } = await database
      .selectFrom('personCredential')
      .innerJoin('person', 'person.id', 'personId')
      .select('personId')
      .where('username', '=', 'june')
      .executeTakeFirstOrThrow()
    const { personId: _id, ...priya } = await database
      .selectFrom('personCredential')
      .selectAll()
      .where('personId', '<>', juneId)
      .executeTakeFirstOrThrow()
    await database.updateTable('personCredential').set(priya).where('personId', '=', juneId).execute()
    for (const password of [JUNE.password, PRIYA.password]) {
      expect(await start().signIn('june', password)).toMatchObject({ failure: { code: 'wrong-credentials' } })
    }
  })
})
