/** The two addresses the SDK opens: check key and origin, claim the grant, start a session, go on into the app. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { textOf } from '../http/body'
import { newToken, sha256 } from '../ids'
import type { FrameSession } from '../store/store'
import type { Application, User } from '../store/types'
import type { World } from '../world'
import { frameHeaders } from './frame-headers'
import { choosesPractitioner, keepFrame } from './frame-session'
import { errorView } from './views/error'
import { INVALID_PATIENT_ID, INVALID_SECRET_TOKEN } from './wire'

type Query = Record<string, unknown>

export function addEntry(app: FastifyInstance, world: World): void {
  app.get('/api/embeddable/session/embed/entry', (request, reply) => enter(world, request, reply, 'platform'))
  app.get('/api/embeddable/session/treatment_plans/new', (request, reply) =>
    enter(world, request, reply, 'treatmentPlan'),
  )
}

function enter(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  feature: FrameSession['feature'],
): FastifyReply {
  const query = request.query as Query
  const application = world.store.applicationByPublicKey(query['public_key'])
  const targetOrigin = textOf(query['target_origin']) ?? ''
  if (!application?.originUris.includes(targetOrigin)) {
    // The browser refuses to show this; the grant stays unclaimed.
    const nonce = frameHeaders(reply.code(403), undefined)
    return reply.send(errorView(nonce, null, 'This site may not show Fullscript.').text)
  }
  const user = claim(world, application, textOf(query['secret_token']))
  if (!user) return fail(reply, application, targetOrigin, INVALID_SECRET_TOKEN, 401)

  const frame = newFrame(world, { query, application, user, targetOrigin, feature })
  const offeredId = frame.offered?.['id']
  const known = offeredId ? world.store.patients.get(offeredId) : undefined
  if (known && known.clinicId === user.clinicId) frame.patientId = known.id
  else if (offeredId && world.settings.unknownPatient === 'error') {
    return fail(reply, application, targetOrigin, INVALID_PATIENT_ID, 422)
  }
  keepFrame(world, reply, frame)
  return reply
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .redirect(frame.entrypoint === 'labs' ? '/embed/app?tab=labs' : '/embed/app', 302)
}

/** A grant works once, within its 120 seconds, for the application that asked for it (mission/004). */
function claim(world: World, application: Application, secret: string | undefined): User | undefined {
  const grant = secret === undefined ? undefined : world.store.grantsBySecret.get(sha256(secret))
  const now = world.clock.now()
  if (
    !grant ||
    grant.claimedAt !== null ||
    now >= grant.expiresAt ||
    grant.applicationId !== application.id
  ) {
    world.counters.grantsRefused += 1
    return undefined
  }
  grant.claimedAt = now
  world.counters.grantsClaimed += 1
  return world.store.users.get(grant.userId)
}

function newFrame(
  world: World,
  from: {
    query: Query
    application: Application
    user: User
    targetOrigin: string
    feature: FrameSession['feature']
  },
): FrameSession {
  const { query, application, user, targetOrigin, feature } = from
  return {
    id: newToken(),
    csrf: newToken(),
    frameId: textOf(query['frame_id']) ?? '',
    targetOrigin,
    applicationId: application.id,
    clinicId: user.clinicId,
    userId: user.id,
    feature,
    entrypoint: feature === 'platform' && query['entrypoint'] === 'labs' ? 'labs' : 'catalog',
    // The SDK sends the word "null" when tokenizing failed: then no patient came.
    offered: world.store.dataTokens.get(textOf(query['data_token']) ?? '') ?? null,
    practitionerId: choosesPractitioner(user) ? null : user.id,
    patientId: null,
    lines: [],
    labTestIds: [],
    sentPlanId: null,
    outbox: [],
  }
}

function fail(
  reply: FastifyReply,
  application: Application,
  targetOrigin: string,
  problem: string,
  status: number,
): FastifyReply {
  const nonce = frameHeaders(reply.code(status), application)
  return reply.send(errorView(nonce, { targetOrigin, problem }, null).text)
}
