/**
 * One call to Fullscript's REST API with a given access token. The token travels in the Authorization header and
 * nowhere else (R-6750-01), only to the hosts of its own environment (F-322); a socket that was closed while idle is
 * tried once more (F-327).
 */
import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { Clock } from '../../../platform/clock/clock'
import { failed, ok, type Failure, type Result } from '../../../../shared/failures'
import { addressAllowed, apiAddress } from '../environments'
import type { Http, HttpAnswer, HttpFault, HttpOutcome } from '../http/http'
import type { Application } from '../types'
import { FORBIDDEN, IDEMPOTENCY_HEADER, NAMED_SCOPE, UNAUTHORIZED } from '../unknowns'

const TIMEOUT = 20_000
const BODY_LIMIT = 2 * 1024 * 1024

export type ApiRequest<T> = {
  method: 'GET' | 'POST'
  /** Below the REST base, e.g. `/clinic`; ids in it are already encoded. */
  path: string
  schema: z.ZodType<T>
  /** Scopes of which one must have been granted; unknown to Fullscript's documents when left out. */
  scopes?: readonly string[]
  /** Scopes of which all are said to be needed; one that was not granted explains a refusal (F-405). */
  recipe?: readonly string[]
  /** Of a POST, sent as JSON. */
  body?: Readonly<Record<string, string>>
  /** Told the HTTP status of each answer, for the test page. */
  onStatus?: (status: number | null) => void
  signal?: AbortSignal
}

/** `serverDate`: epoch milliseconds by Fullscript's clock, null when it did not say. */
export type ApiAnswer<T> = { value: T; serverDate: number | null }

/** `unauthorized`: 401, to be answered with a fresh token; `forbidden`: 403, which no fresh token cures. */
export type ApiOutcome<T> = Result<ApiAnswer<T>> & { refusal?: 'unauthorized' | 'forbidden' }

export interface ApiTransport {
  request<T>(application: Application, accessToken: string, request: ApiRequest<T>): Promise<ApiOutcome<T>>
}

export function createApiTransport({ http, clock }: { http: Http; clock: Clock }): ApiTransport {
  async function send(
    { assumptions }: Application,
    url: URL,
    accessToken: string,
    request: ApiRequest<unknown>,
  ): Promise<HttpOutcome> {
    const posted = request.method === 'POST'
    const json: Record<string, string> = {
      ...(posted ? { 'content-type': 'application/json' } : {}),
      // The same for both attempts, which is what it is for.
      ...(posted && assumptions.idempotencyKey ? { [IDEMPOTENCY_HEADER]: randomUUID() } : {}),
    }
    const attempt = () =>
      http.send({
        method: request.method,
        url,
        ...(request.body ? { body: JSON.stringify(request.body) } : {}),
        headers: { accept: 'application/json', authorization: `Bearer ${accessToken}`, ...json },
        timeout: TIMEOUT,
        bodyLimit: BODY_LIMIT,
        signal: request.signal,
      })
    const outcome = await attempt()
    // Repeating is harmless here: GETs change nothing, and one more session grant is only one more grant.
    return !outcome.ok && outcome.fault.kind === 'unreachable' && outcome.fault.broken ? attempt() : outcome
  }

  return {
    async request<T>(
      application: Application,
      accessToken: string,
      request: ApiRequest<T>,
    ): Promise<ApiOutcome<T>> {
      const url = apiAddress(application.hosts, request.path)
      if (
        !addressAllowed(application.environment, url) ||
        !url.href.startsWith(`${application.hosts.api}/`)
      ) {
        return failed('fullscript-bad-answer', { detail: 'host' })
      }
      const outcome = await send(application, url, accessToken, request)
      request.onStatus?.(statusOf(outcome))
      if (!outcome.ok) return { ok: false, failure: faultFailure(outcome.fault, clock.now()) }
      const { answer } = outcome
      if (answer.status >= 400) return refused(answer, clock.now())
      const parsed = request.schema.safeParse(answer.json)
      if (!parsed.success) {
        const detail = parsed.error.issues[0]?.path.join('.').slice(0, 100) || 'body'
        return failed('fullscript-bad-answer', { detail, ...reference(answer.requestId) })
      }
      return ok({ value: parsed.data, serverDate: answer.serverDate })
    },
  }
}

const reference = (requestId: string | null) => (requestId ? { reference: requestId } : {})

function statusOf(outcome: HttpOutcome): number | null {
  if (outcome.ok) return outcome.answer.status
  return 'status' in outcome.fault ? outcome.fault.status : null
}

function faultFailure(fault: HttpFault, now: number): Failure {
  switch (fault.kind) {
    case 'busy':
      return { code: 'fullscript-busy', retryAt: now + fault.wait, ...reference(fault.requestId) }
    case 'unreadable':
      return { code: 'fullscript-bad-answer', detail: fault.reason, ...reference(fault.requestId) }
    case 'proxy':
      return { code: 'network-sign-in-needed' }
    case 'untrusted':
      return { code: 'fullscript-untrusted' }
    case 'unreachable':
    case 'cancelled':
      return { code: 'fullscript-unreachable' }
  }
}

function refused(answer: HttpAnswer, now: number): ApiOutcome<never> {
  const { status, requestId } = answer
  const more = reference(requestId)
  if (status === UNAUTHORIZED)
    return { ...failed('fullscript-reconnect-needed', more), refusal: 'unauthorized' }
  if (status === FORBIDDEN) {
    const scope = missingScope(answer)
    const failure = scope
      ? failed('fullscript-missing-scope', { detail: scope, ...more })
      : failed('fullscript-refused', more)
    return { ...failure, refusal: 'forbidden' }
  }
  if (status === 404 || status === 410) return failed('not-found', more)
  if (status >= 500) {
    return failed('fullscript-trouble', {
      ...more,
      ...(answer.wait === null ? {} : { retryAt: now + answer.wait }),
    })
  }
  return failed('fullscript-refused', { detail: `status ${status}`, ...more })
}

/** The scope family that a 403 names (reference 2.5: "Must have `catalog` scope …"), "" when it names none. */
function missingScope({ json, challenge }: HttpAnswer): string | null {
  const error = typeof json === 'object' && json !== null && 'error' in json ? json.error : null
  const named = typeof error === 'string' ? NAMED_SCOPE.exec(error)?.[1] : undefined
  if (named) return named
  const scope = /\bscope="([a-z_: ]{1,200})"/.exec(challenge ?? '')?.[1]
  return /\berror="insufficient_scope"/.test(challenge ?? '') ? (scope ?? 'unknown') : null
}
