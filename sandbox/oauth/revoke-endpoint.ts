/** POST /api/oauth/revoke: access token and refresh token die together. */
import type { FastifyInstance } from 'fastify'
import { fieldsOf, textOf } from '../http/body'
import { sha256 } from '../ids'
import type { World } from '../world'
import { authenticateClient } from './client-auth'
import { oauthError, sendOAuthError } from './errors'
import { isExpired, revokeToken } from './tokens'

export function addRevokeEndpoint(app: FastifyInstance, world: World): void {
  app.post('/api/oauth/revoke', (request, reply) => {
    const client = authenticateClient(world, request)
    if (!client) return refuse()
    const token = textOf(fieldsOf(request)['token'])
    const hash = token === undefined ? '' : sha256(token)
    const byAccess = world.store.tokensByAccess.get(hash)
    const row = byAccess ?? world.store.tokensByRefresh.get(hash)
    // RFC 7009 section 2.2: an unknown token is no error.
    if (!row) return reply.send({})
    if (row.applicationId !== client.id) return refuse()
    const dead = byAccess !== undefined && isExpired(world, row) && !world.settings.revokeExpiredAccessTokens
    if (!dead && row.revokedAt === null) {
      revokeToken(world, row, 'revoke endpoint')
      world.counters.revocations += 1
    }
    return reply.send({})

    function refuse() {
      return sendOAuthError(reply, oauthError('unauthorized_client'), 403)
    }
  })
}
