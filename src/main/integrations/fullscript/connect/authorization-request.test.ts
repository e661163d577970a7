/** Proves what the browser is sent away with, which addresses it may be sent to, and what is to be registered. */
import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { environmentSchema, type Environment } from '../../../../shared/contract/fullscript'
import { defaultHosts } from '../environments'
import { authorizationUrl, expectedIssuer, mayOpenInBrowser } from './authorization-request'
import { codeChallenge } from './pkce'
import { failureOfProviderError } from './provider-error'
import { loopbackRedirectUri, redirectUris } from './redirect-uris'
import { application } from '../../../../../tests/support/benches/connect'

const attempt = {
  redirectUri: 'http://127.0.0.1:5000/fullscript/us-snd/callback',
  state: 's',
  codeVerifier: 'v',
}

describe('the authorization request', () => {
  it('R-7636-02, R-9700-05, R-9700-06: a code with S256, and no other parameter', () => {
    const url = new URL(authorizationUrl(application, attempt))
    expect(url.origin + url.pathname).toBe(application.hosts.authorize)
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: application.clientId,
      redirect_uri: attempt.redirectUri,
      response_type: 'code',
      state: 's',
      code_challenge: codeChallenge('v'),
      code_challenge_method: 'S256',
    })
  })

  it('12.1: without a challenge where an administrator has turned PKCE off', () => {
    const assumptions = { ...application.assumptions, pkce: false }
    const url = new URL(authorizationUrl({ ...application, assumptions }, attempt))
    expect([...url.searchParams.keys()]).toEqual(['client_id', 'redirect_uri', 'response_type', 'state'])
  })

  it('R-7636-04, R-6749-08: neither the verifier nor the client secret is in it', () => {
    const url = authorizationUrl(application, { ...attempt, codeVerifier: 'the-verifier' })
    expect(url).not.toContain('the-verifier')
    expect(url).not.toContain(application.clientSecret)
  })

  test.prop([fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.string()])(
    'R-6749-01: never a fragment, and what the settings already have in the query stays',
    (authorize, clientId) => {
      const url = new URL(
        authorizationUrl({ ...application, hosts: { ...application.hosts, authorize }, clientId }, attempt),
      )
      expect(url.hash).toBe('')
      expect(url.searchParams.getAll('client_id')).toEqual([new URLSearchParams({ c: clientId }).get('c')])
      expect(url.searchParams.getAll('state')).toEqual(['s'])
    },
  )
})

describe('R-8252-01: the browser is only given the configured page', () => {
  const local = {
    environment: 'local' as const,
    hosts: { ...application.hosts, authorize: 'http://127.0.0.1:4000/oauth/authorize' },
  }
  it.each([
    [application.hosts.authorize, application, true],
    [authorizationUrl(application, attempt), application, true],
    ['http://127.0.0.1:4000/oauth/authorize?x=1', local, true],
    ['http://127.0.0.1:4001/oauth/authorize', local, false],
    ['http://127.0.0.1:4000/oauth/authorize', { ...local, environment: 'us-snd' as const }, false],
    ['http://api-us-snd.fullscript.io/api/oauth/authorize', application, false],
    ['https://api-us-snd.fullscript.io.evil.example/api/oauth/authorize', application, false],
    ['https://api-us-snd.fullscript.io:8443/api/oauth/authorize', application, false],
    ['https://someone@api-us-snd.fullscript.io/api/oauth/authorize', application, false],
    ['file:///etc/passwd', application, false],
    ['javascript:alert(1)', application, false],
    ['', application, false],
  ])('%s', (address, settings, allowed) => {
    expect(mayOpenInBrowser(address, settings)).toBe(allowed)
  })

  it('http to another computer is refused in the local environment too', () => {
    const elsewhere = { ...local, hosts: { ...local.hosts, authorize: 'http://10.0.0.1/oauth/authorize' } }
    expect(mayOpenInBrowser('http://10.0.0.1/oauth/authorize', elsewhere)).toBe(false)
  })
})

describe('R-9207-04: environments cannot be mixed up', () => {
  const real = environmentSchema.options.filter((environment) => environment !== 'local')
  const issuer = (environment: Environment) => {
    const hosts = defaultHosts(environment)
    return hosts && expectedIssuer({ hosts })
  }

  it('four environments, four issuers', () => {
    expect(new Set(real.map(issuer)).size).toBe(4)
  })

  it('R-9700-03: every way back has an address of its own for each', () => {
    const all = environmentSchema.options.flatMap((environment) =>
      redirectUris({ environment, wayBack: 'deep-link', loopbackPorts: [5001, 5002] }),
    )
    expect(new Set(all).size).toBe(environmentSchema.options.length * 3)
  })
})

describe('what to register in the dashboard', () => {
  const of = (wayBack: 'loopback' | 'deep-link' | 'paste', loopbackPorts: number[]) =>
    redirectUris({ environment: 'us-snd', wayBack, loopbackPorts })

  it('any port: the address without a port (R-8252-03)', () => {
    expect(of('loopback', [])).toEqual(['http://127.0.0.1/fullscript/us-snd/callback'])
  })

  it('fixed ports: one address for each, in the order they are tried', () => {
    expect(of('loopback', [5001, 5002])).toEqual([
      'http://127.0.0.1:5001/fullscript/us-snd/callback',
      'http://127.0.0.1:5002/fullscript/us-snd/callback',
    ])
  })

  it('F-212: a link, and the loopback address it falls back to', () => {
    expect(of('deep-link', [])).toEqual([
      'com.yarrowehr.desktop:/fullscript/us-snd/callback',
      'http://127.0.0.1/fullscript/us-snd/callback',
    ])
  })

  it('pasting: the address that the browser will end at', () => {
    expect(of('paste', [5001, 5002])).toEqual(['http://127.0.0.1:5001/fullscript/us-snd/callback'])
  })

  it('R-6749-01, R-8252-02: absolute, without a fragment, with the literal address', () => {
    for (const way of ['loopback', 'deep-link', 'paste'] as const)
      for (const uri of of(way, [5001]))
        expect(uri).toMatch(/^(http:\/\/127\.0\.0\.1:5001|com\.yarrowehr\.desktop:)\/[^#]+$/)
    expect(loopbackRedirectUri('us', '::1', 5001)).toBe('http://[::1]:5001/fullscript/us/callback')
  })
})

describe('R-6749-19: the errors of the standard in our words', () => {
  it.each([
    ['access_denied', { code: 'connect-denied' }],
    ['server_error', { code: 'fullscript-trouble', detail: 'server_error' }],
    ['temporarily_unavailable', { code: 'fullscript-busy', detail: 'temporarily_unavailable' }],
    ['unauthorized_client', { code: 'fullscript-app-refused', detail: 'unauthorized_client' }],
    ['invalid_request', { code: 'connect-provider-error', detail: 'invalid_request' }],
    ['unsupported_response_type', { code: 'connect-provider-error', detail: 'unsupported_response_type' }],
    ['invalid_scope', { code: 'connect-provider-error', detail: 'invalid_scope' }],
  ])('%s', (error, failure) => {
    expect(failureOfProviderError(error)).toEqual(failure)
  })

  it.each(['<b>', 'constructor', '__proto__', 'ACCESS_DENIED'])('%s is shown to nobody', (error) => {
    expect(failureOfProviderError(error)).toEqual({ code: 'connect-provider-error' })
  })
})
