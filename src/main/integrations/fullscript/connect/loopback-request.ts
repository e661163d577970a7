/**
 * Decides what a request at the loopback address is, from its raw parts. The request target is never given to `URL`,
 * which throws on targets and hosts that anybody can send (F-101).
 */
import { LONGEST_QUERY } from './authorization-response'

/** A browser sends about fifteen (F-109). */
const MOST_HEADERS = 100

export type RawRequest = {
  method: string
  /** The request target as it came, undecoded. */
  target: string
  /** Name, value, name, value, … as they came. */
  rawHeaders: readonly string[]
}

export type RequestKind =
  /** A browser's top-level navigation to the callback; `query` is raw, without `?`. */
  | { kind: 'callback'; query: string }
  /** The page that the callback leads to, so that the code leaves the address bar. */
  | { kind: 'done' }
  | { kind: 'refuse'; status: 400 | 403 | 404 | 405 | 414 | 421 | 431 | 503 }

export type Addresses = {
  /** Exactly what `Host` must say, e.g. `127.0.0.1:49152` (F-103). */
  authority: string
  callbackPath: string
  donePath: string
}

const refuse = (status: Extract<RequestKind, { kind: 'refuse' }>['status']): RequestKind => ({
  kind: 'refuse',
  status,
})

/** All values of a header, in order; the name in lower case. */
function valuesOf(rawHeaders: readonly string[], name: string): string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name)
}

export function judgeRequest({ method, target, rawHeaders }: RawRequest, addresses: Addresses): RequestKind {
  if (rawHeaders.length > MOST_HEADERS * 2) return refuse(431)
  const header = (name: string) => valuesOf(rawHeaders, name)

  const hosts = header('host')
  if (hosts.length !== 1 || hosts[0] !== addresses.authority) return refuse(421)
  // No CORS or private-network grant for OPTIONS, and a link scanner's HEAD takes nothing (F-102).
  if (method !== 'GET') return refuse(405)
  if (header('transfer-encoding').length > 0 || header('content-length').some((length) => length !== '0'))
    return refuse(400)

  const question = target.indexOf('?')
  const path = question === -1 ? target : target.slice(0, question)
  if (path !== addresses.callbackPath && path !== addresses.donePath) return refuse(404)

  // Only what a person sees in a tab of its own; Referer is no gate, a browser leaves it out on the way here (F-104).
  const modes = header('sec-fetch-mode')
  const destinations = header('sec-fetch-dest')
  const navigates = [...modes, ...destinations].length > 0 || header('origin').length > 0
  const topLevel = modes.join() === 'navigate' && destinations.join() === 'document'
  if (navigates && !topLevel) return refuse(403)
  const purposes = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].flatMap(header).join().toLowerCase()
  if (/prefetch|prerender|preview/.test(purposes)) return refuse(503)

  if (path === addresses.donePath) return question === -1 ? { kind: 'done' } : refuse(404)
  const query = question === -1 ? '' : target.slice(question + 1)
  return query.length > LONGEST_QUERY ? refuse(414) : { kind: 'callback', query }
}

/** 127.0.0.0/8 or ::1; an IPv4-mapped address means that something bound the wrong family (F-123, F-130). */
export const isLoopback = (address: string | undefined): boolean =>
  address === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(address ?? '')
