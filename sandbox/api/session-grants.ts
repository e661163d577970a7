/** POST /api/clinic/embeddable/session_grants (mission/004). */
import type { FastifyInstance } from 'fastify'
import { fieldsOf } from '../http/body'
import { newGrantSecret, newId, sha256 } from '../ids'
import type { Grant, User } from '../store/types'
import type { World } from '../world'
import { notFound, unprocessable } from './answers'
import { bearer, callerOf } from './bearer'

export function addSessionGrants(app: FastifyInstance, world: World): void {
  app.post('/api/clinic/embeddable/session_grants', bearer(world, 'clinic:write'), (request, reply) => {
    const { user: caller, application, clinic } = callerOf(request)
    let user: User | undefined = caller ?? undefined
    if (!caller) {
      const { user_id: id, user_type: type } = fieldsOf(request)
      const problems = [
        ...(typeof id === 'string' && id !== '' ? [] : ["User can't be blank"]),
        ...(type === 'Practitioner' || type === 'Staff' ? [] : ['User type is not included in the list']),
      ]
      if (problems.length > 0) return unprocessable(reply, problems)
      user = world.store.users.get(String(id))
      if (!user || user.type !== type || user.clinicId !== clinic.id) return notFound(reply)
    }
    if (!user) return notFound(reply)
    const secret = newGrantSecret()
    const now = world.clock.now()
    const grant: Grant = {
      id: newId(),
      secretHash: sha256(secret),
      applicationId: application.id,
      userId: user.id,
      createdAt: now,
      expiresAt: now + world.settings.grantSeconds * 1000,
      claimedAt: null,
    }
    world.store.grants.set(grant.id, grant)
    world.store.grantsBySecret.set(grant.secretHash, grant)
    world.counters.grantsIssued += 1
    return reply.header('cache-control', 'no-store').send({
      id: grant.id,
      secret_token: secret,
      claimed_at: null,
      expires_at: world.clock.iso(grant.expiresAt),
      user: { id: user.id, type: user.type },
    })
  })
}
