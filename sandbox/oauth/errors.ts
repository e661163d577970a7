/** Doorkeeper's error answers, word for word where they are known. */
import type { FastifyReply } from 'fastify'

export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_scope'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'
  | 'invalid_code_challenge_method'
  | 'access_denied'

const DESCRIPTIONS: Record<OAuthErrorCode, string> = {
  invalid_request:
    'The request is missing a required parameter, includes an unsupported parameter value, or is otherwise malformed.',
  invalid_client:
    'Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.',
  invalid_grant:
    'The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.',
  invalid_scope: 'The requested scope is invalid, unknown, or malformed.',
  unauthorized_client: 'You are not authorized to revoke this token',
  unsupported_grant_type: 'The authorization grant type is not supported by the authorization server.',
  unsupported_response_type: 'The authorization server does not support this response type.',
  invalid_code_challenge_method: 'The code challenge method must be S256.',
  access_denied: 'The resource owner or authorization server denied the request.',
}

export type OAuthError = { error: OAuthErrorCode; description: string }

export const oauthError = (error: OAuthErrorCode, description = DESCRIPTIONS[error]): OAuthError => ({
  error,
  description,
})

export const missingParameter = (name: string): OAuthError =>
  oauthError('invalid_request', `Missing required parameter: ${name}.`)

const challenge = (error: string, description: string): string =>
  `Bearer realm="Doorkeeper", error="${error}", error_description="${description}"`

/** R-DK-04: 401 for the two client errors, 400 for the rest, unless the endpoint has a status of its own. */
export function sendOAuthError(
  reply: FastifyReply,
  { error, description }: OAuthError,
  status = error === 'invalid_client' || error === 'unauthorized_client' ? 401 : 400,
): FastifyReply {
  return reply
    .code(status)
    .header('cache-control', 'no-store, no-cache')
    .header('www-authenticate', challenge(error, description))
    .send({ error, error_description: description })
}

/** 401 of the REST API: Fullscript puts Doorkeeper's sentence into `error`. */
export function sendInvalidToken(
  reply: FastifyReply,
  reason: 'invalid' | 'revoked' | 'expired',
): FastifyReply {
  const sentence = {
    invalid: 'The access token is invalid',
    revoked: 'The access token was revoked',
    expired: 'The access token expired',
  }[reason]
  return reply
    .code(401)
    .header('cache-control', 'no-store')
    .header('www-authenticate', challenge('invalid_token', sentence))
    .send({ error: sentence })
}
