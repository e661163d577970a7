/** POST /api/embeddable/tokenize: patient details for a token, so that they do not stand in the frame's address. */
import { randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { fieldsOf } from '../http/body'
import type { World } from '../world'

/** The host page is of another origin and sends JSON: the browser asks first. */
function allowOrigin(request: FastifyRequest, reply: FastifyReply): void {
  void reply
    .header('access-control-allow-origin', request.headers.origin ?? '*')
    .header('vary', 'Origin')
    .header('cache-control', 'no-store')
}

export function addTokenize(app: FastifyInstance, world: World): void {
  app.options('/api/embeddable/tokenize', (request, reply) => {
    allowOrigin(request, reply)
    void reply
      .header('access-control-allow-methods', 'POST, OPTIONS')
      .header('access-control-allow-headers', 'Content-Type')
    if (request.headers['access-control-request-private-network'] === 'true') {
      void reply.header('access-control-allow-private-network', 'true')
    }
    return reply.code(204).send()
  })

  app.post('/api/embeddable/tokenize', (request, reply) => {
    allowOrigin(request, reply)
    const { data } = fieldsOf(request)
    if (typeof data !== 'object' || data === null || Array.isArray(data)) {
      return reply.code(422).send({ error: JSON.stringify(["Data can't be blank"]) })
    }
    const details: Record<string, string> = {}
    for (const [name, value] of Object.entries(data)) {
      if (typeof value === 'string' || typeof value === 'number') details[name] = String(value)
    }
    // Plain base64: `+` and `/` occur, so a host page that does not encode it is found out.
    const token = randomBytes(48).toString('base64')
    world.store.dataTokens.set(token, details)
    world.counters.tokenized += 1
    return reply.send({ data_token: token })
  })
}
