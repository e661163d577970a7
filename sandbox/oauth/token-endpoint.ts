/** POST /api/oauth/token: a code or a refresh token for a pair of tokens (mission/002). */
import type { FastifyInstance, FastifyReply } from 'fastify'
import { fieldsOf, textOf, type Fields } from '../http/body'
import { sha256 } from '../ids'
import type { Application } from '../store/types'
import type { World } from '../world'
import { authenticateClient } from './client-auth'
import { missingParameter, oauthError, sendOAuthError, type OAuthError } from './errors'
import { verifierMatches } from './pkce'
import { isRegisteredRedirect } from './redirect-uris'
import { issueToken, revokeToken, type IssuedToken } from './tokens'

type Outcome = { issued: IssuedToken } | { failure: OAuthError }

const failed = (failure: OAuthError): Outcome => ({ failure })

export function addTokenEndpoint(app: FastifyInstance, world: World): void {
  app.post('/api/oauth/token', (request, reply) => {
    if (world.settings.tokenEndpointFormOnly && !isForm(request.headers['content-type'])) {
      return reply.code(415).send({ status: 415, error: 'Unsupported Media Type' })
    }
    const fields = fieldsOf(request)
    const grantType = textOf(fields['grant_type'])
    if (!grantType) return sendOAuthError(reply, missingParameter('grant_type'))
    const client = authenticateClient(world, request)
    let outcome: Outcome
    if (grantType === 'authorization_code') outcome = exchangeCode(world, client, fields)
    else if (grantType === 'refresh_token') outcome = refresh(world, client, fields)
    else return sendOAuthError(reply, oauthError('unsupported_grant_type'))
    if ('failure' in outcome) return sendOAuthError(reply, outcome.failure)
    world.counters.grantType(grantType, 'succeeded')
    return sendToken(world, reply, outcome.issued)
  })
}

const isForm = (type: string | undefined): boolean =>
  type?.startsWith('application/x-www-form-urlencoded') ?? false

/** Checks in Doorkeeper's order: parameters, client, code, redirect URI, verifier. */
function exchangeCode(world: World, client: Application | undefined, fields: Fields): Outcome {
  const code = textOf(fields['code'])
  const redirectUri = textOf(fields['redirect_uri'])
  const verifier = textOf(fields['code_verifier'])
  if (!code) return failed(missingParameter('code'))
  const row = world.store.codesByHash.get(sha256(code))
  if (world.settings.pkce && row?.challenge && !verifier) return failed(missingParameter('code_verifier'))
  if (!redirectUri) return failed(missingParameter('redirect_uri'))
  if (!client) return failed(oauthError('invalid_client'))
  const invalid = failed(oauthError('invalid_grant'))
  if (!row || row.applicationId !== client.id) return invalid
  if (row.usedAt !== null) {
    const token = row.tokenId === null ? undefined : world.store.tokens.get(row.tokenId)
    if (token && world.settings.revokeOnCodeReuse) revokeToken(world, token, 'second use of its code')
    return invalid
  }
  if (world.clock.now() >= row.expiresAt) return invalid
  if (!isRegisteredRedirect(redirectUri, [row.redirectUri], world.settings)) return invalid
  if (!verifierMatches(world, row.challenge, verifier)) return invalid
  row.usedAt = world.clock.now()
  const issued = issueToken(world, {
    applicationId: client.id,
    ownerId: row.ownerId,
    ownerType: row.ownerType,
    scopes: row.scopes,
    expiresIn: world.settings.accessTokenSeconds,
    refreshedFrom: null,
  })
  row.tokenId = issued.row.id
  world.counters.codesExchanged += 1
  return { issued }
}

/** Checks in Doorkeeper's order: token present, token good, client, token of this client, scope (R-DK-05). */
function refresh(world: World, client: Application | undefined, fields: Fields): Outcome {
  const refreshToken = textOf(fields['refresh_token'])
  if (!refreshToken) return failed(missingParameter('refresh_token'))
  const old = world.store.tokensByRefresh.get(sha256(refreshToken))
  if (!old || old.revokedAt !== null) return failed(oauthError('invalid_grant'))
  if (!client) return failed(oauthError('invalid_client'))
  if (old.applicationId !== client.id) return failed(oauthError('invalid_grant'))
  const asked = textOf(fields['scope'])?.split(' ').filter(Boolean) ?? []
  if (asked.some((scope) => !old.scopes.includes(scope))) return failed(oauthError('invalid_scope'))
  if (world.settings.rotation === 'immediate') revokeToken(world, old, 'refresh')
  const issued = issueToken(world, {
    applicationId: client.id,
    ownerId: old.ownerId,
    ownerType: old.ownerType,
    scopes: asked.length > 0 ? asked : old.scopes,
    expiresIn: old.expiresIn,
    refreshedFrom: old,
  })
  world.counters.refreshes += 1
  return { issued }
}

function sendToken(
  world: World,
  reply: FastifyReply,
  { row, accessToken, refreshToken }: IssuedToken,
): FastifyReply {
  return reply
    .header('cache-control', 'no-store')
    .header('pragma', 'no-cache')
    .send({
      oauth: {
        access_token: accessToken,
        token_type: 'Bearer',
        expires_in: row.expiresIn,
        refresh_token: refreshToken,
        scope: row.scopes.join(' '),
        created_at: world.clock.iso(row.createdAt),
        resource_owner: {
          id: row.ownerId,
          type: row.ownerType,
          ...(row.ownerType === 'Clinic' && world.settings.ownerNamesClinic
            ? { clinic_id: row.ownerId }
            : {}),
        },
      },
    })
}
