/** Proves: a session grant is for the person signed in, for one mount, fresh by the server's clock, and never kept. */
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Intercept, type Rig, type RigOptions, startRig } from './tokens-rig'

async function connectedRig(options?: RigOptions): Promise<Rig & { june: string }> {
  const rig = await startRig(options)
  onTestFinished(() => rig.dispose())
  return Object.assign(rig, { june: await rig.connected() })
}

const grantRequests = (rig: Rig) => rig.sent.filter(({ url }) => url.endsWith('/session_grants')).length

const atGrant =
  (answer: (real: Record<string, unknown>, date: string) => Response | Promise<Response>): Intercept =>
  async ({ url, method, headers, body }) => {
    if (!url.endsWith('/session_grants')) return null
    const real = await fetch(url, { method, headers, body: body || null })
    return answer((await real.json()) as Record<string, unknown>, real.headers.get('date') ?? '')
  }

/** Each ask is a burst of its own. */
async function issue(rig: Rig, mountId: number) {
  rig.clock.advance(10_000)
  return rig.services.grants.issue({ mountId })
}

describe('session grants', () => {
  test('mission/004: a grant with secret, end and user, by POST with the bearer token and no body', async () => {
    const rig = await connectedRig()
    const grant = await issue(rig, 1)
    if (!grant.ok) throw new Error(grant.failure.code)
    expect(Object.keys(grant.value).sort()).toEqual(['expiresAt', 'secretToken', 'user'])
    expect(grant.value.secretToken).toMatch(/^[A-Za-z0-9_-]{20,512}$/)
    expect(grant.value.expiresAt - rig.clock.now()).toBeGreaterThan(110_000)
    const connection = await rig.services.connections.current()
    expect(connection).toMatchObject({ value: { owner: grant.value.user } })
    const request = rig.sent.at(-1)
    expect(request).toMatchObject({
      method: 'POST',
      body: '',
      headers: { 'content-type': 'application/json' },
    })
  })

  test('F-402 S-15 one mount has one grant; the next mount gets another', async () => {
    const rig = await connectedRig()
    const first = await issue(rig, 1)
    expect(await issue(rig, 1)).toEqual({ ok: false, failure: { code: 'not-allowed' } })
    const second = await issue(rig, 2)
    expect(first.ok && second.ok && first.value.secretToken !== second.value.secretToken).toBe(true)
    expect(grantRequests(rig)).toBe(2)
  })

  test('F-402 two asks of one mount at the same moment: one grant', async () => {
    const rig = await connectedRig()
    const both = await Promise.all([
      rig.services.grants.issue({ mountId: 1 }),
      rig.services.grants.issue({ mountId: 1 }),
    ])
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
    expect(grantRequests(rig)).toBe(1)
  })

  test('F-401 a mount whose grant lapsed unused gets another; one that used it does not', async () => {
    const rig = await connectedRig()
    await issue(rig, 1)
    await issue(rig, 2)
    rig.services.grants.used(2)
    rig.advance(121_000)
    expect((await issue(rig, 1)).ok).toBe(true)
    expect(await issue(rig, 2)).toMatchObject({ failure: { code: 'not-allowed' } })
  })

  const garbage: [string, Record<string, unknown>][] = [
    ['claimed already', { claimed_at: '2026-01-05T09:00:00.000Z' }],
    ['claimed in a way nobody knows', { claimed_at: false }],
    ['expired', { expires_at: '2019-01-24T18:06:44.000Z' }],
    ['far in the future', { expires_at: '2999-01-24T18:06:44.000Z' }],
    ['no date', { expires_at: 'soon' }],
    ...[
      'a&b=cccccccccccccccccccc',
      'a#bccccccccccccccccccccc',
      'with space cccccccccccc',
      'é'.repeat(30),
      'short',
      '',
    ].map((secret_token): [string, Record<string, unknown>] => [`secret ${secret_token}`, { secret_token }]),
    ['a secret of 10 KiB', { secret_token: 'a'.repeat(10_240) }],
  ]
  test.each(garbage)('F-403 F-409 %s: discarded, asked once more, then an error', async (_what, change) => {
    const rig = await connectedRig()
    let left = 1
    rig.network.intercept = atGrant((real) => Response.json(left-- > 0 ? { ...real, ...change } : real))
    expect((await issue(rig, 1)).ok).toBe(true)
    expect(grantRequests(rig)).toBe(2)
    rig.network.intercept = atGrant((real) => Response.json({ ...real, ...change }))
    expect(await issue(rig, 2)).toMatchObject({ ok: false, failure: { code: 'fullscript-bad-answer' } })
    expect(grantRequests(rig)).toBe(4)
  })

  test.each([-86_400_000, -600_000, 600_000, 86_400_000])(
    'F-404 S-15 S-27 our clock is wrong by %i ms: the end is right on our clock',
    async (skew) => {
      const rig = await connectedRig()
      rig.clock.jump(skew)
      const grant = await issue(rig, 1)
      expect(grant.ok && grant.value.expiresAt - rig.clock.now()).toBeGreaterThan(100_000)
      expect(grant.ok && grant.value.expiresAt - rig.clock.now()).toBeLessThanOrEqual(120_000)
      expect(Math.abs((rig.services.skew() ?? 0) + skew)).toBeLessThan(60_000)
      const told = rig.lines.filter((line) => line.includes('clock of this computer'))
      expect(told).toHaveLength(1)
    },
  )

  test('F-405 a token that expired is refreshed once and the grant comes', async () => {
    const rig = await connectedRig()
    rig.sandbox.control.advance(7_300_000)
    expect((await issue(rig, 1)).ok).toBe(true)
    expect(rig.sandbox.control.counters().refreshes).toBe(1)
  })

  test.each([401, 403])(
    'F-405 R-DK-06 %i for a connection without a permission names it, without a loop',
    async (status) => {
      const rig = await startRig()
      onTestFinished(() => rig.dispose())
      await rig.signIn('june')
      await rig.configure()
      rig.sandbox.control.changeApplication(rig.application.clientId, {
        scopes: ['catalog:read', 'clinic:read'],
      })
      await rig.connect('june.hartwell@meadowlark.example')
      rig.network.intercept = ({ url }) =>
        url.endsWith('/session_grants') ? Response.json({ error: 'Unauthorized' }, { status }) : null
      expect(await issue(rig, 1)).toMatchObject({
        failure: { code: 'fullscript-missing-scope', detail: 'clinic:write' },
      })
      expect(grantRequests(rig)).toBeLessThanOrEqual(2)
      expect(rig.sandbox.control.counters().refreshes).toBeLessThanOrEqual(1)
    },
  )

  test('F-406 429, 5xx and offline each say so, with the time of a next try where there is one', async () => {
    const rig = await connectedRig()
    const answers: [Intercept, object][] = [
      [
        () => new Response('', { status: 503, headers: { 'retry-after': '7' } }),
        { code: 'fullscript-trouble' },
      ],
      [() => new Response('', { status: 500 }), { code: 'fullscript-trouble' }],
      [
        () => {
          throw new TypeError('fetch failed')
        },
        { code: 'fullscript-unreachable' },
      ],
      [
        () => new Response('', { status: 429 }),
        { code: 'fullscript-busy', retryAt: rig.clock.now() + 70_000 },
      ],
    ]
    for (const [mount, [answer, failure]] of answers.entries()) {
      rig.network.intercept = (request) => (request.url.endsWith('/session_grants') ? answer(request) : null)
      expect(await issue(rig, mount)).toMatchObject({ ok: false, failure })
    }
    rig.network.intercept = () => null
    rig.clock.advance(60_000)
    expect((await issue(rig, 0)).ok).toBe(true)
  })

  test('F-407 nobody is signed in: refused, written down, nothing sent', async () => {
    const rig = await connectedRig()
    await rig.app.sessions.end()
    const before = rig.sent.length
    expect(await issue(rig, 1)).toEqual({ ok: false, failure: { code: 'signed-out' } })
    expect(rig.sent).toHaveLength(before)
    expect((await rig.audit()).at(-1)).toMatchObject({ action: 'fullscript.grant', outcome: 'refused' })
  })

  test('F-407 somebody else signs in while the grant is on its way: nobody gets it', async () => {
    const rig = await connectedRig()
    rig.network.intercept = atGrant(async (real) => {
      await rig.signIn('priya')
      return Response.json(real)
    })
    expect(await issue(rig, 1)).toEqual({ ok: false, failure: { code: 'signed-out' } })
  })

  test.each([{ id: 'somebody-else' }, { type: 'Staff' }])(
    'F-408 a grant of another user is refused and written down: %o',
    async (change) => {
      const rig = await connectedRig()
      rig.network.intercept = atGrant((real) =>
        Response.json({ ...real, user: { ...(real['user'] as object), ...change } }),
      )
      expect(await issue(rig, 1)).toMatchObject({ failure: { code: 'fullscript-refused' } })
      expect((await rig.audit()).at(-1)).toMatchObject({ action: 'fullscript.grant', outcome: 'refused' })
    },
  )

  test('F-410 a hundred asks at once: three go out, the rest are told to wait', async () => {
    const rig = await connectedRig()
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, mountId) => rig.services.grants.issue({ mountId })),
    )
    expect(answers.filter(({ ok }) => ok)).toHaveLength(3)
    expect(grantRequests(rig)).toBe(3)
    expect(answers.at(-1)).toMatchObject({ failure: { code: 'fullscript-busy' } })
  })

  test('S-20 the secret is in no log line and in no table', async () => {
    const rig = await connectedRig()
    const grant = await issue(rig, 1)
    const secret = grant.ok ? grant.value.secretToken : ''
    expect(rig.lines.join('\n') + JSON.stringify(await rig.audit())).not.toContain(secret)
  })
})

describe('test page (mission/000)', () => {
  test('the three steps answer, with every secret masked', async () => {
    const rig = await connectedRig()
    rig.clock.advance(10_000)
    for (const step of ['oauth', 'clinic', 'grant'] as const) {
      const answer = await rig.services.testStep(step)
      expect(answer).toMatchObject({ ok: true, value: { step, ok: true, status: 200, failure: null } })
    }
    const token = await rig.tokens.accessToken(rig.june)
    const answer = await rig.services.testStep('grant')
    const shown = JSON.stringify(answer)
    if (!token.ok) throw new Error(token.failure.code)
    expect(shown).not.toContain(token.value)
    expect(answer.ok && answer.value.fields[0]?.value).toMatch(/^[A-Za-z0-9_-]{4}… \(\d+ characters\)$/)
    expect(answer.ok && (answer.value.expiresAt ?? 0) > rig.clock.now()).toBe(true)
  })

  test('a step that fails is an answer with its status', async () => {
    const rig = await connectedRig()
    rig.network.intercept = ({ url }) => (url.endsWith('/clinic') ? new Response('', { status: 502 }) : null)
    expect(await rig.services.testStep('clinic')).toMatchObject({
      ok: true,
      value: { ok: false, status: 502, failure: { code: 'fullscript-trouble' }, fields: [] },
    })
    await rig.app.sessions.end()
    expect(await rig.services.testStep('clinic')).toEqual({ ok: false, failure: { code: 'signed-out' } })
  })
})
