/** Carries faults out, around every route but the control ones. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { fieldsOf, textOf } from '../http/body'
import type { World } from '../world'
import type { FaultEffect } from './faults'

const HTML_PAGE =
  '<!doctype html><html><head><title>One moment</title></head><body><h1>Checking your browser</h1></body></html>'

const pending = new WeakMap<FastifyRequest, FaultEffect>()

export function addFaultHooks(app: FastifyInstance, world: World): void {
  app.addHook('preHandler', async (request, reply) => {
    const path = request.url.split('?')[0] ?? ''
    if (path.startsWith('/control')) return
    const grantType = path === '/api/oauth/token' ? textOf(fieldsOf(request)['grant_type']) : undefined
    if (path === '/api/oauth/token') world.counters.grantType(grantType ?? '(none)', 'received')
    const verdict = world.faults.judge({ method: request.method, path, grantType })
    if (verdict.delay > 0) {
      world.counters.faultsInjected += 1
      await new Promise((resolve) => setTimeout(resolve, verdict.delay))
    }
    if (verdict.effect) {
      world.counters.faultsInjected += 1
      return begin(verdict.effect, request, reply)
    }
    return undefined
  })

  app.addHook('onSend', (request, reply, payload, done) => {
    const effect = pending.get(request)
    if (!effect) {
      done()
      return
    }
    pending.delete(request)
    finish(effect, request, reply, typeof payload === 'string' ? payload : '', done)
  })
}

/** Faults that come before processing; the others are kept for the answer. */
function begin(effect: FaultEffect, request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
  if (effect.kind === 'status') {
    void reply.code(effect.status).headers(effect.headers)
    if (!reply.hasHeader('content-type'))
      void reply.type(effect.body.startsWith('{') ? 'application/json' : 'text/plain')
    return reply.send(effect.body)
  }
  if (effect.kind === 'html')
    return reply.code(effect.status).type('text/html; charset=utf-8').send(HTML_PAGE)
  if (effect.kind === 'json' && effect.when === 'before') {
    return reply.code(effect.status).type('application/json; charset=utf-8').send(effect.body)
  }
  if ((effect.kind === 'drop' || effect.kind === 'hang') && effect.when === 'before') {
    reply.hijack()
    if (effect.kind === 'drop') request.raw.socket.destroy()
    return reply
  }
  pending.set(request, effect)
  return undefined
}

type Done = (error?: Error | null, payload?: unknown) => void

function finish(
  effect: FaultEffect,
  request: FastifyRequest,
  reply: FastifyReply,
  payload: string,
  done: Done,
): void {
  if (effect.kind === 'drop' || effect.kind === 'hang') {
    // Not calling done keeps the framework from answering.
    if (effect.kind === 'drop') request.raw.socket.destroy()
  } else if (effect.kind === 'truncate') {
    breakOff(effect, request, reply, payload)
  } else if (effect.kind === 'content-type') {
    void reply.header('content-type', effect.value)
    done(null, payload)
  } else if (effect.kind === 'json') {
    replace(reply, effect.status, effect.body, done)
  } else if (effect.kind === 'merge') {
    replace(reply, reply.statusCode, JSON.stringify(merge(JSON.parse(payload), effect.set)), done)
  } else {
    done()
  }
}

function replace(reply: FastifyReply, status: number, body: string, done: Done): void {
  void reply
    .code(status)
    .type('application/json; charset=utf-8')
    .header('content-length', Buffer.byteLength(body))
  done(null, body)
}

/** Promises the whole length, writes a part, and cuts the line. */
function breakOff(
  effect: Extract<FaultEffect, { kind: 'truncate' }>,
  request: FastifyRequest,
  reply: FastifyReply,
  payload: string,
): void {
  const body = Buffer.from(payload)
  const headers = { ...reply.getHeaders(), 'content-length': body.length, connection: 'close' }
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => `${name}: ${String(one)}`),
  )
  const head = Buffer.from(`HTTP/1.1 ${reply.statusCode} Broken\r\n${lines.join('\r\n')}\r\n\r\n`)
  const bodyBytes = effect.bodyBytes ?? Math.floor(body.length / 2)
  const whole = Buffer.concat([head, body])
  const part = whole.subarray(0, effect.replyBytes ?? head.length + bodyBytes)
  const socket = request.raw.socket
  socket.write(part, () => socket.destroy())
}

function merge(target: unknown, set: Record<string, unknown>): unknown {
  const result = new Map<string, unknown>(isObject(target) ? Object.entries(target) : [])
  for (const [name, value] of Object.entries(set)) {
    const old = result.get(name)
    if (value === null) result.delete(name)
    else result.set(name, isObject(value) && isObject(old) ? merge(old, value) : value)
  }
  return Object.fromEntries(result)
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
