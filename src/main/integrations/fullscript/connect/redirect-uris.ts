/**
 * The addresses that Fullscript may send the browser to. The host is the IP literal, never `localhost`, and http is
 * used for loopback only (R-8252-02, R-9700-08). Each environment has its own path (R-9207-04).
 */
import { buildDeepLink, callbackPath } from '../../../../shared/deep-link'
import type { Environment, WayBack } from '../../../../shared/contract/fullscript'
import type { Application } from '../types'
import { WAYS_IN_ORDER } from '../unknowns'

export type LoopbackHost = '127.0.0.1' | '::1'

/**
 * Fullscript wants "the exact same redirect_uri" and answers 404 to any other, so the port is fixed, and a second one is
 * registered beside it for computers where another program has the first. Both lie below the ports that systems hand
 * out by themselves.
 */
export const DEFAULT_LOOPBACK_PORTS: readonly number[] = [28_471, 28_571]

/** The address without a port is registered where a server takes any port (RFC 8252 section 7.3). */
export function loopbackRedirectUri(environment: Environment, host: LoopbackHost, port?: number): string {
  const name = host === '::1' ? '[::1]' : host
  return `http://${name}${port === undefined ? '' : `:${port}`}${callbackPath(environment)}`
}

/** Where nobody but the Yarrow that sent the browser away can be found, unlike at a link. */
export const isLoopbackUri = (redirectUri: string): boolean => redirectUri.startsWith('http:')

type Registered = Pick<Application, 'environment' | 'wayBack' | 'loopbackPorts'>

/** What to register as redirect URIs in Fullscript's dashboard, exactly; the one used first comes first. */
export function redirectUris({ environment, wayBack, loopbackPorts }: Registered): string[] {
  const ports = loopbackPorts.length > 0 ? loopbackPorts : [undefined]
  const addresses: Record<WayBack, string[]> = {
    loopback: ports.map((port) => loopbackRedirectUri(environment, '127.0.0.1', port)),
    'deep-link': [buildDeepLink(environment)],
    paste: [pasteRedirectUri({ environment, loopbackPorts })],
  }
  return WAYS_IN_ORDER[wayBack].flatMap((way) => addresses[way])
}

/** Where the browser ends when the address is to be pasted: a loopback address that nothing listens on. */
export const pasteRedirectUri = ({
  environment,
  loopbackPorts,
}: Pick<Application, 'environment' | 'loopbackPorts'>): string =>
  loopbackRedirectUri(environment, '127.0.0.1', loopbackPorts[0])
