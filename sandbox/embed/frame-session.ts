/** The in-frame application's own session: a cookie that works in a cross-site frame. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { readCookie, setCookie } from '../http/cookies'
import type { FrameSession } from '../store/store'
import type { User } from '../store/types'
import type { World } from '../world'

const COOKIE = '_fs_embed_session'

export function keepFrame(world: World, reply: FastifyReply, frame: FrameSession): void {
  world.store.frameSessions.set(frame.id, frame)
  setCookie(reply, COOKIE, frame.id, 'Secure; SameSite=None')
}

export const readFrame = (world: World, request: FastifyRequest): FrameSession | undefined =>
  world.store.frameSessions.get(readCookie(request, COOKIE) ?? '')

/** Staff and the store owner choose whom they act for; everyone else acts for themselves. */
export const choosesPractitioner = (user: User): boolean => user.type === 'Staff' || user.storeOwner
