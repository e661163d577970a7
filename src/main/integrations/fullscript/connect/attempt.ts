/** One attempt: what it sends away, and the one answer it takes for that. Pure but for the random source. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { environmentSchema } from '../../../../shared/contract/fullscript'
import type { Application } from '../types'
import { authorizationUrl, expectedIssuer } from './authorization-request'
import { parseAuthorizationResponse, type AuthorizationResponse } from './authorization-response'
import { newCodeVerifier, newState, sameSecret } from './pkce'

/** Life of Fullscript's code, and so of an attempt: ten minutes (mission/001, F-126). */
export const ATTEMPT_MILLISECONDS = 600_000

/** From the start to the deadline, epoch milliseconds. */
export type Period = { startedAt: number; deadline: number }

/** False also for a period that has not begun: then the clock was put back and says nothing about its age. */
export const isWithin = ({ startedAt, deadline }: Period, now: number): boolean =>
  startedAt <= now && now < deadline

/** A secret: kept in main's memory while its answer is awaited, and sealed in the records (R-7636-04). */
export const requestSchema = z.object({
  environment: environmentSchema,
  redirectUri: z.string(),
  state: z.string(),
  codeVerifier: z.string(),
  /** For the browser; it holds neither the verifier nor a secret of the app. */
  address: z.string(),
  startedAt: z.number(),
  deadline: z.number(),
})
export type AttemptRequest = z.output<typeof requestSchema>

/** Fresh secrets for every attempt (R-6749-04, R-7636-01). */
export function newRequest(application: Application, redirectUri: string, startedAt: number): AttemptRequest {
  const secrets = { redirectUri, state: newState(), codeVerifier: newCodeVerifier() }
  const address = authorizationUrl(application, secrets)
  const { environment } = application
  return { ...secrets, environment, address, startedAt, deadline: startedAt + ATTEMPT_MILLISECONDS }
}

/**
 * Whether the practice's settings and the callback are still those of the request: a code must not go anywhere else
 * than the request did (R-9207-04).
 */
export const isOf = (request: AttemptRequest, application: Application, redirectUri: string): boolean =>
  request.environment === application.environment &&
  request.redirectUri === redirectUri &&
  request.address === authorizationUrl(application, request)

/** Says which request an answer belongs to, and nothing else. */
export const answerDigest = ({ redirectUri, state }: Pick<AttemptRequest, 'redirectUri' | 'state'>) =>
  createHash('sha256').update(`${redirectUri}\n${state}`, 'utf8').digest('hex')

/**
 * Null for whatever is not the answer to this request: malformed, another state (R-8252-09), or another issuer, also
 * beside an error, as anybody can send an error (R-9207-01, R-9207-03).
 */
export function readAnswer(
  query: string,
  { state }: AttemptRequest,
  application: Application,
): Exclude<AuthorizationResponse, { kind: 'malformed' }> | null {
  const response = parseAuthorizationResponse(query)
  if (response.kind === 'malformed' || !sameSecret(response.state, state)) return null
  if (response.issuer !== null && response.issuer !== expectedIssuer(application)) return null
  return response
}
