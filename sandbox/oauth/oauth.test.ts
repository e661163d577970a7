/** Proves the authorize pages, the exchange and Doorkeeper's error answers (fullscript.md 2, R-DK-01 to R-DK-12). */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startSandbox, type Sandbox } from '../server'
import {
  accountOf,
  applicationOf,
  Browser,
  getWith,
  hiddenFields,
  pairOf,
  postJson,
  REDIRECT,
} from '../test-client'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({ https: false })
})
afterAll(() => sandbox.close())
beforeEach(() => sandbox.control.reset())

const JUNE = 'June Hartwell'

const authorizePath = (changes: Record<string, string | undefined> = {}, base = '/oauth/authorize') => {
  const parameters: Record<string, string | undefined> = {
    client_id: applicationOf(sandbox).clientId,
    redirect_uri: REDIRECT,
    response_type: 'code',
    state: 'opaque state/+&',
    ...changes,
  }
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.set(name, value)
  return `${base}?${query.toString()}`
}

async function consent(browser: Browser, path: string, decision: 'authorize' | 'cancel') {
  await browser.get(path)
  const { email, password } = accountOf(sandbox, JUNE)
  const signedIn = await browser.signIn(email, password)
  const page = await (await browser.get(signedIn.headers.get('location') ?? '')).text()
  return browser.post(path.split('?')[0] ?? '', { ...hiddenFields(page), decision })
}

const exchange = (fields: Record<string, unknown>) => {
  const { clientId, clientSecret } = applicationOf(sandbox)
  return postJson(`${sandbox.http}/api/oauth/token`, {
    grant_type: 'authorization_code',
    client_id: clientId,
    client_secret: clientSecret,
    redirect_uri: REDIRECT,
    ...fields,
  })
}

const newCode = (codeChallenge?: string) =>
  sandbox.control.issueCode({
    clientId: applicationOf(sandbox).clientId,
    user: accountOf(sandbox, JUNE).email,
    redirectUri: REDIRECT,
    codeChallenge,
  })

describe('authorize pages', () => {
  for (const base of ['/oauth/authorize', '/api/oauth/authorize']) {
    it(`give a code and the untouched state at ${base}`, async () => {
      const answer = await consent(
        new Browser(sandbox.http),
        authorizePath({ scope: 'nonsense' }, base),
        'authorize',
      )
      expect(answer.status).toBe(302)
      const location = new URL(answer.headers.get('location') ?? '')
      expect(location.origin + location.pathname).toBe(REDIRECT)
      expect(location.searchParams.get('state')).toBe('opaque state/+&')
      const { status, body } = await exchange({ code: location.searchParams.get('code') })
      expect(status).toBe(200)
      expect(pairOf(body)).toMatchObject({
        token_type: 'Bearer',
        expires_in: 7200,
        scope: applicationOf(sandbox).scopes.join(' '),
        resource_owner: { id: accountOf(sandbox, JUNE).id, type: 'Practitioner' },
      })
      expect(pairOf(body)['created_at']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
      expect(pairOf(body).access_token).toMatch(/^[\w-]{43}$/)
    })
  }

  it('answer cancel with access_denied and the state', async () => {
    const answer = await consent(new Browser(sandbox.http), authorizePath(), 'cancel')
    const query = new URL(answer.headers.get('location') ?? '').searchParams
    expect(Object.fromEntries(query)).toEqual({
      error: 'access_denied',
      error_description: 'The resource owner or authorization server denied the request.',
      state: 'opaque state/+&',
    })
  })

  const strangers = [
    'http://127.0.0.1:28471/elsewhere',
    'http://localhost:28471/fullscript/local/callback',
    'http://127.0.0.1.evil.example/fullscript/local/callback',
    'http://user@127.0.0.1:28471/fullscript/local/callback',
    'http://127.0.0.1:28471/fullscript/local/callback?x=1',
    'https://127.0.0.1:28471/fullscript/local/callback',
    'com.yarrowehr.desktop:/fullscript/local/callback/',
    undefined,
  ]
  const otherPorts = [
    'http://127.0.0.1/fullscript/local/callback',
    'http://127.0.0.1:80/fullscript/local/callback',
    'http://127.0.0.1:28472/fullscript/local/callback',
  ]
  const pageFor = (uri: string | undefined) =>
    new Browser(sandbox.http).get(authorizePath({ redirect_uri: uri }))

  it.each([...strangers, ...otherPorts])(
    'R-DK-08 answer 404 without redirect for any mismatch, a port included: %s',
    async (uri) => {
      const answer = await pageFor(uri)
      expect(answer.status).toBe(404)
      expect(answer.headers.get('location')).toBeNull()
    },
  )

  it('allow what is registered, byte for byte, a private scheme too', async () => {
    for (const uri of applicationOf(sandbox).redirectUris)
      expect((await pageFor(uri)).headers.get('location')).toBe('/login')
  })

  it('R-DK-11 free the port of loopback literals, and nothing else, by the switch', async () => {
    sandbox.control.changeSettings({ anyLoopbackPort: true })
    for (const uri of otherPorts) expect((await pageFor(uri)).headers.get('location')).toBe('/login')
    for (const uri of strangers) expect((await pageFor(uri)).status).toBe(404)
    expect((await pageFor('http://[::1]:28471/fullscript/local/callback')).status).toBe(404)
  })

  it('R-DK-10 skip consent while a live token with the same scopes exists, and ask again after scopes changed', async () => {
    const { clientId, scopes } = applicationOf(sandbox)
    const browser = new Browser(sandbox.http)
    const account = accountOf(sandbox, JUNE)
    await browser.signIn(account.email, account.password)
    expect((await browser.get(authorizePath())).status).toBe(200)
    sandbox.control.issueTokens({ clientId, user: account.email })
    expect((await browser.get(authorizePath())).status).toBe(302)
    sandbox.control.changeApplication(clientId, { scopes: scopes.slice(0, 3) })
    expect((await browser.get(authorizePath())).status).toBe(200)
  })

  it('R-DK-09 leave out a blank state, and send other errors back to the application', async () => {
    const browser = new Browser(sandbox.http)
    const account = accountOf(sandbox, JUNE)
    await browser.signIn(account.email, account.password)
    const answer = await browser.get(authorizePath({ response_type: 'token', state: '' }))
    const query = new URL(answer.headers.get('location') ?? '').searchParams
    expect(query.get('error')).toBe('unsupported_response_type')
    expect(query.has('state')).toBe(false)
  })

  it('refuse a wrong password without saying which part was wrong', async () => {
    const answer = await new Browser(sandbox.http).signIn(accountOf(sandbox, JUNE).email, 'wrong')
    expect(answer.status).toBe(422)
  })
})

describe('token endpoint', () => {
  it('R-DK-01 takes a code at 9:59 and refuses it at 10:00', async () => {
    const early = newCode()
    sandbox.control.advance(599_000)
    expect((await exchange({ code: early })).status).toBe(200)
    const late = newCode()
    sandbox.control.advance(600_000)
    const answer = await exchange({ code: late })
    expect(answer.status).toBe(400)
    expect(answer.body['error']).toBe('invalid_grant')
  })

  it('R-DK-02 takes a code once; as Doorkeeper 6 it revokes the first token at the second use', async () => {
    for (const revoke of [false, true]) {
      sandbox.control.changeSettings({ revokeOnCodeReuse: revoke })
      const code = newCode()
      const first = pairOf((await exchange({ code })).body)
      expect((await exchange({ code })).body['error']).toBe('invalid_grant')
      expect((await getWith(`${sandbox.http}/api/clinic`, first.access_token)).status).toBe(
        revoke ? 401 : 200,
      )
    }
  })

  it('R-DK-04 gives the error bodies and headers word for word', async () => {
    const table: [Record<string, unknown>, number, string, RegExp][] = [
      [
        { code: 'no-such-code' },
        400,
        'invalid_grant',
        /^The provided authorization grant is invalid, expired/,
      ],
      [{ code: newCode(), client_secret: 'wrong' }, 401, 'invalid_client', /^Client authentication failed/],
      [
        { code: newCode(), redirect_uri: 'http://127.0.0.1/fullscript/us-snd/callback' },
        400,
        'invalid_grant',
        /redirection URI/,
      ],
      [{ code: '' }, 400, 'invalid_request', /^Missing required parameter: code\.$/],
      [
        { code: newCode(), redirect_uri: '' },
        400,
        'invalid_request',
        /^Missing required parameter: redirect_uri\.$/,
      ],
      [{ grant_type: '' }, 400, 'invalid_request', /^Missing required parameter: grant_type\.$/],
      [
        { grant_type: 'password' },
        400,
        'unsupported_grant_type',
        /not supported by the authorization server/,
      ],
      [
        { grant_type: 'refresh_token' },
        400,
        'invalid_request',
        /^Missing required parameter: refresh_token\.$/,
      ],
    ]
    for (const [fields, status, error, description] of table) {
      const answer = await exchange(fields)
      expect([answer.status, answer.body['error']]).toEqual([status, error])
      expect(answer.body['error_description']).toMatch(description)
      expect(answer.headers.get('cache-control')).toBe('no-store, no-cache')
      expect(answer.headers.get('www-authenticate')).toBe(
        `Bearer realm="Doorkeeper", error="${error}", error_description="${String(answer.body['error_description'])}"`,
      )
      expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    }
  })

  it('takes form bodies too, and with R-DK-14 only those', async () => {
    const { clientId, clientSecret } = applicationOf(sandbox)
    sandbox.control.changeSettings({ tokenEndpointFormOnly: true })
    const code = newCode() ?? ''
    expect((await exchange({ code })).status).toBe(415)
    const form = await fetch(`${sandbox.http}/api/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: clientId,
        client_secret: clientSecret,
        code,
        redirect_uri: REDIRECT,
      }),
    })
    expect(form.status).toBe(200)
  })

  it('honours PKCE S256 when it is sent and refuses plain', async () => {
    const verifier = 'v'.repeat(64)
    const challenge = createHash('sha256').update(verifier).digest('base64url')
    expect((await exchange({ code: newCode(challenge) })).body['error_description']).toMatch(/code_verifier/)
    expect((await exchange({ code: newCode(challenge), code_verifier: 'w'.repeat(64) })).body['error']).toBe(
      'invalid_grant',
    )
    expect((await exchange({ code: newCode(challenge), code_verifier: verifier })).status).toBe(200)
    const browser = new Browser(sandbox.http)
    const account = accountOf(sandbox, JUNE)
    await browser.signIn(account.email, account.password)
    const plain = await browser.get(
      authorizePath({ code_challenge: verifier, code_challenge_method: 'plain' }),
    )
    expect(plain.headers.get('location')).toContain('error=invalid_code_challenge_method')
  })

  it('gives a clinic-level application a token of the clinic', async () => {
    const { clientId, clientSecret } = applicationOf(sandbox, 'clinic')
    const account = accountOf(sandbox, JUNE)
    const code = sandbox.control.issueCode({ clientId, user: account.email, redirectUri: REDIRECT })
    const answer = await exchange({ client_id: clientId, client_secret: clientSecret, code })
    expect(pairOf(answer.body)['resource_owner']).toEqual({ id: account.clinicId, type: 'Clinic' })
  })
})
