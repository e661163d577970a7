/**
 * Parses the query of an authorization response, once, to a tagged union (RFC 6749 sections 4.1.2 and 4.1.2.1).
 * The same parser serves the loopback address, the link and the pasted address. It never throws and never keeps
 * `error_description` or `error_uri`: free text of a server is shown nowhere and opened nowhere (F-118).
 */

/** Longest raw query in characters (F-109). A longer code than this would not fit a browser's way back anyway. */
export const LONGEST_QUERY = 8192

export type AuthorizationResponse =
  | { kind: 'code'; state: string; issuer: string | null; code: string }
  | { kind: 'error'; state: string; issuer: string | null; error: string }
  | { kind: 'malformed'; why: 'length' | 'encoding' | 'repeated' | 'no-state' | 'no-answer' }

const KNOWN = ['code', 'state', 'iss', 'error', 'error_description', 'error_uri']

/** Visible ASCII, which is all that `code`, `state`, `iss` and `error` may hold (RFC 6749 appendix A). */
const VISIBLE = /^[\x21-\x7e]+$/
/** Control characters and the marks that turn the direction of writing (F-110). */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/u

/** `application/x-www-form-urlencoded` with strict UTF-8; null when it is not well-formed. */
function formDecode(text: string): string | null {
  try {
    const decoded = decodeURIComponent(text.replaceAll('+', ' '))
    return UNPRINTABLE.test(decoded) ? null : decoded
  } catch {
    return null
  }
}

/** `query`: raw, without `?`. Unknown parameters are ignored (R-6749-03), empty ones are omitted (R-6749-02). */
export function parseAuthorizationResponse(query: string): AuthorizationResponse {
  if (query.length > LONGEST_QUERY) return { kind: 'malformed', why: 'length' }
  // A fragment never reaches a server; in a pasted address or a link it is not ours either.
  if (!/^[\x21-\x7e]*$/.test(query) || query.includes('#')) return { kind: 'malformed', why: 'encoding' }

  const known = new Map<string, string>()
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=')
    const name = formDecode(equals === -1 ? pair : pair.slice(0, equals))
    const value = equals === -1 ? '' : formDecode(pair.slice(equals + 1))
    if (name === null || value === null) return { kind: 'malformed', why: 'encoding' }
    if (!KNOWN.includes(name)) continue
    if (known.has(name)) return { kind: 'malformed', why: 'repeated' }
    known.set(name, value)
  }

  const given = (name: string) => known.get(name) || null
  const state = given('state')
  const issuer = given('iss')
  const error = given('error')
  const code = given('code')
  if (state === null) return { kind: 'malformed', why: 'no-state' }
  if ([state, issuer, error, code].some((value) => value !== null && !VISIBLE.test(value)))
    return { kind: 'malformed', why: 'encoding' }
  // A code beside an error is an error: nothing is exchanged (F-112).
  if (error !== null) return { kind: 'error', state, issuer, error }
  if (code !== null) return { kind: 'code', state, issuer, code }
  return { kind: 'malformed', why: 'no-answer' }
}
