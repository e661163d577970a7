/**
 * Proves: a practice begins with one administrator; people come in by a code that works once and lapses, change and
 * recover their passwords without losing what is sealed for them, and nobody can be made powerless or impersonated.
 * One database for the whole file: every key derivation costs what it must.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { peopleOver } from '../../../tests/support/benches/people'
import type { PersonFields, Welcome } from '../../shared/contract/accounts'
import type { Result } from '../../shared/failures'
import { createAudit } from '../audit/audit-service'
import { ManualClock } from '../platform/clock/manual-clock'
import { currentPractice } from '../practice/practice-repository'
import { createSetUp } from '../practice/set-up'
import { seal, unseal } from '../platform/crypto/seal'
import { temporaryDatabase, testChain, type TestDatabase } from '../records/temporary-database'
import type { People } from './people-service'
import { stepAt, totpAt } from './totp'

const HOUR = 3_600_000
const JUNE = 'a green meadow in the rain'
const PROOF = { password: JUNE, code: null }
const FIELDS: PersonFields = { displayName: 'X', credentials: '', npi: '', role: 'staff' }

let database: TestDatabase
let dispose: () => Promise<void>
let people: People
const clock = new ManualClock()
const kept: string[] = []
const recoveryCodes = {
  keepRecovery: (slot: string) => Promise.resolve(kept.push(`keep ${slot}`) > 0),
  forgetRecovery: (slot: string) => Promise.resolve(kept.push(`forget ${slot}`) > 0),
}

const start = () =>
  peopleOver({
    database,
    clock,
    recoveryCodes,
    practiceName: async () => (await currentPractice(database))?.name ?? '',
  })

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.failure.code)
  return result.value
}
const session = () => {
  const now = people.current()
  if (!now) throw new Error('Nobody is signed in')
  return now
}
const june = async () => must(await people.signIn('june', JUNE))
/** Somebody with a password of their own; June is signed in afterwards. */
async function member(username: string, password: string, fields: Partial<PersonFields> = {}) {
  const { account, access } = must(
    await people.accounts.add({ proof: PROOF, ...FIELDS, ...fields, username }),
  )
  const welcome = must(await people.entry.redeemCode(username, access.code, password))
  await june()
  return { id: account.id, recoveryCode: welcome.recoveryCode }
}
const audited = async () =>
  (
    await database
      .selectFrom('auditEvent')
      .select(['action', 'outcome'])
      .orderBy('seq', 'desc')
      .limit(1)
      .execute()
  ).map(({ action, outcome }) => `${action} ${outcome}`)[0]

let begun: Welcome
beforeAll(async () => {
  const temporary = await temporaryDatabase()
  ;({ database, dispose } = temporary)
  people = start()
  begun = must(await createSetUp(people)(PRACTICE))
})
afterAll(() => dispose())

const PRACTICE = {
  practiceName: 'Meadowlark Integrative Health',
  region: 'US' as const,
  username: 'June',
  password: JUNE,
  administrator: {
    displayName: 'Dr. June Hartwell',
    credentials: 'ND',
    npi: '1234567893',
    role: 'practitioner-administrator' as const,
  },
}

describe('the first start', () => {
  test('makes practice and administrator at once, signs in, and shows a recovery code of 140 bits', async () => {
    expect(session().person).toMatchObject({
      username: 'june',
      practiceName: 'Meadowlark Integrative Health',
    })
    expect(begun.recoveryCode).toMatch(/^([0-9A-Z]{4}-){6}[0-9A-Z]{4}$/)
    expect(kept).toEqual([`keep ${begun.person.id}`])
    const actions = await database.selectFrom('auditEvent').select('action').orderBy('seq').execute()
    expect(actions.map(({ action }) => action)).toEqual([
      'practice.created',
      'person.created',
      'person.sign-in',
    ])
  })

  test('164.312(a)(2)(i): there is no account that anybody shares, and no second practice', async () => {
    expect(await database.selectFrom('person').select('username').execute()).toEqual([{ username: 'june' }])
    const { id } = session()
    expect(await createSetUp(people)({ ...PRACTICE, username: 'eve' })).toMatchObject({
      failure: { code: 'not-allowed' },
    })
    expect(session().id).toBe(id)
    expect(await database.selectFrom('person').select('username').execute()).toHaveLength(1)
  })

  test.each([
    [{ password: 'short' }, 'password-unsuitable', 'too-short'],
    [{ password: 'Meadowlark Health' }, 'password-unsuitable', 'known'],
    [{ username: '  ' }, 'invalid-input', 'username'],
    [{ administrator: { ...PRACTICE.administrator, npi: '1234567890' } }, 'invalid-input', 'npi'],
  ])('%j is refused: %s', async (change, code, detail) => {
    expect(await createSetUp(people)({ ...PRACTICE, ...change })).toMatchObject({ failure: { code, detail } })
  })
})

test('a recovery code that the records do not take is given to its owner all the same', async () => {
  const failing = peopleOver({
    database,
    clock,
    recoveryCodes: {
      keepRecovery: () => Promise.reject(new Error('read-only')),
      forgetRecovery: () => Promise.resolve(true),
    },
  })
  must(await failing.signIn('june', JUNE))
  must(await failing.own.newRecoveryCode(JUNE))
})

describe('people', () => {
  beforeEach(june)

  test('F-703, F-708: a code opens an account once, for its own name, with a password of one’s own', async () => {
    const { account, access } = must(
      await people.accounts.add({ proof: PROOF, ...FIELDS, username: 'Priya', displayName: 'Priya Raman' }),
    )
    expect(account).toMatchObject({ username: 'priya', access: 'invited', codeExpiresAt: access.expiresAt })
    expect(access.expiresAt).toBe(clock.now() + 72 * HOUR)
    const redeem = (username: string, code: string, password = 'a quiet desk by the window') =>
      people.entry.redeemCode(username, code, password)
    const tries = [
      await redeem('june', access.code),
      await redeem('nobody', access.code),
      await redeem('priya', 'AAAA-AAAA-AAAA-AAAA'),
    ]
    expect(tries).toEqual(tries.map(() => ({ ok: false, failure: { code: 'code-unusable' } })))
    expect(await redeem('priya', access.code, 'Priya Raman 2026')).toMatchObject({
      failure: { code: 'password-unsuitable' },
    })
    const welcome = must(await redeem('PRIYA ', access.code.toLowerCase().replaceAll('-', ' ')))
    expect(welcome.person).toMatchObject({ username: 'priya', role: 'staff' })
    expect(session().practiceKey).toHaveLength(32)
    expect(await redeem('priya', access.code)).toMatchObject({ failure: { code: 'code-unusable' } })
    await people.signOut()
    expect(must(await people.signIn('priya', 'a quiet desk by the window')).id).toBe(account.id)
  })

  test('F-708: a code lapses after 72 hours, and a clock before its making brings nothing back', async () => {
    const { access } = must(await people.accounts.add({ proof: PROOF, ...FIELDS, username: 'late' }))
    const redeem = () => people.entry.redeemCode('late', access.code, 'a lantern on the pier')
    clock.jump(-1)
    expect(await redeem()).toMatchObject({ failure: { code: 'code-unusable' } })
    clock.jump(1 + 72 * HOUR)
    expect(await redeem()).toMatchObject({ failure: { code: 'code-unusable' } })
    const account = must(await people.accounts.list()).find(({ username }) => username === 'late')
    expect(account).toMatchObject({ access: 'invited', codeExpiresAt: access.expiresAt })
    clock.jump(-1)
    expect(await redeem()).toMatchObject({ ok: true })
    clock.jump(1 - 72 * HOUR)
  })

  test.each(['june', ' JUNE ', 'Ju\u0301ne', 'STRASSE', 'straße', ''])(
    '164.312(a)(2)(i): %j is refused when the name was ever used, in any spelling',
    async (username) => {
      for (const used of ['strasse', 'júne'])
        await people.accounts.add({ proof: PROOF, ...FIELDS, username: used })
      expect(await people.accounts.add({ proof: PROOF, ...FIELDS, username })).toMatchObject({
        failure: { code: 'invalid-input', detail: 'username' },
      })
    },
  )

  test('164.312(a)(2)(i), F-710: whoever is deactivated cannot come in by any way, and their name stays taken', async () => {
    const { id, recoveryCode } = await member('gone', 'a kite over the harbour')
    const { code } = must(await people.accounts.issueCode(id, PROOF))
    expect(must(await people.accounts.setActive(id, false))).toMatchObject({ active: false })
    expect(await audited()).toBe('person.deactivated done')
    const ways = [
      await people.signIn('gone', 'a kite over the harbour'),
      await people.entry.redeemCode('gone', code, 'a lantern on the pier'),
      await people.entry.recover('gone', recoveryCode, 'a lantern on the pier'),
    ]
    expect(ways.map((way) => (way.ok ? 'ok' : way.failure.code))).toEqual([
      'wrong-credentials',
      'code-unusable',
      'code-unusable',
    ])
    expect(await people.accounts.add({ proof: PROOF, ...FIELDS, username: 'gone' })).toMatchObject({
      ok: false,
    })
    expect(await people.accounts.issueCode(id, PROOF)).toMatchObject({ failure: { code: 'not-found' } })
    must(await people.accounts.setActive(id, true))
    must(await people.accounts.allowTries(id))
    expect(await people.signIn('gone', 'a kite over the harbour')).toMatchObject({ ok: true })
  })

  test('170.315(d)(1), F-710: a change of role holds for the open session, at once and with the same keys', async () => {
    const { id: sessionId, personKey } = session()
    const { id } = begun.person
    await member('second', 'a barrel of green paint', { role: 'administrator' })
    const before = session()
    expect(before.id).not.toBe(sessionId)
    let told = 0
    const stop = people.onAccountsChange(() => (told += 1))
    must(await people.accounts.update({ proof: PROOF, ...PRACTICE.administrator, id, role: 'practitioner' }))
    stop()
    expect(told).toBeGreaterThan(0)
    expect(session().id).toBe(before.id)
    expect(session().personKey).toBe(before.personKey)
    expect(session().personKey).not.toBe(personKey)
    expect(session().person.capabilities).not.toContain('people:manage')
    expect(session().person.capabilities).toContain('plans:prescribe')
    expect(await audited()).toBe('person.role-changed done')
    expect(kept.at(-1)).toBe(`forget ${id}`)
    must(await people.signIn('second', 'a barrel of green paint'))
    const proof = { password: 'a barrel of green paint', code: null }
    must(await people.accounts.update({ proof, ...PRACTICE.administrator, id }))
    const { id: secondId } = session().person
    await june()
    must(await people.accounts.update({ proof: PROOF, ...FIELDS, id: secondId, role: 'staff' }))
  })

  test('F-711: the last administrator can neither be demoted nor deactivated, an invited one does not count', async () => {
    const { id } = begun.person
    must(await people.accounts.add({ proof: PROOF, ...FIELDS, username: 'invited', role: 'administrator' }))
    const demoted = await people.accounts.update({
      proof: PROOF,
      ...PRACTICE.administrator,
      id,
      role: 'practitioner',
    })
    expect(demoted).toMatchObject({ failure: { code: 'last-administrator' } })
    expect(await people.accounts.setActive(id, false)).toMatchObject({
      failure: { code: 'last-administrator' },
    })
    expect(session().person.role).toBe('practitioner-administrator')
  })

  test('F-710: who deactivates themselves is signed out in the same breath', async () => {
    await member('third', 'a window seat in winter', { role: 'administrator' })
    must(await people.signIn('third', 'a window seat in winter'))
    const keys = session()
    await people.accounts.setActive(keys.person.id, false)
    expect(people.current()).toBeNull()
    expect(keys.personKey.every((byte) => byte === 0)).toBe(true)
  })

  test('F-702: an administrator lets a name try again at once', async () => {
    const { id } = await member('clumsy', 'a brass bell on a rope')
    for (let index = 0; index < 5; index += 1) await people.signIn('clumsy', 'wrong')
    expect(must(await people.accounts.list()).find((one) => one.id === id)).toMatchObject({ waiting: true })
    expect(await people.signIn('clumsy', 'a brass bell on a rope')).toMatchObject({ ok: false })
    expect(must(await people.accounts.allowTries(id))).toMatchObject({ waiting: false })
    expect(await people.signIn('clumsy', 'a brass bell on a rope')).toMatchObject({ ok: true })
  })

  test('an unknown id is not found', async () => {
    const id = '00000000-0000-4000-8000-000000000000'
    const answers = [
      await people.accounts.update({ proof: PROOF, ...FIELDS, id }),
      await people.accounts.setActive(id, false),
      await people.accounts.allowTries(id),
    ]
    for (const answer of answers) expect(answer).toMatchObject({ failure: { code: 'not-found' } })
  })
})

describe('one’s own account', () => {
  const OMAR = 'seven herons by the weir'
  let omar: { id: string; recoveryCode: string }
  let sealed: Buffer
  beforeAll(async () => {
    await june()
    omar = await member('omar', OMAR, { role: 'practitioner' })
    must(await people.signIn('omar', OMAR))
    sealed = seal(session().personKey, ['token', 'omar'], Buffer.from('secret'))
  })
  const opens = () => unseal(session().personKey, ['token', 'omar'], sealed)?.toString()

  test('F-709: a new password opens what the old one sealed, and the old one opens nothing', async () => {
    must(await people.signIn('omar', OMAR))
    expect(await people.own.changePassword('wrong', 'nine larks above the weir')).toMatchObject({
      failure: { code: 'wrong-credentials' },
    })
    expect(await people.own.changePassword(OMAR, 'omar omar omar')).toMatchObject({
      failure: { code: 'password-unsuitable' },
    })
    must(await people.own.changePassword(OMAR, 'nine larks above the weir'))
    await people.signOut()
    expect(await people.signIn('omar', OMAR)).toMatchObject({ failure: { code: 'wrong-credentials' } })
    must(await people.signIn('omar', 'nine larks above the weir'))
    expect(opens()).toBe('secret')
  })

  test('F-709: a change that dies on the way leaves the password of before', async () => {
    must(await people.signIn('omar', 'nine larks above the weir'))
    const audit = createAudit({ clock, appVersion: '0', chain: testChain() })
    const dying = peopleOver({
      database,
      clock,
      audit: {
        ...audit,
        record: (entry, within) =>
          entry.action === 'person.password-changed' && entry.outcome === 'done'
            ? Promise.reject(new Error('power cut'))
            : audit.record(entry, within),
      },
    })
    must(await dying.signIn('omar', 'nine larks above the weir'))
    await expect(
      dying.own.changePassword('nine larks above the weir', 'one owl in the attic'),
    ).rejects.toThrow('power cut')
    people = start()
    await june()
    must(await people.accounts.allowTries(omar.id))
    must(await people.signIn('omar', 'nine larks above the weir'))
    expect(opens()).toBe('secret')
  })

  test('F-708: the recovery code gives access back without an administrator, and is replaced', async () => {
    await people.signOut()
    const recover = (code: string) => people.entry.recover('omar', code, OMAR)
    expect(await recover(begun.recoveryCode)).toMatchObject({ failure: { code: 'code-unusable' } })
    const { recoveryCode } = must(await recover(omar.recoveryCode.toLowerCase()))
    expect(opens()).toBe('secret')
    expect(await audited()).toBe('person.recovered done')
    expect(await recover(omar.recoveryCode)).toMatchObject({ failure: { code: 'code-unusable' } })
    must(await people.signIn('omar', OMAR))
    const newer = must(await people.own.newRecoveryCode(OMAR)).recoveryCode
    expect(await recover(recoveryCode)).toMatchObject({ failure: { code: 'code-unusable' } })
    omar.recoveryCode = must(await recover(newer)).recoveryCode
  })

  test('F-708, 170.315(d)(12): an administrator’s reset destroys the old seal, in the same transaction', async () => {
    await june()
    const destroyed: string[] = []
    const stop = people.onSealDestroyed(async ({ personId }, within) => {
      await within.updateTable('person').set({ credentials: 'lapsed' }).where('id', '=', personId).execute()
      destroyed.push(personId)
    })
    const { code } = must(await people.accounts.issueCode(omar.id, PROOF))
    expect(must(await people.accounts.list()).find(({ id }) => id === omar.id)).toMatchObject({
      access: 'reset',
    })
    must(await people.signIn('omar', OMAR))
    expect(opens()).toBe('secret')
    expect(destroyed).toEqual([])
    must(await people.entry.redeemCode('omar', code, 'a hill behind the barn'))
    stop()
    expect(destroyed).toEqual([omar.id])
    expect(opens()).toBeUndefined()
    for (const answer of [
      await people.signIn('omar', OMAR),
      await people.entry.recover('omar', omar.recoveryCode, 'a hill before the barn'),
    ]) {
      expect(answer).toMatchObject({ ok: false })
    }
    must(await people.signIn('omar', 'a hill behind the barn'))
  })

  test('nothing that was shown or typed is anywhere in the tables', async () => {
    const tables = [
      'person',
      'personCredential',
      'personRecovery',
      'accessCode',
      'auditEvent',
      'signInTry',
    ] as const
    const rows = await Promise.all(tables.map((table) => database.selectFrom(table).selectAll().execute()))
    const text = JSON.stringify(rows, (_key, value: unknown) =>
      typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer'
        ? Buffer.from((value as unknown as { data: number[] }).data).toString('latin1')
        : value,
    )
    for (const secret of [JUNE, OMAR, begun.recoveryCode, begun.recoveryCode.replaceAll('-', '')]) {
      expect(text).not.toContain(secret)
    }
  })
})

describe('a password once more', () => {
  test('F-713: adding, changing and a code for somebody need it; a wrong one counts and does nothing', async () => {
    await june()
    const { id } = await member('proven', 'a lamp in the hallway')
    const before = await database.selectFrom('person').selectAll().orderBy('id').execute()
    const wrongly = { password: 'not this one at all', code: null }
    const tried = [
      () => people.accounts.add({ ...FIELDS, username: 'unproven', proof: wrongly }),
      () => people.accounts.update({ ...FIELDS, id, displayName: 'Other', proof: wrongly }),
      () => people.accounts.issueCode(id, wrongly),
    ]
    for (const one of tried) {
      expect(await one()).toMatchObject({ failure: { code: 'wrong-credentials' } })
      expect(await audited()).toBe('person.password-confirmed failed')
    }
    expect(await database.selectFrom('person').selectAll().orderBy('id').execute()).toEqual(before)
    const most = async () =>
      Math.max(
        ...(await database.selectFrom('signInTry').select('failedTries').execute()).map(
          (row) => row.failedTries,
        ),
      )
    expect(await most()).toBe(3)
    expect(await people.accounts.issueCode(id, PROOF)).toMatchObject({ ok: true })
    expect(await most()).toBeLessThan(3)
  })

  test('F-713: and the second factor where it is on and due', async () => {
    await june()
    const { secret } = must(await people.own.beginSecondFactor(JUNE))
    const digits = () => totpAt(fromBase32(secret), stepAt(clock.now()))
    must(await people.own.confirmSecondFactor(digits()))
    const { id } = session().person
    clock.advance(13 * HOUR)
    expect(await people.accounts.issueCode(id, PROOF)).toMatchObject({
      failure: { code: 'second-factor-needed' },
    })
    expect(await people.accounts.issueCode(id, { ...PROOF, code: '000000' })).toMatchObject({
      failure: { code: 'second-factor-wrong' },
    })
    expect(await people.accounts.issueCode(id, { ...PROOF, code: digits() })).toMatchObject({ ok: true })
    must(await people.own.endSecondFactor(JUNE))
  })

  test('F-713: a code that is used tells whose account it opened and who gave it', async () => {
    await june()
    const told: unknown[] = []
    const stop = people.onCodeRedeemed((redeemed) => {
      told.push(redeemed)
      return Promise.resolve()
    })
    const issuedBy = session().person.id
    const { id } = await member('told', 'a lamp in the hallway')
    stop()
    expect(told).toEqual([{ personId: id, issuedBy }])
  })
})

function fromBase32(text: string): Buffer {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...text].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
