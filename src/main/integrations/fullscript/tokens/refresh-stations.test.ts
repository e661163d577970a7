/**
 * Proves, on both engines: of two workstations with one connection one refreshes and the other reads the pair that it
 * commits; a station that died with the lease is succeeded after its time; and no token is used that is not committed.
 */
import { expect, test, onTestFinished } from 'vitest'
import { ok } from '../../../../shared/failures'
import { CurrentSession } from '../../../identity/current-session'
import type { Session } from '../../../identity/session'
import { ManualClock } from '../../../platform/clock/manual-clock'
import { newKey } from '../../../platform/crypto/seal'
import { silentLogger as logger } from '../../../platform/logging/logger'
import { recordsOver, temporaryDatabase } from '../../../records/temporary-database'
import { application, sessionOf } from '../../../../../tests/support/benches/connect'
import { Background } from '../background'
import type { TokenSet } from '../types'
import type { AuthorizationClient } from './authorization-client'
import { ownerOf } from './token-subject'
import { AccessTokenProvider } from './access-token-provider'
import { Refresher } from './refresher'
import type { Revocations } from './revocations'
import { insertPending, promotePending, readConnection, readPending } from './token-store-repository'

const LIFE = 7_200

type Refresh = AuthorizationClient['refresh']

async function practice() {
  const { database, dispose } = await temporaryDatabase()
  onTestFinished(dispose)
  const clock = new ManualClock()
  const { audit, records } = recordsOver({ database, clock })
  const session: Session = { ...sessionOf('june'), personKey: newKey(), practiceKey: newKey() }
  const { id, displayName, username } = session.person
  await database
    .insertInto('person')
    .values({ id, username, displayName, credentials: '', npi: '', role: 'staff', active: 1, createdAt: 1 })
    .execute()
  const owner = ownerOf(session)
  const pair = (number: number): TokenSet => ({
    accessToken: `access ${String(number)}`,
    refreshToken: `refresh ${String(number)}`,
    scopes: [],
    owner: { id: 'owner-1', type: 'Staff' },
    expiresIn: LIFE,
    issuedAt: '',
    receivedAt: clock.now(),
  })
  await records.internal(async (handle) => {
    await insertPending(handle, owner, 'us-snd', pair(0))
    const pending = await readPending(handle, owner, 'us-snd')
    if (!pending) throw new Error('nothing is pending')
    await promotePending(handle, owner, pending, clock.now())
  })
  const sent: string[] = []
  /** Answers every refresh token with the pair after it. */
  const answers: Refresh = (_application, refreshToken) => {
    sent.push(refreshToken)
    return Promise.resolve({ ok: true, value: pair(Number(refreshToken.split(' ')[1]) + 1) })
  }
  const station = async (stationId: string, refresh: Refresh = answers) => {
    const sessions = new CurrentSession(clock, logger)
    const shared = { records, sessions, audit, clock, logger, stationId, background: new Background(logger) }
    const revocations = {
      add: () => Promise.resolve(),
      run: () => Promise.resolve(),
    } as unknown as Revocations
    const authorization = { refresh } as AuthorizationClient
    const accessTokens = new AccessTokenProvider({
      ...shared,
      refresher: new Refresher({ ...shared, authorization, revocations }),
    })
    const [personKey, practiceKey] = [Buffer.from(session.personKey), Buffer.from(session.practiceKey)]
    const here = { ...session, id: stationId, personKey, practiceKey }
    await sessions.begin(here)
    const subject = { kind: 'person', personId: id } as const
    const context = {
      session: here,
      application,
      environment: application.environment,
      subject,
      account: null,
      scopes: [],
    }
    return { token: () => accessTokens.accessToken(context), accessTokens }
  }
  const stored = () => records.read((handle) => readConnection(handle, owner, 'us-snd'))
  return {
    clock,
    station,
    answers,
    sent,
    stored,
    leases: () => database.selectFrom('lease').selectAll().execute(),
  }
}

/** Resolves when somebody waits for the time to pass. */
async function untilWaiting(clock: ManualClock, before: number) {
  while (clock.pendingTimers === before) await new Promise(setImmediate)
}

test('one refreshes, the other waits and has the committed pair', async () => {
  const { clock, station, answers, sent, stored, leases } = await practice()
  let answer: () => void = () => undefined
  let asked: () => void = () => undefined
  const beingAsked = new Promise<void>((resolve) => {
    asked = resolve
  })
  const one = await station('one', async (...input) => {
    asked()
    await new Promise<void>((resolve) => {
      answer = resolve
    })
    return answers(...input)
  })
  const two = await station('two')
  clock.advance(LIFE * 1000)
  const timers = clock.pendingTimers
  const first = one.token()
  await beingAsked
  const second = two.token()
  await untilWaiting(clock, timers)
  expect(sent).toEqual([])
  expect((await stored())?.tokens?.accessToken).toBe('access 0')
  answer()
  expect(await first).toEqual(ok('access 1'))
  clock.advance(500)
  expect(await second).toEqual(ok('access 1'))
  expect(sent).toEqual(['refresh 0'])
  expect((await stored())?.tokens).toMatchObject({ accessToken: 'access 1', refreshToken: 'refresh 1' })
  expect(await leases()).toEqual([])
})

test('a station that died with the lease is succeeded when its time is over, with the refresh token it had', async () => {
  const { clock, station, sent, stored } = await practice()
  let asked: () => void = () => undefined
  const beingAsked = new Promise<void>((resolve) => {
    asked = resolve
  })
  const dead = await station('dead', () => {
    asked()
    return new Promise(() => undefined)
  })
  const two = await station('two')
  clock.advance(LIFE * 1000)
  void dead.token()
  await beingAsked
  const second = two.token()
  for (let passed = 0; passed < 60_000; passed += 500) {
    await untilWaiting(clock, 0)
    expect(sent).toEqual([])
    clock.advance(500)
  }
  expect(await second).toEqual(ok('access 1'))
  expect(sent).toEqual(['refresh 0'])
  expect((await stored())?.tokens?.refreshToken).toBe('refresh 1')
})

test('whoever comes after a committed pair refreshes nothing', async () => {
  const { clock, station, sent } = await practice()
  const [one, two] = [await station('one'), await station('two')]
  clock.advance(LIFE * 1000)
  expect(await one.token()).toEqual(ok('access 1'))
  expect(await two.token()).toEqual(ok('access 1'))
  expect(sent).toEqual(['refresh 0'])
})
