/** One Fastify application with every route; HTTP and HTTPS each get one over the same world. */
import { randomUUID } from 'node:crypto'
import Fastify, { type FastifyInstance } from 'fastify'
import { addCatalogueApi } from './api/catalogue'
import { addClinic } from './api/clinic'
import { addDynamicLinks } from './api/dynamic-links'
import { addEvents } from './api/events'
import { addLibraryApi } from './api/library'
import { addOrders } from './api/orders'
import { addPatients } from './api/patients'
import { addRateLimit } from './api/rate-limit'
import { addSessionGrants } from './api/session-grants'
import { addTreatmentPlans } from './api/treatment-plans'
import { addUsers } from './api/users'
import type { Certificate } from './certificate'
import { addControlApi } from './control/api'
import { addControlPage } from './control/page'
import { addFaultHooks } from './control/fault-hooks'
import { addEntry } from './embed/entry'
import { addFrameApp } from './embed/frame-app'
import { addImages } from './embed/images'
import { addTokenize } from './embed/tokenize'
import { addBodyParsers } from './http/body'
import { addAuthorize } from './oauth/authorize'
import { addLogin } from './oauth/login'
import { addRevokeEndpoint } from './oauth/revoke-endpoint'
import { addTokenEndpoint } from './oauth/token-endpoint'
import type { World } from './world'

const OPTIONS = {
  logger: false,
  forceCloseConnections: true,
  bodyLimit: 1_048_576,
  genReqId: () => randomUUID(),
  routerOptions: { maxParamLength: 500 },
}

export function buildApp(world: World, certificate: Certificate | null): FastifyInstance {
  const app = makeFastify(certificate)
  addBodyParsers(app)
  addCommonHeaders(app, world)
  addRateLimit(app, world)
  addFaultHooks(app, world)
  addAnswersForErrors(app)
  for (const add of [
    addLogin,
    addAuthorize,
    addTokenEndpoint,
    addRevokeEndpoint,
    addClinic,
    addSessionGrants,
    addUsers,
    addPatients,
    addTreatmentPlans,
    addDynamicLinks,
    addOrders,
    addCatalogueApi,
    addLibraryApi,
    addEvents,
    addTokenize,
    addEntry,
    addFrameApp,
    addImages,
    addControlApi,
    addControlPage,
  ]) {
    add(app, world)
  }
  return app
}

/** Fastify's types tell an HTTPS server from an HTTP one; nothing here depends on which it is. */
function makeFastify(certificate: Certificate | null): FastifyInstance {
  if (!certificate) return Fastify(OPTIONS)
  const { key, cert } = certificate
  return Fastify({ ...OPTIONS, https: { key, cert } })
}

/** X-Request-Id and the server's own time on every answer; every request and answer counted. */
function addCommonHeaders(app: FastifyInstance, world: World): void {
  app.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id)
    const route = request.routeOptions.url
    if (!route?.startsWith('/control')) world.counters.request(`${request.method} ${route ?? '(unknown)'}`)
    done()
  })
  app.addHook('onSend', (request, reply, _payload, done) => {
    void reply.header('date', new Date(world.clock.now()).toUTCString())
    const route = request.routeOptions.url
    if (!route?.startsWith('/control')) {
      world.counters.answer(`${request.method} ${route ?? '(unknown)'} ${reply.statusCode}`)
    }
    done()
  })
}

function addAnswersForErrors(app: FastifyInstance): void {
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ status: 404, error: 'Not Found' }))
  app.setErrorHandler((error, _request, reply) => {
    const status = (error as { statusCode?: number }).statusCode ?? 500
    const words: Record<number, string> = {
      400: 'Bad Request',
      413: 'Payload Too Large',
      415: 'Unsupported Media Type',
    }
    if (status >= 500) console.error(error)
    return reply.code(status).send({ status, error: words[status] ?? 'Internal Server Error' })
  })
}
