/** Fullscript's rolling rate limit, off unless switched on: 429 with or without Retry-After. */
import type { FastifyInstance } from 'fastify'
import type { World } from '../world'

export function addRateLimit(app: FastifyInstance, world: World): void {
  let arrivals: number[] = []
  app.addHook('onRequest', (request, reply, done) => {
    const limit = world.settings.rateLimit
    if (!limit || !request.url.startsWith('/api/')) {
      done()
      return
    }
    const now = world.clock.now()
    arrivals = arrivals.filter((at) => at > now - limit.windowSeconds * 1000)
    if (arrivals.length < limit.requests) {
      arrivals.push(now)
      done()
      return
    }
    if (limit.retryAfter !== null) void reply.header('retry-after', limit.retryAfter)
    void reply.code(429).send({ error: 'Rate limit exceeded' })
  })
}
