/**
 * Proves, in both of Fullscript's rotation modes over real HTTP: one refresh for many callers, no token before its
 * pair is durable, recovery after lost answers and crashes, and that only a refused grant ever ends a connection.
 */
import { sql } from 'kysely'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Rotation } from '../../sandbox/settings'
import { type Intercept, type Rig, startRig } from './tokens-rig'

const TWO_HOURS = 7_200_000
const MODES: Rotation[] = ['lazy', 'immediate']

async function connectedRig(rotation: Rotation = 'lazy'): Promise<Rig & { june: string }> {
  const rig = await startRig({ sandbox: { rotation } })
  onTestFinished(() => rig.dispose())
  return Object.assign(rig, { june: await rig.connected() })
}

const refreshes = (rig: Rig) =>
  rig.sent.filter(({ url, body }) => url.endsWith('/oauth/token') && body.includes('"refresh_token"')).length

const isRefresh: (request: { url: string; body: string }) => boolean = ({ url, body }) =>
  url.endsWith('/oauth/token') && body.includes('"grant_type":"refresh_token"')

/** Hits the first `times` refreshes. */
function onRefresh(times: number, answer: Intercept): Intercept {
  let left = times
  return (request) => {
    if (!isRefresh(request) || left === 0) return null
    left -= 1
    return answer(request)
  }
}

const clinic = (rig: Rig & { june: string }) =>
  rig.api.call(rig.june, {
    method: 'GET',
    path: '/clinic',
    schema: { safeParse: (data: unknown) => ({ success: true, data }) } as never,
  })

async function row(rig: Rig) {
  return rig.database.selectFrom('fullscriptConnection').selectAll().executeTakeFirstOrThrow()
}

describe.each(MODES)('rotation %s', (mode) => {
  test('F-310 a hundred callers after expiry cause one refresh and get the same token', async () => {
    const rig = await connectedRig(mode)
    rig.advance(TWO_HOURS)
    const tokens = await Promise.all(Array.from({ length: 100 }, () => rig.tokens.accessToken(rig.june)))
    expect(new Set(tokens.map((token) => token.ok && token.value)).size).toBe(1)
    expect(rig.sandbox.control.counters().refreshes).toBe(1)
    expect(await clinic(rig)).toMatchObject({ ok: true })
  })

  test('R-6749-13 R-9700-07 F-314 F-326 the previous refresh token is kept until first use and wiped once after it', async () => {
    const rig = await connectedRig(mode)
    rig.advance(TWO_HOURS)
    expect((await rig.tokens.accessToken(rig.june)).ok).toBe(true)
    expect(await row(rig)).toMatchObject({ firstUsedAt: null })
    expect((await row(rig)).previousRefreshTokenSealed).not.toBeNull()
    await Promise.all([clinic(rig), clinic(rig), clinic(rig)])
    const used = await row(rig)
    expect(used.previousRefreshTokenSealed).toBeNull()
    expect(used.firstUsedAt).not.toBeNull()
  })

  test('F-313 after a restart between commit and first use the committed pair works without a refresh', async () => {
    const rig = await connectedRig(mode)
    rig.advance(TWO_HOURS)
    await rig.tokens.accessToken(rig.june)
    await rig.restart()
    await rig.signIn('june')
    expect(await clinic(rig)).toMatchObject({ ok: true })
    expect(rig.sandbox.control.counters().refreshes).toBe(1)
  })

  test('F-315 F-312 an answer lost after the rotation: a new pair when rotation is lazy, else one clear reconnect', async () => {
    const rig = await connectedRig(mode)
    rig.advance(TWO_HOURS)
    rig.sandbox.control.addFault({ path: '/api/oauth/token', effect: { kind: 'drop', when: 'after' } })
    const token = await rig.tokens.accessToken(rig.june)
    if (mode === 'lazy') {
      expect(token.ok).toBe(true)
      expect(await clinic(rig)).toMatchObject({ ok: true })
    } else {
      expect(token).toEqual({ ok: false, failure: { code: 'fullscript-reconnect-needed' } })
      expect(await rig.services.connections.current()).toMatchObject({ value: { state: 'reconnect-needed' } })
      expect((await row(rig)).refreshTokenSealed).toBeNull()
    }
  })

  test('F-316 a disk that is full at the commit: the new token is not used, and saved when there is room', async () => {
    const rig = await connectedRig(mode)
    rig.advance(TWO_HOURS)
    await sql`CREATE TABLE filler (content BLOB)`.execute(rig.database)
    await sql`CREATE TRIGGER full BEFORE UPDATE ON fullscript_connection
      BEGIN INSERT INTO filler VALUES (randomblob(1000000)); END`.execute(rig.database)
    await sql`PRAGMA max_page_count = 1`.execute(rig.database)
    const before = await row(rig)
    const full = { ok: false, failure: { code: 'disk-full' } }
    expect(await rig.tokens.accessToken(rig.june)).toMatchObject(full)
    expect(await clinic(rig)).toMatchObject(full)
    expect(await row(rig)).toEqual(before)
    await sql`PRAGMA max_page_count = 1000000`.execute(rig.database)
    expect(await clinic(rig)).toMatchObject({ ok: true })
    expect(refreshes(rig)).toBe(1)
  })

  test('F-317 revoked in the web app: one clear reconnect, nothing usable kept, no further refresh', async () => {
    const rig = await connectedRig(mode)
    rig.sandbox.control.revokeUser('june.hartwell@meadowlark.example')
    expect(await clinic(rig)).toMatchObject({ ok: false, failure: { code: 'fullscript-reconnect-needed' } })
    const asked = refreshes(rig)
    expect(await clinic(rig)).toMatchObject({ ok: false, failure: { code: 'fullscript-reconnect-needed' } })
    expect(refreshes(rig)).toBe(asked)
    expect(await row(rig)).toMatchObject({ status: 'reconnect', refreshTokenSealed: null })
    expect((await rig.audit()).map(({ action }) => action)).toContain('fullscript.reconnect-needed')
  })

  test('F-325 a disconnect while a refresh is under way wins: its result is revoked, not stored', async () => {
    const rig = await connectedRig(mode)
    rig.advance(TWO_HOURS)
    let arrived: (() => void) | undefined
    const reached = new Promise<void>((resolve) => (arrived = resolve))
    let release: (() => void) | undefined
    const held = new Promise<void>((resolve) => (release = resolve))
    rig.network.intercept = onRefresh(1, async ({ url, headers, body }) => {
      const answer = await fetch(url, { method: 'POST', headers, body })
      arrived?.()
      await held
      return answer
    })
    const token = rig.tokens.accessToken(rig.june)
    await reached
    const ended = await rig.services.connections.disconnect()
    expect(ended).toMatchObject({ ok: true, value: { revoked: 'done' } })
    release?.()
    expect(await token).toMatchObject({ ok: false, failure: { code: 'fullscript-not-connected' } })
    await rig.services.revocations.run()
    expect(rig.sandbox.control.state().tokens.filter(({ revokedAt }) => revokedAt === null)).toEqual([])
    expect(await rig.database.selectFrom('fullscriptConnection').selectAll().execute()).toEqual([])
  })

  test('F-325 a new connection while a refresh is under way wins: the late answer is revoked and overwrites nothing', async () => {
    const rig = await connectedRig(mode)
    rig.advance(TWO_HOURS)
    let arrived = () => {}
    const reached = new Promise<void>((resolve) => (arrived = resolve))
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    let late = ''
    rig.network.intercept = onRefresh(1, async ({ url, headers, body }) => {
      const answer = await fetch(url, { method: 'POST', headers, body })
      const text = await answer.text()
      late = /"access_token":"([^"]+)"/.exec(text)?.[1] ?? ''
      arrived()
      await held
      return new Response(text, { status: answer.status, headers: answer.headers })
    })
    const caller = rig.tokens.accessToken(rig.june)
    await reached
    await rig.connect('june.hartwell@meadowlark.example')
    const connected = await row(rig)
    release()
    await caller
    expect(await row(rig)).toEqual(connected)
    await rig.services.revocations.run()
    expect(rig.sandbox.control.inspect(late)).not.toMatchObject({ alive: true })
    expect(await clinic(rig)).toMatchObject({ ok: true })
  })

  test('F-324 back after thirty days offline', async () => {
    const rig = await connectedRig(mode)
    rig.advance(30 * 24 * 3_600_000)
    expect(await clinic(rig)).toMatchObject({ ok: true })
  })

  test('a sign-out while a refresh is under way: the pair is kept for that person, the caller gets nothing', async () => {
    const rig = await connectedRig(mode)
    rig.advance(TWO_HOURS)
    let out: Promise<unknown> = Promise.resolve()
    rig.network.intercept = onRefresh(1, async ({ url, headers, body }) => {
      const answer = await fetch(url, { method: 'POST', headers, body })
      out = rig.app.sessions.end()
      await out
      return answer
    })
    expect(await rig.tokens.accessToken(rig.june)).toMatchObject({ failure: { code: 'signed-out' } })
    rig.network.intercept = () => null
    await rig.signIn('june')
    expect(await clinic(rig)).toMatchObject({ ok: true })
    expect(rig.sandbox.control.counters().refreshes).toBe(1)
  })
})

describe('faults on the way', () => {
  const down: Intercept = () => {
    throw Object.assign(new TypeError('fetch failed'), {
      cause: Object.assign(new Error('x'), { code: 'ECONNRESET' }),
    })
  }

  test('F-301 a refresh is sent again with the same token, three times at most', async () => {
    const rig = await connectedRig()
    rig.advance(TWO_HOURS)
    rig.network.intercept = onRefresh(2, down)
    expect((await rig.tokens.accessToken(rig.june)).ok).toBe(true)
    expect(refreshes(rig)).toBe(3)
    rig.advance(TWO_HOURS)
    rig.network.intercept = onRefresh(99, down)
    expect(await rig.tokens.accessToken(rig.june)).toMatchObject({
      failure: { code: 'fullscript-unreachable' },
    })
    expect(refreshes(rig)).toBe(6)
    rig.network.intercept = () => null
    expect((await rig.tokens.accessToken(rig.june)).ok).toBe(true)
  })

  test.each([500, 502, 503, 504])(
    'F-302 %i: retried, then left alone for a while, tokens untouched',
    async (status) => {
      const rig = await connectedRig()
      rig.advance(TWO_HOURS)
      const before = await row(rig)
      rig.network.intercept = onRefresh(99, () => new Response('<html>', { status }))
      const failure = { ok: false, failure: { code: 'fullscript-trouble' } }
      expect(await rig.tokens.accessToken(rig.june)).toMatchObject(failure)
      const asked = refreshes(rig)
      expect(asked).toBe(3)
      expect(await rig.tokens.accessToken(rig.june)).toMatchObject(failure)
      expect(refreshes(rig)).toBe(asked)
      expect(await row(rig)).toEqual(before)
      rig.network.intercept = () => null
      rig.advance(6_000)
      expect((await rig.tokens.accessToken(rig.june)).ok).toBe(true)
    },
  )

  test('F-302 while the old token has life left, trouble at the refresh does not disturb anybody', async () => {
    const rig = await connectedRig()
    rig.advance(TWO_HOURS - 30_000)
    rig.network.intercept = onRefresh(99, () => new Response('', { status: 503 }))
    expect((await rig.tokens.accessToken(rig.june)).ok).toBe(true)
  })

  test.each([
    ['5', 5_000],
    ['1000000000', 15 * 60_000],
    ['-5', 30_000],
    ['abc', 30_000],
    [null, 30_000],
  ])(
    'F-303 429 with Retry-After %s closes the gate for %i ms, for every call to the host',
    async (header, wait) => {
      const rig = await connectedRig()
      rig.advance(TWO_HOURS)
      const headers: Record<string, string> = header === null ? {} : { 'retry-after': header }
      rig.network.intercept = onRefresh(1, () => new Response('', { status: 429, headers }))
      const now = rig.clock.now()
      expect(await rig.tokens.accessToken(rig.june)).toEqual({
        ok: false,
        failure: { code: 'fullscript-busy', retryAt: now + wait },
      })
      const asked = rig.sent.length
      expect(await clinic(rig)).toMatchObject({ failure: { code: 'fullscript-busy' } })
      rig.clock.advance(wait - 1)
      expect(await clinic(rig)).toMatchObject({ failure: { code: 'fullscript-busy' } })
      expect(rig.sent.length).toBe(asked)
      rig.clock.advance(1)
      expect(await clinic(rig)).toMatchObject({ ok: true })
    },
  )

  test('F-318 a client secret changed in the dashboard disconnects nobody', async () => {
    const rig = await connectedRig()
    rig.advance(TWO_HOURS)
    const before = await row(rig)
    rig.sandbox.control.changeApplication(rig.application.clientId, { clientSecret: 'another' })
    expect(await rig.tokens.accessToken(rig.june)).toEqual({
      ok: false,
      failure: { code: 'fullscript-app-refused' },
    })
    expect(await row(rig)).toEqual(before)
    await rig.configure({ clientSecret: 'another' })
    expect((await rig.tokens.accessToken(rig.june)).ok).toBe(true)
  })

  test('F-319 a token that a newer one has replaced is answered with the newer one, without a refresh', async () => {
    const rig = await connectedRig()
    const old = await rig.tokens.accessToken(rig.june)
    rig.advance(TWO_HOURS)
    const fresh = await rig.tokens.accessToken(rig.june)
    if (!old.ok || !fresh.ok) throw new Error('no token')
    expect(await rig.tokens.rejected(rig.june, old.value)).toEqual(fresh)
    expect(refreshes(rig)).toBe(1)
  })

  test('F-320 R-6750-05 always 401: one refresh and one retry for a call, then the way is closed for a minute', async () => {
    const rig = await connectedRig()
    let calls = 0
    rig.network.intercept = ({ url }) => {
      if (!url.endsWith('/clinic')) return null
      calls += 1
      return Response.json({ error: 'The access token is invalid' }, { status: 401 })
    }
    expect((await clinic(rig)).ok).toBe(false)
    expect([calls, refreshes(rig)]).toEqual([2, 1])
    for (let i = 0; i < 20; i += 1) expect((await clinic(rig)).ok).toBe(false)
    expect([calls, refreshes(rig)]).toEqual([2, 1])
    rig.network.intercept = () => null
    rig.advance(60_000)
    expect((await clinic(rig)).ok).toBe(true)
    expect(await rig.services.connections.current()).toMatchObject({ value: { state: 'connected' } })
  })

  test('R-6750-05 403 causes no refresh and names the missing permission', async () => {
    const rig = await connectedRig()
    rig.network.intercept = ({ url }) =>
      url.endsWith('/clinic')
        ? Response.json({ error: 'Must have `clinic` scope enabled' }, { status: 403 })
        : null
    expect(await clinic(rig)).toMatchObject({
      failure: { code: 'fullscript-missing-scope', detail: 'clinic' },
    })
    rig.network.intercept = ({ url }) =>
      url.endsWith('/clinic') ? new Response(null, { status: 403 }) : null
    expect(await clinic(rig)).toMatchObject({ failure: { code: 'fullscript-refused' } })
    expect(refreshes(rig)).toBe(0)
  })

  test.each([302, 307, 308])('F-321 R-6750-03 a %i elsewhere is not followed', async (status) => {
    const rig = await connectedRig()
    rig.advance(TWO_HOURS)
    rig.sandbox.control.addFault({
      path: '/api/oauth/token',
      count: null,
      effect: { kind: 'status', status, headers: { location: 'http://127.0.0.1:1/elsewhere' } },
    })
    expect(await rig.tokens.accessToken(rig.june)).toMatchObject({
      failure: { code: 'fullscript-bad-answer', detail: 'redirect' },
    })
    expect(rig.sent.some(({ url }) => url.includes('elsewhere'))).toBe(false)
  })

  test('F-323 another resource owner in the answer is refused, locked and written down', async () => {
    const rig = await connectedRig()
    rig.advance(TWO_HOURS)
    rig.sandbox.control.addFault({
      path: '/api/oauth/token',
      effect: { kind: 'merge', set: { oauth: { resource_owner: { id: 'somebody-else' } } } },
    })
    expect(await rig.tokens.accessToken(rig.june)).toMatchObject({
      failure: { code: 'fullscript-reconnect-needed' },
    })
    expect(await row(rig)).toMatchObject({ status: 'reconnect' })
    expect((await rig.audit()).filter(({ action }) => action === 'fullscript.owner-changed')).toHaveLength(1)
    await rig.services.revocations.run()
    expect(
      rig.sandbox.control
        .state()
        .tokens.some(({ accessAlive, refreshedFromId }) => accessAlive && refreshedFromId),
    ).toBe(false)
  })

  test('F-327 a socket closed while idle: a GET is tried once more, an exchange never', async () => {
    const rig = await connectedRig()
    rig.sandbox.control.addFault({ path: '/api/clinic', effect: { kind: 'drop', when: 'before' } })
    expect(await clinic(rig)).toMatchObject({ ok: true })
    rig.sandbox.control.addFault({ path: '/api/oauth/token', effect: { kind: 'drop', when: 'after' } })
    const { result } = await rig.exchange('tomas.okafor@meadowlark.example')
    expect(result).toEqual({ ok: false, failure: { code: 'connect-outcome-unknown' } })
    expect(rig.sent.filter(({ body }) => body.includes('authorization_code'))).toHaveLength(2)
  })
})

describe('clocks', () => {
  test.each([-86_400_000, -600_000, 600_000, 86_400_000, -Date.now()])(
    'F-309 S-27 our clock jumps by %i ms: no refresh before the token ends, and one after it',
    async (jump) => {
      const rig = await connectedRig()
      rig.clock.jump(jump)
      for (let i = 0; i < 5; i += 1) expect((await rig.tokens.accessToken(rig.june)).ok).toBe(true)
      expect(refreshes(rig)).toBeLessThanOrEqual(1)
      const before = refreshes(rig)
      rig.advance(TWO_HOURS)
      for (let i = 0; i < 5; i += 1) expect((await rig.tokens.accessToken(rig.june)).ok).toBe(true)
      expect(refreshes(rig)).toBe(before + 1)
    },
  )

  test('F-307 F-309 a lifetime of 0 seconds causes no storm: at most one refresh a minute', async () => {
    const rig = await connectedRig()
    rig.sandbox.control.addFault({
      path: '/api/oauth/token',
      count: null,
      effect: { kind: 'merge', set: { oauth: { expires_in: 0 } } },
    })
    rig.advance(TWO_HOURS)
    for (let i = 0; i < 10; i += 1) expect((await rig.tokens.accessToken(rig.june)).ok).toBe(true)
    expect(refreshes(rig)).toBe(1)
    rig.clock.advance(60_000)
    for (let i = 0; i < 10; i += 1) expect((await rig.tokens.accessToken(rig.june)).ok).toBe(true)
    expect(refreshes(rig)).toBe(2)
  })

  test('F-308 created_at in the future changes nothing but what is shown', async () => {
    const rig = await connectedRig()
    rig.sandbox.control.addFault({
      path: '/api/oauth/token',
      effect: { kind: 'merge', set: { oauth: { created_at: '2031-01-01T00:00:00' } } },
    })
    rig.advance(TWO_HOURS)
    await rig.tokens.accessToken(rig.june)
    rig.advance(TWO_HOURS - 120_000)
    await rig.tokens.accessToken(rig.june)
    expect(refreshes(rig)).toBe(1)
    rig.advance(120_000)
    await rig.tokens.accessToken(rig.june)
    expect(refreshes(rig)).toBe(2)
  })
})
