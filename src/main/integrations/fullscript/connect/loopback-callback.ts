/**
 * The callback over a loopback address: a listener on 127.0.0.1 (on ::1 where there is no IPv4) that lives from
 * just before the browser opens until the person has seen the page (R-8252-02 to R-8252-05). It never listens on
 * any other address. What a request means is decided in loopback-request.ts, what it answers in the attempt.
 *
 * Residual: on Windows another program of the same person could share a fixed port (F-121) and a proxy set for
 * loopback addresses would be the peer instead of the browser (F-130). PKCE and `state` carry both.
 */
import { createHash } from 'node:crypto'
import { createServer, STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Environment } from '../../../../shared/contract/fullscript'
import { failed, ok, type Result } from '../../../../shared/failures'
import type { Clock } from '../../../platform/clock/clock'
import type { Application } from '../types'
import { DONE_PAGE, REFUSED_PAGE, SECURITY_HEADERS, WAITING_PAGE } from './loopback-page'
import { isLoopback, judgeRequest, type Addresses } from './loopback-request'
import { peerOwner, type Connection, type PeerOwner } from './peer-owner'
import { loopbackRedirectUri, type LoopbackHost } from './redirect-uris'
import type { Deliver, OpenCallback, Callback } from './callbacks'

/** Bounds in time and number (F-107, F-108). Milliseconds. */
export const LIMITS = {
  headers: 5_000,
  request: 5_000,
  check: 1_000,
  sockets: 32,
  /** How long the page stays when the browser never asks for it, and after it did: a reload sees it again (F-114). */
  untilDone: 10_000,
  afterDone: 3_000,
}

type Ports = {
  clock: Clock
  peerOwner?: (connection: Connection) => PeerOwner
  limits?: typeof LIMITS
  /** In the order they are tried (R-8252-04). */
  hosts?: readonly LoopbackHost[]
}

/** Codes that mean that this computer has no such address at all. */
const NO_SUCH_ADDRESS = ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL']

export class LoopbackCallback implements Callback {
  readonly kind = 'loopback'
  readonly #ports: Ports

  constructor(ports: Ports) {
    this.#ports = ports
  }

  open: Callback['open'] = async (application, deliver) => {
    const fixed = application.loopbackPorts.length > 0
    const ports = fixed ? application.loopbackPorts : [0]
    // With fixed ports only the addresses that are registered; the other host is none of them.
    const hosts = this.#ports.hosts ?? (['127.0.0.1', '::1'] as const)
    for (const host of fixed ? hosts.slice(0, 1) : hosts) {
      for (const port of ports) {
        const listener = new Listener(this.#ports, application.environment, host, deliver)
        const opened = await listener.listen(port)
        if (opened === 'ready') return ok(listener)
        if (opened === 'no-such-address') break
        // Taken by whoever: the browser must never be sent to that port (F-119, F-120).
        if (port === ports.at(-1)) return noFreePort(application)
      }
    }
    return noFreePort(application)
  }
}

const noFreePort = ({ loopbackPorts }: Application): Result<never> =>
  failed('connect-no-way-back', {
    detail: loopbackPorts.length > 0 ? `ports ${loopbackPorts.join(', ')}` : 'a free port',
  })

class Listener implements OpenCallback {
  readonly kind = 'loopback'
  readonly #ports: Ports
  readonly #limits: typeof LIMITS
  readonly #environment: Environment
  readonly #host: LoopbackHost
  readonly #deliver: Deliver
  readonly #server: Server
  /** In the order they came, so that the oldest makes room for the newest. */
  readonly #sockets = new Set<Socket>()
  readonly #asked = new WeakSet<Socket>()
  #redirectUri = ''
  #addresses: Addresses = { authority: '', callbackPath: '', donePath: '' }
  /** The query that was taken, by its fingerprint to know it when it comes again (F-114), and the page for it. */
  #taken: { fingerprint: string; page: string } | null = null
  #cancelClosing: () => void = () => undefined

  constructor(ports: Ports, environment: Environment, host: LoopbackHost, deliver: Deliver) {
    this.#ports = ports
    this.#limits = ports.limits ?? LIMITS
    this.#environment = environment
    this.#host = host
    this.#deliver = deliver
    this.#server = createServer(
      {
        headersTimeout: this.#limits.headers,
        requestTimeout: this.#limits.request,
        connectionsCheckingInterval: this.#limits.check,
        // Every answer of ours says `Connection: close`; zero would mean for ever.
        keepAliveTimeout: 1,
        // Room for the longest query and the headers of any browser (F-109).
        maxHeaderSize: 16_384,
      },
      (request, response) => {
        this.#answer(request, response)
      },
    )
    // Counted and refused by ourselves: Node would drop the rest without a word.
    this.#server.maxHeadersCount = 0
    this.#server.on('connection', (socket: Socket) => {
      this.#admit(socket)
    })
    this.#server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
      const tooLarge = error.code === 'HPE_HEADER_OVERFLOW'
      const status = tooLarge ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400
      endPlainly(socket, status)
    })
    // Node would answer these itself, and keep the socket.
    for (const event of ['checkContinue', 'checkExpectation'])
      this.#server.on(event, (_request: IncomingMessage, response: ServerResponse) => {
        send(response, 400, REFUSED_PAGE)
      })
    // CONNECT never becomes a request in Node (F-102).
    this.#server.on('connect', (_request, socket) => {
      endPlainly(socket, 405)
    })
  }

  get redirectUri(): string {
    return this.#redirectUri
  }

  listen(port: number): Promise<'ready' | 'taken' | 'no-such-address'> {
    return new Promise((resolve) => {
      this.#server.once('error', (error: NodeJS.ErrnoException) => {
        resolve(NO_SUCH_ADDRESS.includes(error.code ?? '') ? 'no-such-address' : 'taken')
      })
      this.#server.listen({ host: this.#host, port, exclusive: true }, () => {
        const { port: bound } = this.#server.address() as AddressInfo
        this.#redirectUri = loopbackRedirectUri(this.#environment, this.#host, bound)
        const { host: authority, pathname } = new URL(this.#redirectUri)
        this.#addresses = {
          authority,
          callbackPath: pathname,
          donePath: pathname.replace(/callback$/, 'done'),
        }
        resolve('ready')
      })
    })
  }

  close(): void {
    this.#cancelClosing()
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
  }

  #closeAfter(milliseconds: number): void {
    this.#cancelClosing()
    this.#cancelClosing = this.#ports.clock.after(milliseconds, () => {
      this.close()
    })
  }

  #admit(socket: Socket): void {
    if (!isLoopback(socket.remoteAddress)) {
      socket.destroy()
      return
    }
    // Whoever holds sockets open loses the oldest; the browser with the answer is the newest (F-107, F-108).
    const [oldest] = this.#sockets
    if (this.#sockets.size >= this.#limits.sockets && oldest) {
      this.#sockets.delete(oldest)
      oldest.destroy()
    }
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { socket, rawHeaders } = request
    // Only the first request of a socket counts; the answer to it closes the socket (F-124).
    if (this.#asked.has(socket)) return
    this.#asked.add(socket)

    const judged = judgeRequest(
      { method: request.method ?? '', target: request.url ?? '', rawHeaders },
      this.#addresses,
    )
    if (judged.kind === 'refuse') {
      send(response, judged.status, REFUSED_PAGE, judged.status === 405 ? { Allow: 'GET' } : {})
      return
    }
    if (judged.kind === 'done') {
      const taken = this.#taken
      if (taken === null) {
        send(response, 404, REFUSED_PAGE)
        return
      }
      response.once('finish', () => {
        this.#closeAfter(this.#limits.afterDone)
      })
      send(response, 200, taken.page)
      return
    }
    // The code leaves the address bar: the browser goes on to a fixed page of ours (R-9700-01, mission/001).
    if (this.#take(judged.query, socket)) send(response, 303, '', { Location: this.#addresses.donePath })
    else send(response, 400, REFUSED_PAGE)
  }

  /** Not a program of another user of this computer, as far as the system says (F-122). */
  #senderAllowed({ localAddress, localPort, remoteAddress, remotePort }: Socket): boolean {
    if (!localAddress || !localPort || !remoteAddress || !remotePort) return false
    const owner = this.#ports.peerOwner ?? peerOwner
    return owner({ localAddress, localPort, remoteAddress, remotePort }) !== 'foreign'
  }

  #take(query: string, socket: Socket): boolean {
    const fingerprint = createHash('sha256').update(query).digest('base64')
    if (this.#taken !== null) return this.#taken.fingerprint === fingerprint
    const outcome = this.#deliver(this.#redirectUri, query, () => this.#senderAllowed(socket))
    if (outcome === 'refused') return false
    this.#taken = { fingerprint, page: outcome === 'kept' ? WAITING_PAGE : DONE_PAGE }
    this.#closeAfter(this.#limits.untilDone)
    return true
  }
}

function send(
  response: ServerResponse,
  status: number,
  body: string,
  more: Record<string, string> = {},
): void {
  response.writeHead(status, {
    ...SECURITY_HEADERS,
    ...more,
    Connection: 'close',
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
  })
  response.end(body)
}

/** For what is not HTTP, or not enough of it to have a response. */
function endPlainly(socket: Duplex, status: number): void {
  if (!socket.writable) {
    socket.destroy()
    return
  }
  const reason = STATUS_CODES[status] ?? ''
  socket.end(
    `HTTP/1.1 ${status} ${reason}
Connection: close
Content-Length: 0

`,
    () => {
      socket.destroy()
    },
  )
}
