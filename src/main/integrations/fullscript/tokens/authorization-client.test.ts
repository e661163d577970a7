/** Proves what leaves for the token and revocation endpoints: shape, credentials, address, and how often. */
import { expect, test } from 'vitest'
import { ManualClock } from '../../../platform/clock/manual-clock'
import { silentLogger } from '../../../platform/logging/logger'
import { createHttp, type FetchInit } from '../http/http'
import type { Application } from '../types'
import { DEFAULT_ASSUMPTIONS } from '../unknowns'
import { createAuthorizationClient } from './authorization-client'

const local: Application = {
  environment: 'local',
  hosts: {
    api: 'http://127.0.0.1:4000/api',
    authorize: 'http://127.0.0.1:4000/a',
    embed: 'http://127.0.0.1:4000',
  },
  clientId: 'client-id',
  clientSecret: 's€cret & more',
  publicKey: 'public-key',
  originUri: 'https://app.yarrow.localhost',
  authorization: 'person',
  feature: 'treatmentPlan',
  wayBack: 'loopback',
  loopbackPorts: [],
  assumptions: DEFAULT_ASSUMPTIONS,
}

const TOKEN = {
  oauth: {
    access_token: 'access',
    token_type: 'Bearer',
    refresh_token: 'next',
    resource_owner: { id: 'a', type: 'Staff' },
  },
}

function bench(...replies: Response[]) {
  const sent: { address: string; init: FetchInit }[] = []
  const fetch = (address: string, init: FetchInit) => {
    sent.push({ address, init })
    return Promise.resolve(replies.shift() ?? Response.json(TOKEN))
  }
  const clock = new ManualClock()
  const client = createAuthorizationClient({
    http: createHttp({ fetch, clock, logger: silentLogger }),
    clock,
  })
  return { client, sent }
}

const body = (request: { init: FetchInit } | undefined) => JSON.parse(request?.init.body as string) as unknown

test('R-6749-07 R-6749-08 R-6749-09 mission/002: an exchange is one JSON POST with the credentials in its body', async () => {
  const { client, sent } = bench()
  const redirectUri = 'http://[::1]:49152/fullscript/local/callback'
  const codeVerifier = 'v'.repeat(43)
  await client.exchange(local, { code: 'c/o+d=e', redirectUri, codeVerifier }, new AbortController().signal)
  expect(sent).toHaveLength(1)
  expect(sent[0]).toMatchObject({
    address: 'http://127.0.0.1:4000/api/oauth/token',
    init: {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    },
  })
  expect(Object.keys(sent[0]?.init.headers ?? {})).not.toContain('authorization')
  expect(body(sent[0])).toEqual({
    grant_type: 'authorization_code',
    client_id: 'client-id',
    client_secret: 's€cret & more',
    code: 'c/o+d=e',
    redirect_uri: redirectUri,
    code_verifier: codeVerifier,
  })
})

test('a refresh names no redirect_uri and no scope', async () => {
  const { client, sent } = bench()
  await client.refresh(local, 'old', [])
  expect(body(sent[0])).toEqual({
    grant_type: 'refresh_token',
    client_id: 'client-id',
    client_secret: 's€cret & more',
    refresh_token: 'old',
  })
})

test('R-7009-01 R-7009-02 a revocation names the kind of token; any 200 is taken, whatever its body', async () => {
  for (const reply of [Response.json({}), new Response('<html>'), new Response(null, { status: 200 })]) {
    const { client, sent } = bench(reply)
    expect(await client.revoke(local, 'old', 'refresh_token')).toEqual({ ok: true, value: null })
    expect(sent[0]?.address).toBe('http://127.0.0.1:4000/api/oauth/revoke')
    expect(body(sent[0])).toEqual({
      client_id: 'client-id',
      client_secret: 's€cret & more',
      token: 'old',
      token_type_hint: 'refresh_token',
    })
  }
})

test('R-7009-03 R-7009-04 R-DK-12 503 and 403 are not a revocation', async () => {
  const unavailable = new Response('', { status: 503, headers: { 'retry-after': '5' } })
  expect(await bench(unavailable).client.revoke(local, 'old', 'access_token')).toMatchObject({
    ok: false,
    fault: { kind: 'trouble', wait: 5000 },
  })
  const forbidden = Response.json({ error: 'unauthorized_client' }, { status: 403 })
  expect(await bench(forbidden).client.revoke(local, 'old', 'access_token')).toMatchObject({
    ok: false,
    fault: { kind: 'client-refused' },
  })
})

test('R-DK-14 after a 415 the same body goes out once more as a form, and only once', async () => {
  const once = bench(new Response('', { status: 415 }))
  expect((await once.client.refresh(local, 'o l+d', [])).ok).toBe(true)
  expect(once.sent[1]?.init.headers).toMatchObject({
    'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
  })
  expect(Object.fromEntries(new URLSearchParams(once.sent[1]?.init.body as string))).toEqual(
    body(once.sent[0]),
  )
  const always = bench(new Response('', { status: 415 }), new Response('', { status: 415 }))
  expect((await always.client.refresh(local, 'old', [])).ok).toBe(false)
  expect(always.sent).toHaveLength(2)
})

test.each([
  ['us-snd', 'http://api-us-snd.fullscript.io/api'],
  ['us', 'https://fullscript.io.example/api'],
  ['us', 'https://notfullscript.io/api'],
  ['us', 'https://user:pass@api-us.fullscript.io/api'],
  ['us', 'https://127.0.0.1/api'],
  ['local', 'http://192.168.1.10/api'],
  ['local', 'http://example.localhost.example/api'],
  ['local', 'https://api-us.fullscript.io/api'],
] as const)('R-6749-15 R-6750-03 F-322 %s: nothing is sent to %s', async (environment, api) => {
  const { client, sent } = bench()
  const elsewhere = { ...local, environment, hosts: { ...local.hosts, api } }
  expect(await client.refresh(elsewhere, 'old', [])).toMatchObject({ ok: false, fault: { reason: 'host' } })
  expect(await client.revoke(elsewhere, 'old', 'access_token')).toMatchObject({ ok: false })
  expect(sent).toEqual([])
})
