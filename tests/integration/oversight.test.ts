/**
 * Proves what an administrator sees and ends of everybody's connection without ever opening a token, that scopes which
 * were added are asked for until each person has connected again, and that a refusal names the permission it wants.
 */
import { describe, expect, onTestFinished, test } from 'vitest'
import { clinicRequest } from '../../src/main/integrations/fullscript/api/clinic'
import { sessionGrantRequest } from '../../src/main/integrations/fullscript/api/session-grants'
import { startRig, type Rig } from './tokens-rig'
import { roleOf } from '../support/roles'

const JUNE = 'june.hartwell@meadowlark.example'
const PRIYA = 'priya.raman@meadowlark.example'
const HOUR = 3_600_000

/** June and Priya connected, June at work. */
async function bothConnected(): Promise<Rig> {
  const rig = await startRig()
  onTestFinished(() => rig.dispose())
  await rig.connected()
  await rig.signIn('priya')
  await rig.connect(PRIYA)
  await rig.signIn('june')
  return rig
}

const alive = (rig: Rig) =>
  rig.sandbox.control.state().tokens.filter(({ revokedAt }) => revokedAt === null).length

async function overview(rig: Rig) {
  const answer = await rig.services.oversight.overview()
  if (!answer.ok) throw new Error(answer.failure.code)
  const of = (username: 'june' | 'priya') =>
    answer.value.people.find(({ personId }) => personId === rig.personId(username))
  return { ...answer.value, june: of('june'), priya: of('priya') }
}

async function connection(rig: Rig) {
  const current = await rig.services.connections.current()
  if (!current.ok || !('scopes' in current.value)) throw new Error('Not connected')
  return current.value
}

describe('the overview', () => {
  test('who is connected, as whom, since when and what is missing; and no token', async () => {
    const rig = await bothConnected()
    const token = await rig.tokens.accessToken(rig.personId('june'))
    const seen = await overview(rig)
    expect(seen.priya).toMatchObject({
      displayName: 'Priya Raman',
      connection: {
        state: 'connected',
        owner: { type: 'Staff', name: 'Priya Raman', clinicName: 'Meadowlark Integrative Health' },
        missingScopes: [],
        toReauthorize: false,
      },
      pendingRevocations: 0,
    })
    expect(JSON.stringify(seen)).not.toContain(token.ok ? token.value : '')
  })

  test('last used: written once an hour, however many calls', async () => {
    const rig = await bothConnected()
    const [june, request] = [rig.personId('june'), clinicRequest()]
    const lastUse = async () => {
      await rig.api.call(june, request)
      await rig.services.settled()
      return (await overview(rig)).june?.connection?.lastUsedAt
    }
    expect((await overview(rig)).june?.connection?.lastUsedAt).toBeNull()
    rig.advance(HOUR - (rig.clock.now() % HOUR))
    const first = rig.clock.now()
    expect(await lastUse()).toBe(first)
    rig.advance(HOUR - 1)
    expect(await lastUse()).toBe(first)
    rig.advance(1)
    expect(await lastUse()).toBe(rig.clock.now())
  })

  test('before the app is entered it is empty', async () => {
    const rig = await startRig()
    onTestFinished(() => rig.dispose())
    await rig.signIn('june')
    expect(await rig.services.oversight.overview()).toEqual({
      ok: true,
      value: { environment: null, authorization: 'person', scopesAddedAt: null, clinics: [], people: [] },
    })
  })
})

describe('ending the connection of somebody else', () => {
  test('S-17 R-7009-05 out of use at once, revoked at that person’s next sign-in, opened by nobody else', async () => {
    const rig = await bothConnected()
    const priya = rig.personId('priya')
    expect(alive(rig)).toBe(2)
    expect(await rig.services.oversight.disconnectPerson(priya)).toEqual({
      ok: true,
      value: { revoked: 'at-next-sign-in' },
    })
    await rig.services.settled()
    expect(alive(rig)).toBe(2)
    expect((await overview(rig)).priya).toMatchObject({ connection: null, pendingRevocations: 1 })
    expect(await rig.services.oversight.disconnectPerson(priya)).toMatchObject({
      failure: { code: 'fullscript-not-connected' },
    })
    await rig.signIn('priya')
    expect(await rig.tokens.accessToken(priya)).toMatchObject({
      failure: { code: 'fullscript-not-connected' },
    })
    await rig.services.settled()
    expect(alive(rig)).toBe(1)
    expect((await overview(rig)).priya).toMatchObject({ connection: null, pendingRevocations: 0 })
    expect(await rig.audit()).toContainEqual({
      action: 'fullscript.disconnected-for',
      outcome: 'done',
      subject: priya,
    })
  })

  test('everybody at once, one’s own included and revoked there and then', async () => {
    const rig = await bothConnected()
    expect(await rig.services.oversight.disconnectEveryone()).toEqual({ ok: true, value: { ended: 2 } })
    expect(alive(rig)).toBe(1)
    expect(await overview(rig)).toMatchObject({ june: { connection: null }, priya: { connection: null } })
    await rig.signIn('priya')
    await rig.services.settled()
    expect(alive(rig)).toBe(0)
  })

  test('one’s own goes the usual way, and a new connection may be made at once', async () => {
    const rig = await bothConnected()
    const june = rig.personId('june')
    expect(await rig.services.oversight.disconnectPerson(june)).toEqual({
      ok: true,
      value: { revoked: 'done' },
    })
    await rig.services.oversight.disconnectPerson(rig.personId('priya'))
    await rig.signIn('priya')
    await rig.connect(PRIYA)
    await rig.services.settled()
    expect((await overview(rig)).priya).toMatchObject({ pendingRevocations: 0 })
    expect(await rig.tokens.accessToken(rig.personId('priya'))).toMatchObject({ ok: true })
  })
})

test('a prescriber who becomes front desk loses the connection at the next sign-in, at Fullscript too', async () => {
  const rig = await bothConnected()
  const { person } = await rig.signIn('june')
  const { personKey, practiceKey } = rig.keysOf('june')
  const keys = { personKey: Buffer.from(personKey), practiceKey: Buffer.from(practiceKey) }
  await rig.app.sessions.end()
  await rig.app.sessions.begin({ id: 'later', person: { ...person, ...roleOf('staff') }, ...keys })
  await rig.services.settled()
  expect(await rig.services.connections.current()).toMatchObject({ value: { state: 'not-connected' } })
  expect(alive(rig)).toBe(1)
})

test('F-309 a clock that is more than two minutes wrong is told once, and that it is right again', async () => {
  const rig = await bothConnected()
  const told: (number | null)[] = []
  const { services } = rig
  services.onTellingSkew(() => told.push(services.tellingSkew()))
  const call = () => rig.api.call(rig.personId('june'), clinicRequest())
  await call()
  rig.clock.advance(11 * 60_000)
  await call()
  await call()
  rig.sandbox.control.advance(11 * 60_000)
  await call()
  expect(told.map((skew) => skew && Math.round(skew / 60_000))).toEqual([-11, null])
})

describe('scopes that were added', () => {
  test('mission/003: everybody who connected before is asked until they have connected again', async () => {
    const rig = await bothConnected()
    rig.advance(1000)
    const at = rig.clock.now()
    expect(await rig.services.scopesAdded.say(at)).toEqual({ ok: true, value: null })
    expect(await connection(rig)).toMatchObject({ scopesAddedAt: at, snoozedUntil: null })
    rig.advance(1000)
    await rig.connect(JUNE)
    expect(await connection(rig)).toMatchObject({ scopesAddedAt: null })
    const seen = await overview(rig)
    expect([seen.june, seen.priya].map((row) => row?.connection?.toReauthorize)).toEqual([false, true])
    expect(seen.scopesAddedAt).toBe(at)
    await rig.signIn('priya')
    expect(await connection(rig)).toMatchObject({ scopesAddedAt: at })
    await rig.services.scopesAdded.say(null)
    expect(await connection(rig)).toMatchObject({ scopesAddedAt: null })
  })

  test('put off until tomorrow, over a restart; and never said of a day to come', async () => {
    const rig = await bothConnected()
    const now = rig.clock.now()
    await rig.services.scopesAdded.say(now)
    await rig.services.connections.snooze()
    await rig.restart()
    await rig.signIn('june')
    const { snoozedUntil } = await connection(rig)
    const midnight = new Date(now)
    midnight.setHours(24, 0, 0, 0)
    expect(snoozedUntil).toBe(midnight.getTime())
    expect(await rig.services.scopesAdded.say(rig.clock.now() + 1)).toMatchObject({
      failure: { code: 'invalid-input' },
    })
  })
})

describe('a permission that is missing', () => {
  const refuse = (rig: Rig, status: number, body: unknown) => {
    rig.network.intercept = ({ url }) =>
      url.includes('/api/clinic') ? Response.json(body, { status }) : null
  }

  test.each([
    [401, { error: 'The access token is invalid' }],
    [403, { error: 'Forbidden' }],
  ])('F-405 R-DK-06 a %i is explained by the scope that was not granted', async (status, body) => {
    const rig = await startRig()
    onTestFinished(() => rig.dispose())
    const scopes = ['catalog:read', 'clinic:read', 'clinic:write', 'patients:read', 'patients:write']
    rig.sandbox.control.changeApplication(rig.application.clientId, { scopes: scopes })
    const june = await rig.connected()
    refuse(rig, status, body)
    expect(await rig.api.call(june, sessionGrantRequest())).toMatchObject({
      failure: { code: 'fullscript-missing-scope', detail: 'patients:treatment_plan_history' },
    })
  })

  test('F-405 what Fullscript names is believed, whatever was granted once, until a new connection', async () => {
    const rig = await bothConnected()
    const june = rig.personId('june')
    refuse(rig, 403, { error: 'Must have `catalog` scope enabled' })
    expect(await rig.api.call(june, clinicRequest())).toMatchObject({
      failure: { code: 'fullscript-missing-scope', detail: 'catalog' },
    })
    await rig.services.settled()
    expect((await connection(rig)).missingScopes).toEqual(['catalog:read'])
    rig.network.intercept = () => null
    rig.advance(1000)
    await rig.connect(JUNE)
    expect((await connection(rig)).missingScopes).toEqual([])
  })

  test('F-405 with every scope granted a 401 stays what it is: a connection to make again', async () => {
    const rig = await bothConnected()
    refuse(rig, 401, { error: 'The access token is invalid' })
    expect(await rig.api.call(rig.personId('june'), sessionGrantRequest())).toMatchObject({
      failure: { code: 'fullscript-reconnect-needed' },
    })
  })
})
