/** The address that the system browser is sent to (mission/001, RFC 6749 section 4.1.1, RFC 7636 section 4.3). */
import type { Application } from '../types'
import { codeChallenge } from './pkce'

const LOOPBACK_HOSTS = ['127.0.0.1', '[::1]', 'localhost']

/** No `scope`: Fullscript grants what the dashboard says and ignores the parameter (mission/003). */
export function authorizationUrl(
  application: Pick<Application, 'hosts' | 'clientId' | 'assumptions'>,
  attempt: { redirectUri: string; state: string; codeVerifier: string },
): string {
  const url = new URL(application.hosts.authorize)
  url.searchParams.set('client_id', application.clientId)
  url.searchParams.set('redirect_uri', attempt.redirectUri)
  url.searchParams.set('response_type', 'code')
  url.searchParams.set('state', attempt.state)
  if (application.assumptions.pkce) {
    url.searchParams.set('code_challenge', codeChallenge(attempt.codeVerifier))
    url.searchParams.set('code_challenge_method', 'S256')
  }
  url.hash = ''
  return url.toString()
}

/**
 * Whether the system browser may be given this address: https, or plain http to this computer in the `local`
 * environment, and in both cases the very host of the configured authorize page (R-8252-01).
 */
export function mayOpenInBrowser(
  address: string,
  application: Pick<Application, 'environment' | 'hosts'>,
): boolean {
  if (!URL.canParse(address) || !URL.canParse(application.hosts.authorize)) return false
  const url = new URL(address)
  const expected = new URL(application.hosts.authorize)
  if (url.origin !== expected.origin || url.username !== '' || url.password !== '') return false
  if (url.protocol === 'https:') return true
  return (
    url.protocol === 'http:' && application.environment === 'local' && LOOPBACK_HOSTS.includes(url.hostname)
  )
}

/**
 * The issuer that an `iss` in the response must name exactly (R-9207-01). Fullscript publishes none and sends none
 * today, so a missing `iss` is accepted and any other value is not (R-9207-02). The origin of the authorize page is
 * what RFC 8414 would have a server at that address call itself; it is distinct for each environment (R-9207-04).
 */
export const expectedIssuer = (application: Pick<Application, 'hosts'>): string =>
  new URL(application.hosts.authorize).origin
