/**
 * Proves that an attempt, and the answer that came for it, wait for their own person at their own workstation only: sealed,
 * opened by nobody else's key, never after the deadline or before the start, and gone when the attempt ends.
 */
import { expect, it, onTestFinished } from 'vitest'
import { ok } from '../../../../shared/failures'
import { ManualClock } from '../../../platform/clock/manual-clock'
import type { Session } from '../../../identity/session'
import { newKey } from '../../../platform/crypto/seal'
import { recordsOver, temporaryDatabase } from '../../../records/temporary-database'
import { answerDigest, ATTEMPT_MILLISECONDS, newRequest } from './attempt'
import { attemptRows } from './connect-attempt-repository'
import { SuspendedAttempts } from './suspended-attempts'
import { application, sessionOf } from '../../../../../tests/support/benches/connect'

const REDIRECT_URI = 'com.yarrowehr.desktop:/fullscript/us-snd/callback'

async function practice() {
  const { database, dispose } = await temporaryDatabase()
  onTestFinished(dispose)
  const clock = new ManualClock()
  const { audit, records } = recordsOver({ database, clock })
  const person = async (username: string): Promise<Session> => {
    const session = { ...sessionOf(username), personKey: newKey(), practiceKey: newKey() }
    const { id, displayName } = session.person
    await database
      .insertInto('person')
      .values({ id, username, displayName, credentials: '', npi: '', role: 'staff', active: 1, createdAt: 1 })
      .execute()
    return session
  }
  const ada = await person('ada')
  const ben = await person('ben')
  /** As a start of the app makes it. */
  const told: boolean[] = []
  const start = async (stationId = 'station') => {
    const rows = attemptRows(records, audit, stationId)
    const onAnswered = (waits: boolean) => void told.push(waits)
    const attempts = new SuspendedAttempts({ rows, clock, stationId, onAnswered })
    expect(await attempts.load()).toEqual(ok(null))
    return attempts
  }
  const begin = async (session = ada) => {
    const attempts = await start()
    const request = newRequest(application, REDIRECT_URI, clock.now())
    expect(await attempts.save(session, request)).toEqual(ok(null))
    const { id: personId } = session.person
    const lock = () => attempts.suspend(personId, request, null)
    const remove = () => attempts.remove(personId, answerDigest(request), null)
    return { ...request, request, attempts, lock, remove, query: `code=c&state=${request.state}` }
  }
  const rows = () => database.selectFrom('fullscriptConnectAttempt').selectAll().execute()
  const audited = () =>
    database.selectFrom('auditEvent').select(['personId', 'action', 'subject', 'outcome']).execute()
  return { database, clock, ada, ben, start, begin, rows, audited, told }
}

it('F-206: the person who began has everything back after a restart', async () => {
  const { clock, ada, start, begin } = await practice()
  const { request } = await begin()
  expect(request).toMatchObject({ startedAt: clock.now(), deadline: clock.now() + ATTEMPT_MILLISECONDS })
  expect(await (await start()).open(ada)).toEqual(ok(request))
})

it('F-206: another person has nothing, and does not end it either', async () => {
  const { ada, ben, start, begin } = await practice()
  await begin()
  const attempts = await start()
  expect(await attempts.open(ben)).toEqual(ok(null))
  expect(await attempts.open(ada)).toMatchObject({ value: {} })
})

it('R-7636-04: what is in the row says neither state nor verifier', async () => {
  const { begin, rows } = await practice()
  const { state, codeVerifier } = await begin()
  const bytes = Object.values((await rows())[0] ?? {}).map((value) => Buffer.from(String(value)))
  const sealed = (await rows())[0]?.secretsSealed ?? Buffer.alloc(0)
  for (const secret of [state, codeVerifier])
    expect([...bytes, sealed].some((value) => value.includes(secret))).toBe(false)
})

it.each([
  ['a later deadline', { startedAt: 10, deadline: 600_010 }],
  ['another state', { answerDigest: 'f'.repeat(64) }],
])('F-622: a row with %s does not open, and goes', async (_name, change) => {
  const { database, clock, ada, start, begin, rows, audited } = await practice()
  await begin()
  if ('startedAt' in change) clock.jump(10 - clock.now())
  await database.updateTable('fullscriptConnectAttempt').set(change).execute()
  expect(await (await start()).open(ada)).toEqual(ok(null))
  expect(await rows()).toEqual([])
  expect(await audited()).toMatchObject([{ subject: 'vault-damaged', outcome: 'failed' }])
})

it("F-622: moved to another person's row it does not open", async () => {
  const { database, ben, start, begin, rows } = await practice()
  await begin()
  await database.updateTable('fullscriptConnectAttempt').set({ personId: ben.person.id }).execute()
  expect(await (await start()).open(ben)).toEqual(ok(null))
  expect(await rows()).toEqual([])
})

it.each([
  ['past its deadline', ATTEMPT_MILLISECONDS],
  ['from the future, because the clock was put back', -1],
])('F-126, F-206: %s it is removed at the start, and the audit says so', async (_name, milliseconds) => {
  const { clock, ada, start, begin, rows, audited } = await practice()
  const { query } = await begin()
  clock.jump(milliseconds)
  const attempts = await start()
  expect(await rows()).toEqual([])
  expect(attempts.answer(REDIRECT_URI, query)).toBeNull()
  expect(await attempts.open(ada)).toEqual(ok(null))
  expect(await audited()).toEqual([
    {
      personId: ada.person.id,
      action: 'fullscript.connect',
      subject: 'connect-timed-out',
      outcome: 'failed',
    },
  ])
})

it('F-126: also when its time runs out between the start and signing in', async () => {
  const { clock, ada, start, begin, rows } = await practice()
  const { query } = await begin()
  const attempts = await start()
  clock.jump(ATTEMPT_MILLISECONDS)
  expect(attempts.answer(REDIRECT_URI, query)).toBe('refused')
  expect(await attempts.open(ada)).toEqual(ok(null))
  expect(await rows()).toEqual([])
})

it('F-210: only an answer with its state, at its redirect URI, is kept, and only the first', async () => {
  const { ada, start, begin, told } = await practice()
  const { query, state } = await begin()
  const attempts = await start()
  expect(attempts.answer(REDIRECT_URI.replace('us-snd', 'us'), query)).toBeNull()
  for (const other of [
    `code=c&state=${'A'.repeat(43)}`,
    'code=c',
    `code=c&state=${state}&state=${state}`,
    '',
  ])
    expect(attempts.answer(REDIRECT_URI, other), other).toBeNull()
  expect(attempts.answer(REDIRECT_URI, query, () => false)).toBe('refused')
  expect(attempts.answered).toBe(false)
  expect(attempts.answer(REDIRECT_URI, query)).toBe('kept')
  expect(attempts.answer(REDIRECT_URI, `error=access_denied&state=${state}`)).toBe('refused')
  expect(attempts.answered).toBe(true)
  expect(told).toEqual([true])

  expect(attempts.take(ada.person.id)).toBe(query)
  expect(attempts.take(ada.person.id)).toBeNull()
  expect(told).toEqual([true, false])
  expect(attempts.answer(REDIRECT_URI, query)).toBeNull()
})

it('F-706: what comes while its person is away is for nobody else', async () => {
  const { ada, ben, begin } = await practice()
  const { attempts, lock, query } = await begin()
  expect(attempts.answer(REDIRECT_URI, query)).toBeNull()
  lock()
  expect(attempts.answer(REDIRECT_URI, query)).toBe('kept')
  expect(await attempts.open(ben)).toEqual(ok(null))
  expect(attempts.take(ben.person.id)).toBeNull()
  expect(attempts.take(ada.person.id)).toBe(query)
})

it('at another workstation of the practice there is no attempt and no answer', async () => {
  const { ada, start, begin, rows } = await practice()
  const { query } = await begin()
  const elsewhere = await start('another')
  expect(elsewhere.answer(REDIRECT_URI, query)).toBeNull()
  expect(await elsewhere.open(ada)).toEqual(ok(null))
  expect(await elsewhere.save(ada, newRequest(application, REDIRECT_URI, 1))).toEqual(ok(null))
  expect(await rows()).toHaveLength(2)
})

it('what a workstation left that is there no more is removed a day later at another, and written down', async () => {
  const { clock, ada, start, begin, rows, audited } = await practice()
  await begin()
  clock.jump(ATTEMPT_MILLISECONDS + 23 * 60 * 60_000)
  await start('another')
  expect(await rows()).toHaveLength(1)
  clock.jump(2 * 60 * 60_000)
  await start('another')
  expect(await rows()).toEqual([])
  expect(await audited()).toEqual([
    {
      ...{ personId: ada.person.id, action: 'fullscript.connect' },
      ...{ subject: 'connect-timed-out', outcome: 'failed' },
    },
  ])
})

it('F-622: moved to another workstation it does not open', async () => {
  const { database, ada, start, begin } = await practice()
  await begin()
  await database.updateTable('fullscriptConnectAttempt').set({ stationId: 'another' }).execute()
  expect(await (await start('another')).open(ada)).toEqual(ok(null))
})

it('F-126: the answer is dropped with the end of the ten minutes, and with its attempt', async () => {
  const { clock, begin, told } = await practice()
  const late = await begin()
  late.lock()
  clock.advance(ATTEMPT_MILLISECONDS - 1)
  late.attempts.answer(REDIRECT_URI, late.query)
  clock.advance(1)
  expect(late.attempts.answered).toBe(false)
  expect(clock.pendingTimers).toBe(0)

  const ended = await begin()
  ended.lock()
  ended.attempts.answer(REDIRECT_URI, ended.query)
  await ended.remove()
  expect(ended.attempts.answered).toBe(false)
  expect(clock.pendingTimers).toBe(0)
  expect(told).toEqual([true, false, true, false])
})

it('F-125: a person has one; the end of the one before leaves the newer one alone', async () => {
  const { ada, start, begin, rows } = await practice()
  const first = await begin()
  const second = await begin()
  expect(await rows()).toHaveLength(1)
  expect(await first.remove()).toEqual(ok(null))
  expect(await (await start()).open(ada)).toEqual(ok(second.request))
  expect(await second.remove()).toEqual(ok(null))
  expect(await rows()).toEqual([])
})
