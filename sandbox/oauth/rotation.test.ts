/** Proves both rotation modes, revocation and the bearer answers (R-DK-05 to R-DK-07, R-DK-12, mission/002). */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startSandbox, type Sandbox } from '../server'
import { accountOf, applicationOf, getWith, pairOf, postJson, refresh } from '../test-client'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({ https: false })
})
afterAll(() => sandbox.close())
beforeEach(() => sandbox.control.reset())

const issue = (scopes?: string[]) => {
  const pair = sandbox.control.issueTokens({
    clientId: applicationOf(sandbox).clientId,
    user: accountOf(sandbox, 'Tomas Okafor').email,
    scopes,
  })
  if (!pair) throw new Error('no tokens')
  return pair
}
const clinic = (accessToken: string) => getWith(`${sandbox.http}/api/clinic`, accessToken)
const revoke = (fields: Record<string, unknown>) => {
  const { clientId, clientSecret } = applicationOf(sandbox)
  return postJson(`${sandbox.http}/api/oauth/revoke`, {
    client_id: clientId,
    client_secret: clientSecret,
    ...fields,
  })
}

describe('R-DK-07 lazy rotation', () => {
  it('keeps the old refresh token until the new access token is first used', async () => {
    const old = issue()
    const first = pairOf((await refresh(sandbox, old.refreshToken)).body)
    const second = pairOf((await refresh(sandbox, old.refreshToken)).body)
    expect((await clinic(old.accessToken)).status).toBe(200)
    expect((await clinic(second.access_token)).status).toBe(200)
    expect((await refresh(sandbox, old.refreshToken)).body['error']).toBe('invalid_grant')
    expect(await (await clinic(old.accessToken)).json()).toEqual({ error: 'The access token was revoked' })
    // The sibling is an orphan that lives on.
    expect((await refresh(sandbox, first.refresh_token)).status).toBe(200)
  })

  it('burns the old refresh token even when the first use ends in 401 or 403', async () => {
    const expired = issue()
    const next = pairOf((await refresh(sandbox, expired.refreshToken)).body)
    sandbox.control.advance(7_200_000)
    expect((await clinic(next.access_token)).status).toBe(401)
    expect(sandbox.control.inspect(expired.refreshToken)).toMatchObject({ known: true, alive: false })

    const narrow = issue(['catalog:read'])
    const narrowNext = pairOf((await refresh(sandbox, narrow.refreshToken)).body)
    expect((await clinic(narrowNext.access_token)).status).toBe(403)
    expect(sandbox.control.inspect(narrow.refreshToken)).toMatchObject({ known: true, alive: false })
  })

  it('is not set off by looking at the token through the controls', async () => {
    const old = issue()
    const next = pairOf((await refresh(sandbox, old.refreshToken)).body)
    expect(sandbox.control.inspect(next.access_token)).toMatchObject({ kind: 'access', alive: true })
    expect(sandbox.control.inspect(old.refreshToken)).toMatchObject({ kind: 'refresh', alive: true })
  })

  it('counts exactly, also under 300 refreshes at once', async () => {
    const old = issue()
    const answers = await Promise.all(Array.from({ length: 300 }, () => refresh(sandbox, old.refreshToken)))
    expect(answers.every((answer) => answer.status === 200)).toBe(true)
    const counters = sandbox.control.counters()
    expect(counters.refreshes).toBe(300)
    expect(counters.token['refresh_token']).toEqual({ received: 300, succeeded: 300 })
    expect(counters.requests['POST /api/oauth/token']).toBe(300)
  })
})

describe('R-DK-07 immediate rotation', () => {
  it('kills the old pair at the refresh itself', async () => {
    sandbox.control.changeSettings({ rotation: 'immediate' })
    const old = issue()
    expect((await refresh(sandbox, old.refreshToken)).status).toBe(200)
    expect((await refresh(sandbox, old.refreshToken)).body['error']).toBe('invalid_grant')
    expect((await clinic(old.accessToken)).status).toBe(401)
  })
})

describe('refresh', () => {
  it('R-DK-05 and R-DK-06 answer as Doorkeeper does', async () => {
    const { refreshToken } = issue(['catalog:read'])
    const ask = (fields: Record<string, unknown>) => {
      const { clientId, clientSecret } = applicationOf(sandbox)
      return postJson(`${sandbox.http}/api/oauth/token`, {
        grant_type: 'refresh_token',
        client_id: clientId,
        client_secret: clientSecret,
        refresh_token: refreshToken,
        ...fields,
      })
    }
    const other = applicationOf(sandbox, 'clinic')
    expect((await ask({ client_secret: 'wrong' })).body['error']).toBe('invalid_client')
    expect((await ask({ client_id: other.clientId, client_secret: other.clientSecret })).body['error']).toBe(
      'invalid_grant',
    )
    expect((await ask({ scope: 'clinic:write' })).body['error']).toBe('invalid_scope')
    sandbox.control.changeApplication(applicationOf(sandbox).clientId, {
      scopes: ['catalog:read', 'clinic:read'],
    })
    expect(pairOf((await ask({})).body)['scope']).toBe('catalog:read')
  })
})

describe('bearer', () => {
  it('answers invalid, revoked and expired in Doorkeeper words, and 403 for a missing scope', async () => {
    const invalid = await clinic('nonsense')
    expect(invalid.status).toBe(401)
    expect(invalid.headers.get('www-authenticate')).toBe(
      'Bearer realm="Doorkeeper", error="invalid_token", error_description="The access token is invalid"',
    )
    const { accessToken } = issue()
    sandbox.control.advance(7_199_000)
    expect((await clinic(accessToken)).status).toBe(200)
    sandbox.control.advance(1_000)
    expect(await (await clinic(accessToken)).json()).toEqual({ error: 'The access token expired' })
    const narrow = issue(['catalog:read'])
    const forbidden = await clinic(narrow.accessToken)
    expect(forbidden.status).toBe(403)
    expect(await forbidden.json()).toEqual({ error: 'Must have `clinic` scope enabled' })
    expect(sandbox.control.revokeUser(accountOf(sandbox, 'Tomas Okafor').email)).toBe(2)
    expect(await (await clinic(narrow.accessToken)).json()).toEqual({ error: 'The access token was revoked' })
  })
})

describe('R-DK-12 revoke', () => {
  it('kills both tokens, by either of them, also an expired access token', async () => {
    for (const pick of ['accessToken', 'refreshToken'] as const) {
      const pair = issue()
      if (pick === 'accessToken') sandbox.control.advance(8_000_000)
      const answer = await revoke({ token: pair[pick] })
      expect([answer.status, answer.body]).toEqual([200, {}])
      expect((await refresh(sandbox, pair.refreshToken)).status).toBe(400)
    }
  })

  it('answers 200 to an unknown token, 403 to another client and to wrong credentials', async () => {
    expect((await revoke({ token: 'unknown' })).status).toBe(200)
    const other = applicationOf(sandbox, 'clinic')
    const pair = issue()
    for (const credentials of [
      { client_id: other.clientId, client_secret: other.clientSecret },
      { client_secret: 'wrong' },
    ]) {
      const answer = await revoke({ token: pair.accessToken, ...credentials })
      expect(answer.status).toBe(403)
      expect(answer.body).toEqual({
        error: 'unauthorized_client',
        error_description: 'You are not authorized to revoke this token',
      })
    }
    expect((await clinic(pair.accessToken)).status).toBe(200)
  })
})
