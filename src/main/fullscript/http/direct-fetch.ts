/**
 * `fetch` over Node's own HTTP client. What stands behind the global one keeps the last answer in a memory that is never
 * given back; here what went through a connection is wiped behind it, and idle ones can be ended (F-903).
 * Follows no redirect, asks for no compression, uses no proxy.
 */
import { Agent, request as requestPlain, type IncomingMessage } from 'node:http'
import { Agent as TlsAgent, request as requestTls } from 'node:https'
import type { Fetch } from './http'
import { wipeBehind } from './wiped-socket'

export type DirectFetch = {
  /** As the global one, for a body of text. */
  fetch: Fetch
  /** Ends connections that wait for another call; one that is in use goes on to its end. */
  forget: () => void
}

const KEEP_ALIVE = { keepAlive: true, keepAliveMsecs: 1_000, timeout: 4_000, maxSockets: 8 }
const WITHOUT_BODY = [101, 204, 205, 304]

export function createDirectFetch(): DirectFetch {
  let plain = new Agent(KEEP_ALIVE)
  let tls = new TlsAgent(KEEP_ALIVE)

  const fetch: Fetch = (address, { method = 'GET', headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const url = new URL(address)
      const options = {
        method,
        // Headers of ours are a plain record.
        headers: { ...(headers as Record<string, string>), 'accept-encoding': 'identity' },
        ...(signal ? { signal } : {}),
      }
      const request =
        url.protocol === 'https:'
          ? requestTls(url, { ...options, agent: tls })
          : requestPlain(url, { ...options, agent: plain })
      request.on('socket', wipeBehind)
      request.on('error', reject)
      request.on('response', (answer) => {
        resolve(toResponse(answer))
      })
      request.end(typeof body === 'string' ? body : undefined)
    })

  return {
    fetch,
    forget() {
      const old = [plain, tls]
      plain = new Agent(KEEP_ALIVE)
      tls = new TlsAgent(KEEP_ALIVE)
      for (const agent of old) {
        for (const sockets of Object.values(agent.freeSockets)) {
          for (const socket of sockets ?? []) socket.destroy()
        }
      }
    },
  }
}

function toResponse(answer: IncomingMessage): Response {
  const headers = new Headers()
  for (let at = 0; at + 1 < answer.rawHeaders.length; at += 2) {
    headers.append(answer.rawHeaders[at] ?? '', answer.rawHeaders[at + 1] ?? '')
  }
  const status = answer.statusCode ?? 0
  if (WITHOUT_BODY.includes(status)) {
    answer.resume()
    return new Response(null, { status, headers })
  }
  return new Response(bodyOf(answer), { status, headers })
}

/** Node's own conversion copies each piece, and nobody could wipe the first one. */
const bodyOf = (answer: IncomingMessage): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      answer.on('data', (piece: Buffer) => {
        controller.enqueue(piece)
      })
      answer.on('end', () => {
        controller.close()
      })
      answer.on('error', (error) => {
        controller.error(error)
      })
    },
    cancel() {
      answer.destroy()
    },
  })
