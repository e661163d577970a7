/** What one attempt sends away and the one answer it will take for it. Pure but for the random source. */
import type { Application } from '../types'
import { authorizationUrl, expectedIssuer } from './authorization-request'
import { parseAuthorizationResponse, type AuthorizationResponse } from './authorization-response'
import { newCodeVerifier, newState, sameSecret } from './pkce'

/** In memory only, and dropped when the wait is over (R-7636-04). */
export type AwaitedAnswer = {
  application: Application
  redirectUri: string
  state: string
  codeVerifier: string
  /** For the browser; it holds neither the verifier nor a secret of the app. */
  address: string
}

/** Fresh secrets for every attempt (R-6749-04, R-7636-01). */
export function awaitAnswer(application: Application, redirectUri: string): AwaitedAnswer {
  const state = newState()
  const codeVerifier = newCodeVerifier()
  const address = authorizationUrl(application, { redirectUri, state, codeVerifier })
  return { application, redirectUri, state, codeVerifier, address }
}

/**
 * Null for whatever is not the answer to this attempt: malformed, another state (R-8252-09), or another issuer, also
 * beside an error, as anybody can send an error (R-9207-01, R-9207-03).
 */
export function readAnswer(
  query: string,
  awaited: AwaitedAnswer,
): Exclude<AuthorizationResponse, { kind: 'malformed' }> | null {
  const response = parseAuthorizationResponse(query)
  if (response.kind === 'malformed' || !sameSecret(response.state, awaited.state)) return null
  if (response.issuer !== null && response.issuer !== expectedIssuer(awaited.application)) return null
  return response
}
