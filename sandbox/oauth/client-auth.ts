/** Client credentials in the body or by HTTP Basic. */
import { timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { fieldsOf, textOf } from '../http/body'
import { sha256 } from '../ids'
import type { Application } from '../store/types'
import type { World } from '../world'

export function authenticateClient(world: World, request: FastifyRequest): Application | undefined {
  const given = credentials(request)
  const application = world.store.applicationByClientId(given.id)
  if (!application || given.secret === undefined) return undefined
  const same = timingSafeEqual(
    Buffer.from(sha256(given.secret)),
    Buffer.from(sha256(application.clientSecret)),
  )
  return same ? application : undefined
}

function credentials(request: FastifyRequest): { id: string | undefined; secret: string | undefined } {
  const basic = /^Basic (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (basic) {
    const [id, secret] = Buffer.from(basic, 'base64').toString('utf8').split(':').map(decodeURIComponent)
    return { id, secret }
  }
  const fields = fieldsOf(request)
  return { id: textOf(fields['client_id']), secret: textOf(fields['client_secret']) }
}
