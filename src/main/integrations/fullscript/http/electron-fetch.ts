/**
 * `fetch` over Electron's network stack, so that a practice's own network is known to it: the system's proxy and PAC
 * file, the system's sign-in at a proxy, certificates that the system or the user trusts. Follows no redirect, keeps no
 * cookie and no cache, and sends nothing twice that may only be sent once.
 */
import { net, type ClientRequest, type IncomingMessage, type Session } from 'electron'
import { NotSent, Untrusted, type Fetch } from './http'

/** Chromium's errors from before the request: no name, no connection, no handshake, no way through the proxy. */
const NOT_SENT = new RegExp(
  `^net::ERR_(${[
    'NAME_NOT_RESOLVED',
    'NAME_RESOLUTION_FAILED',
    'DNS_\\w+',
    'INTERNET_DISCONNECTED',
    'CONNECTION_REFUSED',
    'CONNECTION_TIMED_OUT',
    'CONNECTION_FAILED',
    'ADDRESS_(UNREACHABLE|INVALID)',
    'SSL_(VERSION_OR_CIPHER_MISMATCH|OBSOLETE_VERSION|CLIENT_AUTH_CERT_NEEDED)',
    'PROXY_(CONNECTION_FAILED|CERTIFICATE_INVALID|AUTH_\\w+)',
    'TUNNEL_CONNECTION_FAILED',
    'MANDATORY_PROXY_CONFIGURATION_FAILED',
    'PAC_\\w+',
    'NO_SUPPORTED_PROXIES',
    'BLOCKED_BY_(CLIENT|ADMINISTRATOR)',
    'UNSAFE_PORT',
    'DISALLOWED_URL_SCHEME',
  ].join('|')})$`,
)

const WITHOUT_BODY = [204, 205, 304]

const UNTRUSTED = /^net::ERR_(CERT_\w+|SSL_PINNED_KEY_NOT_IN_CERT_CHAIN)$/

function explained(error: Error): Error {
  if (UNTRUSTED.test(error.message)) return new Untrusted(error.message)
  return NOT_SENT.test(error.message) ? new NotSent(error.message) : error
}

/** `session`: by name; asked for the first time, it is made. */
export function createElectronFetch(session: (name: string) => Session): Fetch {
  const unshared = new UnsharedSessions(session)

  return async (address, { method, headers, body, signal }) => {
    signal.throwIfAborted()
    const once = method === 'POST' ? unshared.take() : null
    const over = () => once?.giveBack()
    try {
      const request = net.request({
        ...{ method, url: address, headers, session: once?.session ?? session('calls') },
        ...{ credentials: 'omit', useSessionCookies: false, redirect: 'manual' },
      })
      return await answerTo(request, { body, signal, over })
    } catch (error) {
      over()
      throw error
    }
  }
}

/**
 * Chromium sends a request again, a POST too, when a connection that it had used before ends without an answer. A code
 * from the browser is spent by the first. So each POST has a session to itself, whose connections end with it.
 */
class UnsharedSessions {
  readonly #session: (name: string) => Session
  readonly #taken = new Set<number>()

  constructor(session: (name: string) => Session) {
    this.#session = session
  }

  take(): { session: Session; giveBack: () => void } {
    let number = 1
    while (this.#taken.has(number)) number += 1
    this.#taken.add(number)
    const session = this.#session(`post-${String(number)}`)
    let given = false
    const giveBack = () => {
      if (given) return
      given = true
      void session.closeAllConnections().finally(() => this.#taken.delete(number))
    }
    return { session, giveBack }
  }
}

type Sending = { body: string | null; signal: AbortSignal; over: () => void }

function answerTo(request: ClientRequest, { body, signal, over }: Sending): Promise<Response> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      request.abort()
    }
    const ended = () => {
      signal.removeEventListener('abort', abort)
      over()
    }
    const failed = (error: Error) => {
      ended()
      reject(error)
    }
    signal.addEventListener('abort', abort, { once: true })
    request.on('abort', () => {
      failed(new DOMException('The request was given up', 'AbortError'))
    })
    request.on('error', (error) => {
      failed(explained(error))
    })
    request.on('redirect', (status) => {
      ended()
      // Not followed, Electron ends the request with an error, which nobody hears any more.
      resolve(new Response(null, { status }))
    })
    // Without an answer to this question the proxy's refusal would be hidden; the system has had its turn by now.
    request.on('login', (_question, answer) => {
      answer()
    })
    request.on('response', (answer) => {
      try {
        resolve(toResponse(answer, { request, ended }))
      } catch {
        // A status or header that is none.
        failed(new Error('unusable answer'))
        request.abort()
      }
    })
    request.end(body ?? undefined)
  })
}

type Connection = { request: ClientRequest; ended: () => void }

function toResponse(answer: IncomingMessage, connection: Connection): Response {
  const headers = new Headers()
  for (let at = 0; at + 1 < answer.rawHeaders.length; at += 2) {
    headers.append(answer.rawHeaders[at] ?? '', answer.rawHeaders[at + 1] ?? '')
  }
  const status = answer.statusCode
  const body = bodyOf(answer, connection)
  if (!WITHOUT_BODY.includes(status)) return new Response(body, { status, headers })
  void body.cancel()
  return new Response(null, { status, headers })
}

function bodyOf(answer: IncomingMessage, { request, ended }: Connection): ReadableStream<Uint8Array> {
  let open = true
  const close = (how: () => void) => {
    if (!open) return
    open = false
    ended()
    how()
  }
  return new ReadableStream({
    start(controller) {
      answer.on('data', (piece: Buffer) => {
        if (open) controller.enqueue(piece)
      })
      answer.on('end', () => {
        close(() => {
          controller.close()
        })
      })
      const fail = (error: Error) => {
        close(() => {
          controller.error(error)
        })
      }
      answer.on('error', fail)
      request.on('error', fail)
      request.on('abort', () => {
        fail(new DOMException('The request was given up', 'AbortError'))
      })
    },
    cancel() {
      close(() => {
        request.abort()
      })
    },
  })
}
