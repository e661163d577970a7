/**
 * Parses the query of an authorization response, once, to a tagged union (RFC 6749 sections 4.1.2 and 4.1.2.1).
 * The same parser serves the loopback address, the link and the pasted address. It never throws. `code`, `state`, `iss`
 * and `error` are held to the standard; everything else, `error_description` and `error_uri` included, is neither read
 * nor kept, so that nothing in it can spoil an answer (F-118).
 */

/** Longest raw query in characters (F-109). A longer code than this would not fit a browser's way back anyway. */
export const LONGEST_QUERY = 8192

export type AuthorizationResponse =
  | { kind: 'code'; state: string; issuer: string | null; code: string }
  | { kind: 'error'; state: string; issuer: string | null; error: string }
  | { kind: 'malformed'; why: 'length' | 'encoding' | 'repeated' | 'no-state' | 'no-answer' }

const USED = ['code', 'state', 'iss', 'error']

/** Visible ASCII, which is all that the four may hold (RFC 6749 appendix A), and all that a query may be written in. */
const VISIBLE = /^[\x21-\x7e]*$/

/** `application/x-www-form-urlencoded` with strict UTF-8; null when it is not well-formed. */
function formDecode(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return null
  }
}

/** The value of one of the four, or null: written or decoded it has what the standard does not allow (F-110). */
function strictValue(text: string): string | null {
  // A fragment never reaches a server; in a pasted address or a link it is not ours either.
  if (!VISIBLE.test(text) || text.includes('#')) return null
  const value = formDecode(text)
  return value !== null && VISIBLE.test(value) ? value : null
}

/** `query`: raw, without `?`. Unknown parameters are ignored (R-6749-03), empty ones are omitted (R-6749-02). */
export function parseAuthorizationResponse(query: string): AuthorizationResponse {
  if (query.length > LONGEST_QUERY) return { kind: 'malformed', why: 'length' }
  const used = new Map<string, string>()
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=')
    const name = formDecode(equals === -1 ? pair : pair.slice(0, equals))
    if (name === null || !USED.includes(name)) continue
    if (used.has(name)) return { kind: 'malformed', why: 'repeated' }
    const value = equals === -1 ? '' : strictValue(pair.slice(equals + 1))
    if (value === null) return { kind: 'malformed', why: 'encoding' }
    used.set(name, value)
  }

  const given = (name: string) => used.get(name) || null
  const state = given('state')
  const issuer = given('iss')
  const error = given('error')
  const code = given('code')
  if (state === null) return { kind: 'malformed', why: 'no-state' }
  // A code beside an error is an error: nothing is exchanged (F-112).
  if (error !== null) return { kind: 'error', state, issuer, error }
  if (code !== null) return { kind: 'code', state, issuer, code }
  return { kind: 'malformed', why: 'no-answer' }
}
