/**
 * Our links. A link can do exactly one thing: bring an authorization response back from the browser (F-202). The
 * scheme is a reverse domain name followed by a single slash, without an authority (RFC 8252 section 7.1, R-8252-06),
 * and every environment has a path of its own, so that an answer of one can never pass for an answer of another
 * (R-9207-04): `com.yarrowehr.desktop:/fullscript/us-snd/callback?code=…&state=…`.
 */
import { environmentSchema, type Environment } from './contract/fullscript'
import { LINK_SCHEME, LONGEST_LINK } from './link-scheme'

/** Path of the authorization response, the same for a link and for the loopback address. */
export const callbackPath = (environment: Environment) => `/fullscript/${environment}/callback`

export type DeepLink =
  /** `query` is raw, without `?`; it is parsed once, by the connect flow. */
  { kind: 'authorization-response'; environment: Environment; query: string } | { kind: 'unrecognised' }

/** Only what RFC 3986 allows in a query: no fragment, space, quote, backslash, control or non-ASCII character. */
const QUERY = String.raw`(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})+`
const LINK = new RegExp(
  `^${LINK_SCHEME.replaceAll('.', String.raw`\.`)}:/fullscript/([a-z-]{1,10})/callback\\?(${QUERY})$`,
)

/** Never throws, whatever it is given (S-03). */
export function parseDeepLink(text: string): DeepLink {
  if (text.length > LONGEST_LINK) return { kind: 'unrecognised' }
  const match = LINK.exec(text)
  const environment = environmentSchema.safeParse(match?.[1])
  const query = match?.[2]
  if (!environment.success || query === undefined) return { kind: 'unrecognised' }
  return { kind: 'authorization-response', environment: environment.data, query }
}

/** The redirect URI when `query` is left out, else the whole link. */
export function buildDeepLink(environment: Environment, query?: string): string {
  const address = `${LINK_SCHEME}:${callbackPath(environment)}`
  return query === undefined ? address : `${address}?${query}`
}
