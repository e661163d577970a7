/**
 * The one way out to Fullscript: redirects off, a deadline, a limit for the body, JSON only, one gate for each host
 * that asked to slow down. Says what happened as a value and decides nothing about tokens.
 */
import { Listeners } from '../../../../shared/listeners'
import type { Clock } from '../../../platform/clock/clock'
import type { Logger } from '../../../platform/logging/logger'
import { parseJson, readBody, retryAfter } from './read-answer'

/** As the global one, for a body of text. Rejects with `NotSent` when the server has seen nothing of the request. */
export type Fetch = (address: string, init: FetchInit) => Promise<Response>

export type FetchInit = {
  method: 'GET' | 'POST'
  headers: Record<string, string>
  body: string | null
  signal: AbortSignal
}

/** The request never left: there was no connection to the server. */
export class NotSent extends Error {}

/** Nor did it here: whoever answered could not prove to be the server. */
export class Untrusted extends NotSent {}

export type HttpRequest = {
  method: 'GET' | 'POST'
  url: URL
  headers: Record<string, string>
  body?: string
  /** Milliseconds for the whole answer. */
  timeout: number
  /** Bytes of the answer's body, decompressed. */
  bodyLimit: number
  /** A 2xx answer need not be JSON (R-7009-02). */
  anyBody?: boolean
  signal?: AbortSignal | undefined
}

export type HttpAnswer = {
  status: number
  /** Parsed body; undefined when there was none or it was not JSON. */
  json: unknown
  /** Fullscript's X-Request-Id, for the reference that a person may read out. */
  requestId: string | null
  challenge: string | null
  /** The Date header, epoch milliseconds. */
  serverDate: number | null
  /** Milliseconds asked for by Retry-After; null when the header is missing. */
  wait: number | null
}

export type HttpFault =
  /** 429 now, or this host's gate is still closed (then nothing was sent). `wait`: milliseconds. */
  | { kind: 'busy'; wait: number; status: number | null; requestId: string | null }
  /** No whole answer. `sent`: whether the request may have reached the server. `broken`: a connection that ended early. */
  | { kind: 'unreachable'; sent: boolean; broken: boolean }
  /** A proxy on the way asks for a name and a password that the system does not have; nothing was sent. */
  | { kind: 'proxy' }
  /** Whoever answered had no certificate that this computer trusts; nothing was sent. */
  | { kind: 'untrusted' }
  | { kind: 'unreadable'; status: number; reason: string; requestId: string | null }
  | { kind: 'cancelled' }

export type HttpOutcome = { ok: true; answer: HttpAnswer } | { ok: false; fault: HttpFault }

export interface Http {
  send(request: HttpRequest): Promise<HttpOutcome>
  /** The server's clock minus ours in milliseconds, as of the last answer; null before the first. */
  skew(): number | null
  /** The same when it is more than two minutes, else null (F-309). */
  tellingSkew(): number | null
  /** Called when `tellingSkew` begins or ends to say something. */
  onTellingSkew(listener: () => void): void
}

const WORTH_TELLING = 2 * 60_000
const PROXY_SIGN_IN = 407

const visible = (text: string | null, most: number): string | null =>
  text && text.length <= most && /^[\x21-\x7e]+$/.test(text) ? text : null

export function createHttp(dependencies: { fetch: Fetch; clock: Clock; logger: Logger }): Http {
  const { clock, logger } = dependencies
  const closedUntil = new Map<string, number>()
  let skew: number | null = null
  const listeners = new Listeners()
  const tellingSkew = () => (skew !== null && Math.abs(skew) > WORTH_TELLING ? skew : null)

  function learnSkew(serverDate: number | null) {
    if (serverDate === null) return
    const before = tellingSkew()
    skew = serverDate - clock.now()
    const now = tellingSkew()
    if ((now === null) === (before === null)) return
    if (now !== null)
      logger.warn('The clock of this computer differs from Fullscript', { seconds: Math.round(now / 1000) })
    listeners.tell()
  }

  async function read(request: HttpRequest, response: Response): Promise<HttpOutcome> {
    const { status, headers } = response
    const requestId = visible(headers.get('x-request-id'), 40)
    const date = Date.parse(headers.get('date') ?? '')
    const serverDate = Number.isNaN(date) ? null : date
    learnSkew(serverDate)
    const unreadable = (reason: string): HttpOutcome => ({
      ok: false,
      fault: { kind: 'unreadable', status, reason, requestId },
    })
    if (status === 429) {
      await response.body?.cancel()
      const wait = retryAfter(headers.get('retry-after'), serverDate ?? clock.now())
      closedUntil.set(request.url.host, clock.monotonic() + wait)
      return { ok: false, fault: { kind: 'busy', wait, status, requestId } }
    }
    if (status === PROXY_SIGN_IN) {
      await response.body?.cancel()
      return { ok: false, fault: { kind: 'proxy' } }
    }
    if (status >= 300 && status < 400) {
      await response.body?.cancel()
      return unreadable('redirect')
    }
    const text = await readBody(response, request.bodyLimit)
    const isJson = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(headers.get('content-type') ?? '')
    const json = text !== null && isJson ? parseJson(text) : undefined
    if (response.ok && !request.anyBody) {
      if (text === null) return unreadable('size')
      if (!isJson) return unreadable('content type')
      if (json === undefined) return unreadable('json')
    }
    const asked = headers.get('retry-after')
    const wait = asked === null ? null : retryAfter(asked, serverDate ?? clock.now())
    const challenge = headers.get('www-authenticate')
    return { ok: true, answer: { status, json, requestId, challenge, serverDate, wait } }
  }

  async function send(request: HttpRequest): Promise<HttpOutcome> {
    const closed = (closedUntil.get(request.url.host) ?? 0) - clock.monotonic()
    if (closed > 0) return { ok: false, fault: { kind: 'busy', wait: closed, status: null, requestId: null } }
    const deadline = new AbortController()
    const cancelTimer = clock.after(request.timeout, () => {
      deadline.abort()
    })
    const signals = request.signal ? [deadline.signal, request.signal] : [deadline.signal]
    try {
      const response = await dependencies.fetch(request.url.href, {
        method: request.method,
        headers: request.headers,
        body: request.body ?? null,
        signal: AbortSignal.any(signals),
      })
      return await read(request, response)
    } catch (error) {
      if (request.signal?.aborted) return { ok: false, fault: { kind: 'cancelled' } }
      if (error instanceof Untrusted) return { ok: false, fault: { kind: 'untrusted' } }
      const late = deadline.signal.aborted
      const sent = late || !(error instanceof NotSent)
      return { ok: false, fault: { kind: 'unreachable', sent, broken: sent && !late } }
    } finally {
      cancelTimer()
    }
  }

  return { send, skew: () => skew, tellingSkew, onTellingSkew: (listener) => void listeners.add(listener) }
}
