/** Who is calling: bearer token, scopes, and the 401 and 403 answers. */
import type { FastifyReply, FastifyRequest, preHandlerHookHandler } from 'fastify'
import { sendInvalidToken } from '../oauth/errors'
import { authenticate } from '../oauth/tokens'
import type { Application, Clinic, Scope, TokenRow, User } from '../store/types'
import type { World } from '../world'

export type Caller = {
  token: TokenRow
  application: Application
  clinic: Clinic
  /** Null for clinic-level tokens. */
  user: User | null
}

const callers = new WeakMap<FastifyRequest, Caller>()

/** Of a route that has `bearer` before it. */
export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request)
  if (!caller) throw new Error('a route without the bearer hook')
  return caller
}

/** Lets a request through that has a live token with all these scopes. */
export function bearer(world: World, ...scopes: Scope[]): { preHandler: preHandlerHookHandler } {
  return {
    preHandler: (request, reply, done) => {
      const token = /^Bearer +(.+)$/i.exec(request.headers.authorization ?? '')?.[1]
      const known = authenticate(world, token?.trim())
      if (!known.ok) return void sendInvalidToken(reply, known.reason)
      const missing = scopes.find((scope) => !known.row.scopes.includes(scope))
      if (missing) return void sendMissingScope(reply, missing)
      const caller = resolve(world, known.row)
      if (!caller) return void sendInvalidToken(reply, 'revoked')
      callers.set(request, caller)
      done()
    },
  }
}

function resolve(world: World, token: TokenRow): Caller | undefined {
  const { store } = world
  const application = store.applications.get(token.applicationId)
  const user = token.ownerType === 'Clinic' ? null : store.users.get(token.ownerId)
  const clinic = store.clinics.get(user ? user.clinicId : token.ownerId)
  if (!application || user === undefined || !clinic) return undefined
  return { token, application, clinic, user }
}

export function sendMissingScope(reply: FastifyReply, scope: string): FastifyReply {
  const family = scope.split(':')[0] ?? scope
  return reply.code(403).send({ error: `Must have \`${family}\` scope enabled` })
}

export const hasScope = (caller: Caller, scope: Scope): boolean => caller.token.scopes.includes(scope)
