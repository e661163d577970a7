/**
 * S-04: bad answers of the token endpoint. Hundreds of bodies, statuses, content types and a cut at every byte; each one
 * has a typed outcome, none throws, and only a whole, unambiguous answer is ever taken.
 */
import { describe, expect, test } from 'vitest'
import { FAILURES } from '../../../../shared/failures'
import { ManualClock } from '../../../platform/clock/manual-clock'
import { silentLogger } from '../../../platform/logging/logger'
import { createHttp } from '../http/http'
import type { Application } from '../types'
import { DEFAULT_ASSUMPTIONS } from '../unknowns'
import { createAuthorizationClient } from './authorization-client'
import { tokenFailure, type TokenOutcome } from './token-fault'

const application: Application = {
  environment: 'us-snd',
  hosts: {
    api: 'https://api-us-snd.fullscript.io/api',
    authorize: 'https://api-us-snd.fullscript.io/api/oauth/authorize',
    embed: 'https://us-snd.fullscript.io',
  },
  clientId: 'client-id',
  clientSecret: 'client-secret',
  publicKey: 'public-key',
  originUri: 'https://app.yarrow.localhost',
  authorization: 'person',
  feature: 'treatmentPlan',
  wayBack: 'loopback',
  loopbackPorts: [],
  assumptions: DEFAULT_ASSUMPTIONS,
}

const TOKEN = {
  access_token: '96x5x67x09168xx64x4x8xx5xx541xxxxx38x10071',
  token_type: 'Bearer',
  expires_in: 7200,
  refresh_token: 'xxxx4x98xxxx7x03xxxxxx73x95x2514x0xx2x9xx1',
  scope: 'catalog:read',
  created_at: '2021-06-16T14:57:21.000Z',
  resource_owner: { id: 'xx7x357x-9x36', type: 'Practitioner' },
}

type Reply = { status?: number; type?: string | null; body: string | Uint8Array }

async function ask(reply: Reply, use: 'exchange' | 'refresh' = 'refresh') {
  const requests: string[] = []
  const fetch = (address: string) => {
    requests.push(address)
    const headers: Record<string, string> =
      reply.type === null ? {} : { 'content-type': reply.type ?? 'application/json' }
    const { status = 200 } = reply
    const body = status === 204 || status === 304 ? null : Buffer.from(reply.body)
    return Promise.resolve(new Response(body, { status, headers }))
  }
  const clock = new ManualClock()
  const client = createAuthorizationClient({
    http: createHttp({ fetch, clock, logger: silentLogger }),
    clock,
  })
  const grant = { code: 'code', redirectUri: 'http://127.0.0.1/cb', codeVerifier: 'v'.repeat(43) }
  const outcome =
    use === 'exchange'
      ? await client.exchange(application, grant, new AbortController().signal)
      : await client.refresh(application, 'refresh', ['catalog:read'])
  expect(clock.pendingTimers).toBe(0)
  return { outcome, requests }
}

const kindOf = (outcome: TokenOutcome<unknown>) => (outcome.ok ? 'taken' : outcome.fault.kind)
const nested = (change: object = {}) => JSON.stringify({ oauth: { ...TOKEN, ...change } })
const without = (key: keyof typeof TOKEN) => {
  const { [key]: _gone, ...rest } = TOKEN
  return rest
}

const odd: unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  '',
  ' ',
  'x\ny',
  '\u0000',
  [],
  ['a'],
  {},
  { a: 1 },
  'é',
  'a b',
]

/** Bodies that are none of the two shapes, or doubtful ones of them. */
const BAD_BODIES: string[] = [
  ...[
    '',
    ' ',
    'null',
    'true',
    '0',
    '"text"',
    '[]',
    '[{}]',
    '{}',
    '{"oauth":null}',
    '{"oauth":[]}',
    '{"oauth":"x"}',
  ],
  ...[
    '<html>',
    '<!doctype html><title>Sign in to Wi-Fi</title>',
    'access_token=a&token_type=bearer',
    '{',
    '{"oauth":',
  ],
  ...[
    'NaN',
    'undefined',
    "{'oauth':{}}",
    '{"oauth":{}}{"oauth":{}}',
    '// {}',
    '\u0000',
    '{"oauth":{"access_token":}}',
  ],
  JSON.stringify({ ...TOKEN, oauth: TOKEN }),
  JSON.stringify({ ...TOKEN, oauth: { ...TOKEN, access_token: 'another' } }),
  JSON.stringify({ access_token: TOKEN.access_token, oauth: TOKEN }),
  JSON.stringify({ oauth: { oauth: TOKEN } }),
  JSON.stringify({ data: TOKEN }),
  JSON.stringify([{ oauth: TOKEN }]),
  JSON.stringify({ Oauth: TOKEN }),
  JSON.stringify({ oauth: JSON.stringify(TOKEN) }),
  '{"__proto__":' + JSON.stringify(TOKEN) + '}',
  '{"oauth":{"__proto__":' + JSON.stringify(TOKEN) + '}}',
  '{"constructor":{"prototype":' + JSON.stringify(TOKEN) + '}}',
  '['.repeat(100_000) + ']'.repeat(100_000),
  '{"a":'.repeat(20_000) + '1' + '}'.repeat(20_000),
  ...(['access_token', 'token_type', 'resource_owner'] as const).flatMap((key) => [
    JSON.stringify({ oauth: without(key) }),
    JSON.stringify(without(key)),
  ]),
  ...(['access_token', 'token_type', 'resource_owner'] as const).flatMap((key) =>
    odd.flatMap((value) => [nested({ [key]: value }), JSON.stringify({ ...TOKEN, [key]: value })]),
  ),
  ...odd
    .filter((value) => value !== null)
    .flatMap((value) => [
      nested({ refresh_token: value }),
      JSON.stringify({ ...TOKEN, refresh_token: value }),
    ]),
  ...['mac', 'DPoP', 'dpop', 'N_A', 'Bearer ', 'bearer bearer', 'basic'].map((token_type) =>
    nested({ token_type }),
  ),
  ...[-1, -0.5, '-1', 'soon', '1e3', '0x10', '7200s', true, [], {}, '', ' 7200', '7200.5'].map((expires_in) =>
    nested({ expires_in }),
  ),
  ...['1e999', '-1e999'].map((number) => nested().replace('7200', number)),
  ...['clinic', 'practitioner', 'Admin', '', null, 1].map((type) =>
    nested({ resource_owner: { id: 'a', type } }),
  ),
  ...['', null, 1, {}, 'x'.repeat(201)].map((id) => nested({ resource_owner: { id, type: 'Staff' } })),
  ...[1, {}, [], true, 'x'.repeat(5000)].map((scope) => nested({ scope })),
  ...[{}, [], true, '', -1, 'x'.repeat(41)].map((created_at) => nested({ created_at })),
  nested({ access_token: 'a'.repeat(64 * 1024 + 1) }),
  nested({ refresh_token: 'a'.repeat(64 * 1024 + 1) }),
]

const STATUSES = [
  200, 201, 204, 300, 304, 400, 401, 403, 404, 409, 415, 418, 422, 500, 501, 502, 503, 504, 599,
]
const TYPES = ['text/html', 'text/plain', 'application/octet-stream', 'application/jsonp', null]

describe('S-04 F-304 F-305 F-306 F-307', () => {
  test(`${BAD_BODIES.length} bodies with status 200 are all refused, each with a kind`, async () => {
    expect(new Set(BAD_BODIES).size).toBeGreaterThan(180)
    for (const body of BAD_BODIES) {
      expect(`${kindOf((await ask({ body })).outcome)} ${body.slice(0, 120)}`).toBe(
        `unreadable ${body.slice(0, 120)}`,
      )
    }
  })

  test('S-04 bodies, statuses and content types: thousands of replies, every outcome typed, none taken', async () => {
    const short = BAD_BODIES.filter((body) => body.length < 5_000)
    const replies: Reply[] = [
      ...short.flatMap((body) => STATUSES.map((status) => ({ body, status }))),
      ...[nested(), JSON.stringify(TOKEN), ...short.slice(0, 20)].flatMap((body) =>
        STATUSES.flatMap((status) => TYPES.map((type) => ({ body, status, type }))),
      ),
    ]
    for (const reply of replies) {
      const { outcome } = await ask(reply)
      if (outcome.ok) throw new Error(`taken: ${JSON.stringify(reply).slice(0, 200)}`)
      // Only a body that says so may say that a grant is dead; of these none does.
      const expected = (reply.status ?? 0) >= 500 ? 'trouble' : 'unreadable'
      if (outcome.fault.kind !== expected) throw new Error(`${outcome.fault.kind}: ${JSON.stringify(reply)}`)
    }
    expect(replies.length).toBeGreaterThan(5_000)
  })

  test('cut at every byte: never taken, except whole', async () => {
    for (const body of [nested(), JSON.stringify(TOKEN)]) {
      for (let end = 0; end < body.length; end += 1) {
        expect(kindOf((await ask({ body: body.slice(0, end) })).outcome)).toBe('unreadable')
      }
      expect(kindOf((await ask({ body })).outcome)).toBe('taken')
    }
  })

  test('every single byte changed: a typed outcome, and what is taken still has a token, an owner and a type', async () => {
    const body = Buffer.from(nested())
    for (let at = 0; at < body.length; at += 1) {
      for (const flip of [0x01, 0x20, 0x80]) {
        const changed = Buffer.from(body)
        changed[at] = (changed[at] ?? 0) ^ flip
        const { outcome } = await ask({ body: changed })
        if (!outcome.ok) expect(outcome.fault.kind).toBe('unreadable')
        else
          expect(outcome.value).toMatchObject({
            accessToken: /^[\x21-\x7e]+$/.exec(outcome.value.accessToken)?.[0],
            owner: { type: 'Practitioner' },
          })
      }
    }
  })

  test('F-305 more than 256 KiB is not read to its end', async () => {
    let pulled = 0
    const endless = new ReadableStream({
      pull(controller) {
        pulled += 1
        controller.enqueue(new Uint8Array(64 * 1024).fill(32))
      },
    })
    const fetch = () =>
      Promise.resolve(new Response(endless, { headers: { 'content-type': 'application/json' } }))
    const clock = new ManualClock()
    const client = createAuthorizationClient({
      http: createHttp({ fetch, clock, logger: silentLogger }),
      clock,
    })
    const outcome = await client.refresh(application, 'refresh', [])
    expect(outcome).toMatchObject({ ok: false, fault: { kind: 'unreadable', reason: 'size' } })
    expect(pulled).toBeLessThan(8)
  })

  test('F-305 an object that pollutes prototypes pollutes nothing', async () => {
    await ask({ body: '{"oauth":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}}' })
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })

  test('F-301 a server that stays silent: the deadline ends it, and whether a code was sent is not guessed', async () => {
    const clock = new ManualClock()
    const fetch = (_address: string, init: RequestInit) =>
      new Promise<Response>((_resolve, reject) => {
        init.signal?.addEventListener('abort', () => {
          reject(new DOMException('aborted', 'AbortError'))
        })
      })
    const client = createAuthorizationClient({
      http: createHttp({ fetch, clock, logger: silentLogger }),
      clock,
    })
    const grant = { code: 'code', redirectUri: 'http://127.0.0.1/cb', codeVerifier: 'v'.repeat(43) }
    const outcome = client.exchange(application, grant, new AbortController().signal)
    while (clock.pendingTimers === 0) await new Promise(setImmediate)
    clock.advance(20_000)
    expect(await outcome).toMatchObject({
      ok: false,
      fault: { kind: 'unreachable', sent: true, broken: false },
    })
  })
})

describe('what is taken', () => {
  test('R-6749-03 a hundred unknown keys change nothing', async () => {
    const extra = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`unknown_${at}`, { at }]))
    const plain = (await ask({ body: nested() })).outcome
    expect((await ask({ body: nested(extra) })).outcome).toEqual(plain)
    expect((await ask({ body: JSON.stringify({ ...extra, oauth: TOKEN }) })).outcome).toEqual(plain)
    expect((await ask({ body: nested({ id_token: 'not.a.jwt' }) })).outcome).toEqual(plain)
  })

  test.each(['bearer', 'Bearer', 'BEARER'])('R-6749-10 token_type %s', async (token_type) => {
    expect((await ask({ body: nested({ token_type }) })).outcome.ok).toBe(true)
  })

  test.each([1, 43, 4096, 65_536])('R-6749-06 tokens of %i bytes', async (size) => {
    const { outcome } = await ask({
      body: nested({ access_token: 'a'.repeat(size), refresh_token: 'b'.repeat(size) }),
    })
    expect(outcome).toMatchObject({
      value: { accessToken: 'a'.repeat(size), refreshToken: 'b'.repeat(size) },
    })
  })

  test.each([
    [0, 0],
    ['7200', 7200],
    [1.5, 1],
    [1e12, 86_400],
    [1e308, 86_400],
    [null, null],
    [undefined, null],
  ])('R-6749-11 F-307 expires_in %s means %s seconds', async (expires_in, seconds) => {
    expect((await ask({ body: nested({ expires_in }) })).outcome).toMatchObject({
      value: { expiresIn: seconds },
    })
  })

  test('F-306 a refresh may leave the refresh token out, an exchange may not', async () => {
    const body = JSON.stringify({ oauth: without('refresh_token') })
    expect((await ask({ body })).outcome).toMatchObject({ ok: true, value: { refreshToken: null } })
    expect(kindOf((await ask({ body }, 'exchange')).outcome)).toBe('unreadable')
  })

  test('R-6749-12 the granted scopes are read; an omitted scope stands for those before', async () => {
    expect((await ask({ body: nested({ scope: 'a  b' }) })).outcome).toMatchObject({
      value: { scopes: ['a', 'b'] },
    })
    expect((await ask({ body: JSON.stringify({ oauth: without('scope') }) })).outcome).toMatchObject({
      value: { scopes: ['catalog:read'] },
    })
  })

  test.each([
    ['2021-06-16T14:57:21.000Z', '2021-06-16T14:57:21.000Z'],
    ['2021-06-16T14:57:21', '2021-06-16T14:57:21'],
    [1_623_855_441, '2021-06-16T14:57:21.000Z'],
  ])('F-308 created_at %s is kept for display only', async (created_at, shown) => {
    expect((await ask({ body: nested({ created_at }) })).outcome).toMatchObject({
      value: { issuedAt: shown },
    })
  })

  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON',
    'application/vnd.api+json',
  ])('content type %s', async (type) => {
    expect((await ask({ body: nested(), type })).outcome.ok).toBe(true)
  })

  test('F-305 a byte order mark is no part of the answer', async () => {
    expect((await ask({ body: `\ufeff${nested()}` })).outcome.ok).toBe(true)
  })
})

describe('refusals', () => {
  const error = (name: string) =>
    JSON.stringify({ error: name, error_description: 'Lokalisierter Text\u0007' })

  test.each([
    [400, 'invalid_grant', 'grant-refused'],
    [401, 'invalid_grant', 'grant-refused'],
    [401, 'invalid_client', 'client-refused'],
    [400, 'invalid_client', 'client-refused'],
    [401, 'unauthorized_client', 'client-refused'],
    [403, 'unauthorized_client', 'client-refused'],
    [400, 'invalid_request', 'unreadable'],
    [400, 'unsupported_grant_type', 'unreadable'],
    [400, 'invalid_scope', 'unreadable'],
    [400, 'something_new', 'unreadable'],
    [500, 'invalid_grant', 'trouble'],
    [404, 'invalid_grant', 'unreadable'],
    [422, 'invalid_client', 'unreadable'],
  ])('R-6749-14 R-DK-04 R-DK-05 %i %s is %s', async (status, name, kind) => {
    expect(kindOf((await ask({ status, body: error(name) })).outcome)).toBe(kind)
  })

  test('R-DK-13 R-6749-14 no text of the server and no control character reaches the outcome', async () => {
    for (const name of ['invalid_request', 'bad\u0007name', 'x'.repeat(500), '<script>']) {
      const { outcome } = await ask({ status: 400, body: error(name) })
      expect(JSON.stringify(outcome)).toMatch(/^[\x20-\x7e]*$/)
      expect(JSON.stringify(outcome)).not.toMatch(/Lokalisiert|script|xxxx/)
    }
  })

  test('F-317 an HTML page with 400 or 401 says nothing about the grant', async () => {
    for (const status of [400, 401, 403]) {
      expect(kindOf((await ask({ status, type: 'text/html', body: error('invalid_grant') })).outcome)).toBe(
        'unreadable',
      )
    }
  })
})

test.each(['exchange', 'refresh'] as const)(
  'R-DK-03: a refused grant at an %s is told without a reason that nobody can know',
  (use) => {
    const { code } = tokenFailure({ kind: 'grant-refused' }, use, 0)
    const { happened, safe, todo } = FAILURES[code]
    const reasons = /used|old|expired|ended|revoked|mismatch|wrong|another/i
    for (const sentence of [happened, safe, todo].flatMap((text) => text.split(/(?<=\.) /)))
      expect(!reasons.test(sentence) || /\bmay\b/.test(sentence), sentence).toBe(true)
    expect(todo).toMatch(/connect/i)
  },
)
