/** Proves faults, counters, the control API and the page: the fault suites of the app lean on them. */
import { X509Certificate } from 'node:crypto'
import { request } from 'node:https'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startSandbox, type Sandbox } from '../server'
import { accountOf, applicationOf, getWith, pairOf, postJson, refresh } from '../test-client'
import type { FaultInput } from './faults'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.close())
beforeEach(() => sandbox.control.reset())

const issue = () => {
  const user = accountOf(sandbox, 'Tomas Okafor').email
  const pair = sandbox.control.issueTokens({ clientId: applicationOf(sandbox).clientId, user })
  if (!pair) throw new Error('no tokens')
  return pair
}
const clinic = (accessToken: string) => getWith(`${sandbox.http}/api/clinic`, accessToken)
const control = (name: string, body: unknown = {}) =>
  postJson(`${sandbox.addresses.control}/api/${name}`, body)
const inject = (fault: FaultInput) => sandbox.control.addFault(fault)
const TOKEN = '/api/oauth/token'

describe('faults', () => {
  it('lost before processing: nothing happened; lost after: it did', async () => {
    for (const [when, refreshes] of [
      ['before', 0],
      ['after', 1],
    ] as const) {
      sandbox.control.reset()
      const { refreshToken } = issue()
      inject({ path: TOKEN, grantType: 'refresh_token', effect: { kind: 'drop', when } })
      await expect(refresh(sandbox, refreshToken)).rejects.toThrow()
      const counters = sandbox.control.counters()
      expect(counters.refreshes, when).toBe(refreshes)
      expect(counters.token['refresh_token']).toEqual({ received: 1, succeeded: refreshes })
      expect((await refresh(sandbox, refreshToken)).status).toBe(200)
    }
  })

  it('a request lost before processing does not count as first use of its access token', async () => {
    const old = issue()
    const next = pairOf((await refresh(sandbox, old.refreshToken)).body)
    inject({ path: '/api/clinic', effect: { kind: 'drop', when: 'before' } })
    await expect(clinic(next.access_token)).rejects.toThrow()
    expect(sandbox.control.inspect(old.refreshToken)).toMatchObject({ alive: true })
    inject({ path: '/api/clinic', effect: { kind: 'drop', when: 'after' } })
    await expect(clinic(next.access_token)).rejects.toThrow()
    expect(sandbox.control.inspect(old.refreshToken)).toMatchObject({ alive: false })
  })

  it('hit after the skipped ones, as often as counted, and only the matching method', async () => {
    const { accessToken } = issue()
    inject({ method: 'GET', path: '/api/cl*', skip: 1, count: 2, effect: { kind: 'status', status: 503 } })
    inject({ method: 'POST', path: '/api/clinic', effect: { kind: 'status', status: 500 } })
    const statuses: number[] = []
    for (let round = 0; round < 4; round += 1) statuses.push((await clinic(accessToken)).status)
    expect(statuses).toEqual([200, 503, 503, 200])
    expect(sandbox.control.faults()).toMatchObject([{ method: 'POST', hits: 0 }])
  })

  it('status with headers, HTML, foreign content type, other JSON, and merged members', async () => {
    const { accessToken } = issue()
    inject({
      path: '/api/clinic',
      effect: { kind: 'status', status: 429, headers: { 'Retry-After': 'abc' } },
    })
    const limited = await clinic(accessToken)
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, 'abc'])
    inject({ path: '/api/clinic', effect: { kind: 'html' } })
    const page = await clinic(accessToken)
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    inject({ path: '/api/clinic', effect: { kind: 'content-type', value: 'text/plain' } })
    expect((await clinic(accessToken)).headers.get('content-type')).toBe('text/plain')
    inject({ path: '/api/clinic', effect: { kind: 'json', body: '{"broken":', when: 'after' } })
    expect(await (await clinic(accessToken)).text()).toBe('{"broken":')
    inject({ path: '/api/clinic', effect: { kind: 'merge', set: { clinic: { name: null, extra: 7 } } } })
    const merged = (await (await clinic(accessToken)).json()) as { clinic: Record<string, unknown> }
    expect(merged.clinic['extra']).toBe(7)
    expect('name' in merged.clinic).toBe(false)
    expect(merged.clinic['id']).toBe(accountOf(sandbox, 'Tomas Okafor').clinicId)
  })

  it('truncated: the promised length is never reached, at any byte of body or head', async () => {
    const { accessToken } = issue()
    for (const effect of [{ bodyBytes: 10 }, { replyBytes: 5 }, { replyBytes: 0 }, {}]) {
      inject({ path: '/api/clinic', effect: { kind: 'truncate', ...effect } })
      await expect(clinic(accessToken).then((answer) => answer.text())).rejects.toThrow()
    }
    expect((await clinic(accessToken)).status).toBe(200)
  })

  it('delay and hang end when they should', async () => {
    const { accessToken } = issue()
    inject({ path: '/api/clinic', effect: { kind: 'delay', milliseconds: 20 } })
    expect((await clinic(accessToken)).status).toBe(200)
    inject({ path: '/api/clinic', effect: { kind: 'hang', when: 'after' } })
    const stop = new AbortController()
    const hanging = fetch(`${sandbox.http}/api/clinic`, {
      headers: { authorization: `Bearer ${accessToken}` },
      signal: stop.signal,
    })
    const answered = await Promise.race([
      hanging.then(() => 'answered'),
      clinic(accessToken).then(() => 'the next one was answered'),
    ])
    expect(answered).toBe('the next one was answered')
    stop.abort()
    await expect(hanging).rejects.toThrow()
  })
})

describe('control API', () => {
  it('moves the clock, and the Date header with it', async () => {
    const { body } = await control('clock/advance', { milliseconds: 86_400_000 })
    const tomorrow = Date.parse(String(body['now']))
    const answer = await clinic('x')
    expect(Math.abs(Date.parse(answer.headers.get('date') ?? '') - tomorrow)).toBeLessThan(5_000)
  })

  it('changes applications, revokes people and tells tokens without showing them', async () => {
    const { clientId } = applicationOf(sandbox)
    const pair = issue()
    expect((await control('application', { clientId, change: { clientSecret: 'replaced' } })).body).toEqual({
      ok: true,
    })
    expect((await refresh(sandbox, pair.refreshToken)).body['error']).toBe('invalid_client')
    const user = accountOf(sandbox, 'Tomas Okafor').email
    expect((await control('revoke-user', { user })).body).toEqual({ revoked: 1 })
    expect((await control('inspect', { token: pair.refreshToken })).body).toMatchObject({
      kind: 'refresh',
      alive: false,
    })
    const state = await (await fetch(`${sandbox.addresses.control}/api/state`)).text()
    for (const secret of [pair.accessToken, pair.refreshToken]) expect(state).not.toContain(secret)
  })

  it('issues codes and tokens for tests, takes faults, and explains wrong input', async () => {
    const wanted = {
      clientId: applicationOf(sandbox).clientId,
      user: accountOf(sandbox, 'June Hartwell').email,
    }
    expect((await control('tokens', wanted)).body['accessToken']).toMatch(/^[\w-]{43}$/)
    expect((await control('codes', { ...wanted, redirectUri: 'x' })).body['code']).toMatch(/^[\w-]{43}$/)
    expect(
      (await control('faults', { path: '/api/*', effect: { kind: 'hang', when: 'before' } })).body['id'],
    ).toBeDefined()
    expect((await control('faults/clear')).status).toBe(200)
    expect((await control('settings', { rotation: 'sideways' })).status).toBe(422)
  })

  it('refuses a page of another origin', async () => {
    const answer = await fetch(`${sandbox.addresses.control}/api/reset`, {
      method: 'POST',
      headers: { origin: 'https://elsewhere.example' },
    })
    expect(answer.status).toBe(403)
  })

  it('has a page for people', async () => {
    const page = await (await fetch(sandbox.addresses.control)).text()
    for (const part of [
      'Move the clock',
      'Accounts',
      'Applications',
      'Behaviour',
      'Faults',
      'Plans',
      'Counters',
    ]) {
      expect(page).toContain(part)
    }
  })
})

describe('HTTPS', () => {
  it('serves the same world behind the certificate that was printed', async () => {
    const { certificatePem, certificateFingerprint, https } = sandbox.addresses
    expect(new X509Certificate(certificatePem).fingerprint256).toBe(certificateFingerprint)
    const { accessToken } = issue()
    const status = await new Promise((resolve, reject) => {
      const options = { ca: certificatePem, headers: { authorization: `Bearer ${accessToken}` } }
      request(`${https}/api/clinic`, options, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
        .on('error', reject)
        .end()
    })
    expect(status).toBe(200)
  })
})
