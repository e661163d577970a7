/**
 * What every way to the network owes to the rooms above it, as cases over real servers: tried over Electron's network
 * stack, which the app uses, and over Node's, which tests use in its place.
 */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { createServer as createSocketServer, type AddressInfo, type Server } from 'node:net'
import type { SecureVersion } from 'node:tls'
import { gzipSync } from 'node:zlib'
import { generate } from 'selfsigned'
import type { HttpOutcome, HttpRequest } from '../../src/main/integrations/fullscript/http/http'

export type Asked = Omit<HttpRequest, 'url' | 'signal'> & {
  url: string
  /** Milliseconds after which the caller gives up. */
  giveUpAfter?: number
}
export type Send = (request: Asked) => Promise<HttpOutcome>

type Seen = { method: string; path: string; headers: IncomingHttpHeaders; body: string }

const LIMIT = 1_024
const JSON_TYPE = { 'content-type': 'application/json' }

type Answer = (request: IncomingMessage, response: ServerResponse) => void

const answers: Record<string, Answer> = {
  '/json': (_request, response) => {
    response.writeHead(200, { ...JSON_TYPE, 'x-request-id': 'r-1', 'cache-control': 'max-age=3600' })
    response.end('{"name":"Zoë"}')
  },
  '/cookie': (_request, response) => {
    response.writeHead(200, { ...JSON_TYPE, 'set-cookie': 'kept=yes; Max-Age=3600; Path=/' }).end('{}')
  },
  '/redirect': (_request, response) => {
    response.writeHead(302, { location: '/json' }).end()
  },
  '/kept-method': (_request, response) => {
    response.writeHead(307, { location: '/json' }).end()
  },
  '/challenge': (_request, response) => {
    response.writeHead(401, { ...JSON_TYPE, 'www-authenticate': 'Basic realm="x"' }).end('{"error":"no"}')
  },
  '/nothing': (_request, response) => {
    response.writeHead(204).end()
  },
  '/packed': (_request, response) => {
    response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' })
    response.end(gzipSync(JSON.stringify({ text: ' '.repeat(LIMIT) })))
  },
  '/cut': (_request, response) => {
    response.writeHead(200, { ...JSON_TYPE, 'content-length': '100' })
    response.write('{"half"', () => response.destroy())
  },
  '/dropped': (request) => {
    request.socket.destroy()
  },
  '/silent': () => undefined,
  '/half-silent': (_request, response) => {
    response.writeHead(200, JSON_TYPE).write('{')
  },
}

/** A server in clear text that remembers what reached it, and ends with `close`. */
export class ContractServer {
  readonly seen: Seen[] = []
  readonly #servers: Server[] = []
  origin = ''

  static async start(): Promise<ContractServer> {
    const made = new ContractServer()
    made.origin = `http://127.0.0.1:${String(await made.#listen(createServer(made.#answer)))}`
    return made
  }

  /** The same behind a certificate of nobody's. `maxVersion`: the newest TLS that it speaks. */
  async untrusted(maxVersion: SecureVersion): Promise<{ origin: string; certificate: string }> {
    const made = await generate([{ name: 'commonName', value: 'localhost' }], {
      keyType: 'ec',
      curve: 'P-256',
      algorithm: 'sha256',
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
    })
    const old = maxVersion === 'TLSv1.1' ? { ciphers: 'ALL:@SECLEVEL=0' } : {}
    const options = { key: made.private, cert: made.cert, minVersion: 'TLSv1', maxVersion, ...old } as const
    const port = await this.#listen(createTlsServer(options, this.#answer))
    return { origin: `https://localhost:${String(port)}`, certificate: made.cert }
  }

  async close() {
    await Promise.all(
      this.#servers.map(
        (server) =>
          new Promise<void>((resolve) => {
            server.close(() => {
              resolve()
            })
            if ('closeAllConnections' in server) (server.closeAllConnections as () => void)()
          }),
      ),
    )
  }

  async #listen(server: Server): Promise<number> {
    this.#servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return (server.address() as AddressInfo).port
  }

  readonly #answer = (request: IncomingMessage, response: ServerResponse) => {
    let body = ''
    request.setEncoding('utf8').on('data', (piece: string) => (body += piece))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      this.seen.push({ method, path: url, headers, body })
      answers[url]?.(request, response)
    })
  }
}

/** A port at which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createSocketServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

type Case = {
  title: string
  /** What is sent, one after the other. */
  asked: (server: ContractServer) => Promise<Asked[]> | Asked[]
  /** How the last one ended. */
  outcome: unknown
  /** Paths that reached the server, each with its method. */
  reached: string[]
  /** What else must be so of what reached it. */
  check?: (seen: Seen[]) => void
}

const asks = (url: string, more: Partial<Asked> = {}): Asked => ({
  method: 'GET',
  headers: { authorization: 'Bearer canary', accept: 'application/json' },
  timeout: 20_000,
  bodyLimit: LIMIT,
  ...more,
  url,
})
const posts = (url: string, more: Partial<Asked> = {}): Asked =>
  asks(url, {
    method: 'POST',
    headers: { authorization: 'Bearer canary', 'content-type': 'application/json' },
    body: '{"secret":"Zoë"}',
    ...more,
  })
const fault = (kind: string, more: object = {}) => ({ ok: false, fault: { kind, ...more } })
const answer = (more: object) => ({ ok: true, answer: more })

export const CONTRACT: Case[] = [
  {
    title: 'a GET and its answer arrive whole',
    asked: ({ origin }) => [asks(`${origin}/json`)],
    outcome: answer({ status: 200, json: { name: 'Zoë' }, requestId: 'r-1' }),
    reached: ['GET /json'],
    check: ([seen]) => {
      if (seen?.headers.authorization !== 'Bearer canary') throw new Error('The token did not arrive')
    },
  },
  {
    title: 'a POST arrives whole',
    asked: ({ origin }) => [posts(`${origin}/json`)],
    outcome: answer({ status: 200 }),
    reached: ['POST /json'],
    check: ([seen]) => {
      if (seen?.body !== '{"secret":"Zoë"}') throw new Error(`Arrived as ${String(seen?.body)}`)
    },
  },
  {
    title: 'R-6749-09: a redirect is not followed',
    asked: ({ origin }) => [asks(`${origin}/redirect`)],
    outcome: fault('unreadable', { status: 302, reason: 'redirect' }),
    reached: ['GET /redirect'],
  },
  {
    title: 'a redirect that keeps the method takes no body elsewhere',
    asked: ({ origin }) => [posts(`${origin}/kept-method`)],
    outcome: fault('unreadable', { status: 307, reason: 'redirect' }),
    reached: ['POST /kept-method'],
  },
  {
    title: 'no cookie is kept',
    asked: ({ origin }) => [asks(`${origin}/cookie`), asks(`${origin}/json`), posts(`${origin}/json`)],
    outcome: answer({ status: 200 }),
    reached: ['GET /cookie', 'GET /json', 'POST /json'],
    check: (seen) => {
      if (seen.some(({ headers }) => headers.cookie !== undefined)) throw new Error('A cookie was sent')
    },
  },
  {
    title: 'an answer that may be kept for an hour is asked for again',
    asked: ({ origin }) => [asks(`${origin}/json`), asks(`${origin}/json`)],
    outcome: answer({ status: 200 }),
    reached: ['GET /json', 'GET /json'],
  },
  {
    title: 'a question for a password goes back as the answer that it is',
    asked: ({ origin }) => [asks(`${origin}/challenge`)],
    outcome: answer({ status: 401, json: { error: 'no' }, challenge: 'Basic realm="x"' }),
    reached: ['GET /challenge'],
  },
  {
    title: 'an answer without a body',
    asked: ({ origin }) => [posts(`${origin}/nothing`, { anyBody: true })],
    outcome: answer({ status: 204 }),
    reached: ['POST /nothing'],
  },
  {
    title: 'F-305: the limit counts what is unpacked',
    asked: ({ origin }) => [asks(`${origin}/packed`)],
    outcome: fault('unreadable', { reason: 'size' }),
    reached: ['GET /packed'],
  },
  {
    title: 'F-301: an answer that ends early may have been sent for',
    asked: ({ origin }) => [asks(`${origin}/cut`)],
    outcome: fault('unreachable', { sent: true, broken: true }),
    reached: ['GET /cut'],
  },
  {
    title: 'F-301: a POST goes out once, also when a connection that was used before ends without an answer',
    asked: ({ origin }) => [
      asks(`${origin}/json`),
      posts(`${origin}/json`),
      posts(`${origin}/json`),
      posts(`${origin}/dropped`),
    ],
    outcome: fault('unreachable', { sent: true, broken: true }),
    reached: ['GET /json', 'POST /json', 'POST /json', 'POST /dropped'],
  },
  {
    title: 'F-301: the deadline ends a server that stays silent',
    asked: ({ origin }) => [posts(`${origin}/silent`, { timeout: 300 })],
    outcome: fault('unreachable', { sent: true, broken: false }),
    reached: ['POST /silent'],
  },
  {
    title: 'F-301: the deadline ends an answer that stays half',
    asked: ({ origin }) => [asks(`${origin}/half-silent`, { timeout: 500 })],
    outcome: fault('unreachable', { sent: true, broken: false }),
    reached: ['GET /half-silent'],
  },
  {
    title: 'whoever gives up is told no more',
    asked: ({ origin }) => [posts(`${origin}/silent`, { giveUpAfter: 300 })],
    outcome: fault('cancelled'),
    reached: ['POST /silent'],
  },
  {
    title: 'where nobody listens nothing was sent',
    asked: async () => [posts(`http://127.0.0.1:${String(await closedPort())}/json`)],
    outcome: fault('unreachable', { sent: false, broken: false }),
    reached: [],
  },
  {
    title:
      '164.312(e)(1), 170.315(d)(9), R-6749-15, R-6750-03: nothing reaches a server that nobody vouches for',
    asked: async (server) => [posts(`${(await server.untrusted('TLSv1.3')).origin}/json`)],
    outcome: fault('untrusted'),
    reached: [],
  },
  {
    title: '164.312(e)(1), 170.315(d)(9), R-6749-15: nothing reaches a server that speaks TLS 1.1 at best',
    asked: async (server) => [posts(`${(await server.untrusted('TLSv1.1')).origin}/json`)],
    outcome: fault('unreachable'),
    reached: [],
  },
]

/** Sends what the case says, and gives what became of it, in the shape of what the case expects. */
export async function tryCase({ asked, check }: Case, send: Send) {
  const server = await ContractServer.start()
  try {
    let outcome: HttpOutcome | null = null
    for (const request of await asked(server)) outcome = await send(request)
    check?.(server.seen)
    return { outcome, reached: server.seen.map(({ method, path }) => `${method} ${path}`) }
  } finally {
    await server.close()
  }
}
