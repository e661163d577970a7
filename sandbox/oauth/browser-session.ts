/** The browser's sign-in at the authorize pages: one cookie, kept in memory. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { readCookie, setCookie } from '../http/cookies'
import { newToken } from '../ids'
import type { BrowserSession } from '../store/store'
import type { User } from '../store/types'
import type { World } from '../world'

const COOKIE = '_fullscript_session'

export function browserSession(world: World, request: FastifyRequest, reply: FastifyReply): BrowserSession {
  const known = world.store.browserSessions.get(readCookie(request, COOKIE) ?? '')
  return known ?? startSession(world, reply)
}

/** A new session id, also at sign-in, so that one from before cannot be carried over. */
export function startSession(world: World, reply: FastifyReply): BrowserSession {
  const session: BrowserSession = { id: newToken(), userId: null, returnTo: null, csrf: newToken() }
  world.store.browserSessions.set(session.id, session)
  setCookie(reply, COOKIE, session.id, 'SameSite=Lax')
  return session
}

export const signedInUser = (world: World, session: BrowserSession): User | undefined =>
  session.userId === null ? undefined : world.store.users.get(session.userId)
