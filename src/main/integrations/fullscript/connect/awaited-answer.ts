/** What one attempt sends away and the one answer it will take for it. Pure but for the random source. */
import type { Environment } from '../../../../shared/contract/fullscript'
import type { Application } from '../types'
import { authorizationUrl, expectedIssuer } from './authorization-request'
import { parseAuthorizationResponse, type AuthorizationResponse } from './authorization-response'
import { newCodeVerifier, newState, sameSecret } from './pkce'

/** What is secret of an attempt, and the request that it went into. */
export type AttemptSecrets = {
  environment: Environment
  redirectUri: string
  state: string
  codeVerifier: string
  /** For the browser; it holds neither the verifier nor a secret of the app. */
  address: string
}

/** In main's memory, and dropped when the wait is over (R-7636-04). */
export type AwaitedAnswer = AttemptSecrets & { application: Application }

/** Fresh secrets for every attempt (R-6749-04, R-7636-01). */
export function awaitAnswer(application: Application, redirectUri: string): AwaitedAnswer {
  const state = newState()
  const codeVerifier = newCodeVerifier()
  const address = authorizationUrl(application, { redirectUri, state, codeVerifier })
  const { environment } = application
  return { application, environment, redirectUri, state, codeVerifier, address }
}

/**
 * The same wait after a lock or a restart. Null when the practice's settings or the way back are no longer those of the request:
 * a code must not go anywhere else than the request did (R-9207-04).
 */
export function awaitAgain(
  application: Application,
  redirectUri: string,
  secrets: AttemptSecrets,
): AwaitedAnswer | null {
  const same =
    secrets.environment === application.environment &&
    secrets.redirectUri === redirectUri &&
    secrets.address === authorizationUrl(application, secrets)
  return same ? { application, ...secrets } : null
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
