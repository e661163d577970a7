/** Which redirect URIs match a registered one. */
import type { Settings } from '../settings'

/**
 * Exact text, as Fullscript documents it. With Doorkeeper's own rule, which a switch turns on, the port is free when both
 * hosts are the same loopback IP literal (RFC 8252 section 7.3, R-DK-11). The name `localhost` gets no such freedom.
 * Fragments and user info never match.
 */
export function isRegisteredRedirect(
  uri: string,
  registered: string[],
  { anyLoopbackPort }: Pick<Settings, 'anyLoopbackPort'>,
): boolean {
  return registered.some((known) => uri === known || (anyLoopbackPort && sameLoopback(uri, known)))
}

const LOOPBACK = /^(http:\/\/(?:127\.0\.0\.1|\[::1\]))(?::(\d{1,5}))?(\/[^#]*)?$/

function sameLoopback(uri: string, known: string): boolean {
  const asked = LOOPBACK.exec(uri)
  const other = LOOPBACK.exec(known)
  if (!asked || !other) return false
  if (asked[2] !== undefined && Number(asked[2]) > 65_535) return false
  return asked[1] === other[1] && (asked[3] ?? '') === (other[3] ?? '')
}

/** Adds parameters to a redirect URI, also to one of a private scheme; empty values are left out (R-DK-09). */
export function withParameters(uri: string, parameters: Record<string, string | undefined>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== '') query.set(name, value)
  }
  return `${uri}${uri.includes('?') ? '&' : '?'}${query.toString()}`
}
