/**
 * Which addresses a browser session may reach at all, below every page's own rules: nothing in clear text (E-01),
 * nothing on disk, and for our own window no network whatever.
 */
import type { Session } from 'electron'
import { isLoopback } from '../../integrations/fullscript/environments'

/** `app-only`: our window. Otherwise https and wss, plus the named http origins, or all on loopback (for a stand-in). */
export type Reach = { kind: 'app-only' } | { kind: 'secure'; alsoHttp: readonly string[] | 'loopback' }

const WEB = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*', 'file:///*']
const NOT_SECURE = ['http://*/*', 'ws://*/*', 'ftp://*/*', 'file:///*']

/** Decides on one address; ws: counts as its http: origin. */
export function reaches(reach: Reach, url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, host, hostname } = new URL(url)
  if (protocol !== 'http:' && protocol !== 'ws:') {
    return reach.kind === 'secure' && (protocol === 'https:' || protocol === 'wss:')
  }
  if (reach.kind !== 'secure') return false
  return reach.alsoHttp === 'loopback' ? isLoopback(hostname) : reach.alsoHttp.includes(`http://${host}`)
}

/** Installs the rule. Secure addresses are left out of the filter, so they keep the browser's native path. */
export function restrictNetwork(session: Session, reach: Reach): void {
  const urls = reach.kind === 'app-only' ? WEB : NOT_SECURE
  session.webRequest.onBeforeRequest({ urls }, ({ url }, answer) => {
    answer({ cancel: !reaches(reach, url) })
  })
}
