/** Where Fullscript lives. Hosts are data: the mission's values are the default, a practice may correct them. */
import type { Environment, FullscriptHosts } from '../../../shared/contract/fullscript'
import { isVendorHost } from '../../../shared/vendor-hosts'

export type Build = 'release' | 'development' | 'test'

const sandbox = (region: 'us' | 'ca'): FullscriptHosts => ({
  api: `https://api-${region}-snd.fullscript.io/api`,
  authorize: `https://api-${region}-snd.fullscript.io/api/oauth/authorize`,
  embed: `https://${region}-snd.fullscript.io`,
})

const production = (region: 'us' | 'ca'): FullscriptHosts => ({
  api: `https://api-${region}.fullscript.io/api`,
  authorize: `https://api-${region}.fullscript.io/api/oauth/authorize`,
  embed: `https://${region}.fullscript.com`,
})

/** mission/002 "Select an API server"; the embed's origins are those of Fullscript's own package. */
const DEFAULT_HOSTS: Readonly<Record<Exclude<Environment, 'local'>, FullscriptHosts>> = {
  'us-snd': sandbox('us'),
  'ca-snd': sandbox('ca'),
  us: production('us'),
  ca: production('ca'),
}

/** The hosts of an environment as the mission gives them; null for `local`, whose hosts are typed in. */
export const defaultHosts = (environment: Environment): FullscriptHosts | null =>
  environment === 'local' ? null : DEFAULT_HOSTS[environment]

/** Environments that a build may use: a stand-in never in a release. */
export const available = (build: Build): Environment[] =>
  build === 'release' ? ['us-snd', 'ca-snd', 'us', 'ca'] : ['us-snd', 'ca-snd', 'us', 'ca', 'local']

const LOOPBACK = /^(127\.0\.0\.1|\[::1\]|([a-z0-9-]+\.)*localhost)$/

/** Whether a host name is this computer's own; `localhost` and what ends with it is, by RFC 6761. */
export const isLoopback = (hostname: string): boolean => LOOPBACK.test(hostname)

/**
 * Whether a token or secret may be sent to an address of this environment (R-6750-03): https at Fullscript's own
 * domains, or a loopback address for `local`, the only place where plain http is accepted (R-6749-15).
 */
export function addressAllowed(environment: Environment, address: URL): boolean {
  if (address.username || address.password || address.hash) return false
  if (environment === 'local') {
    return isLoopback(address.hostname) && (address.protocol === 'http:' || address.protocol === 'https:')
  }
  return address.protocol === 'https:' && isVendorHost(address.hostname)
}

/** The first host that this environment may not use, by its name in the settings; null when all may be used. */
export function unusableHost(environment: Environment, hosts: FullscriptHosts): keyof FullscriptHosts | null {
  const names: (keyof FullscriptHosts)[] = ['api', 'authorize', 'embed']
  return names.find((name) => !addressAllowed(environment, new URL(hosts[name]))) ?? null
}

/** An address below the REST base; `path` begins with a slash. */
export const apiAddress = (hosts: FullscriptHosts, path: string): URL =>
  new URL(hosts.api.replace(/\/+$/, '') + path)

/**
 * Where the embedded feature is: as the practice has it, if this environment may use that, else as Fullscript publishes it.
 * `domain` is null where Fullscript's own package has the same.
 */
export function embedAddress(environment: Environment, hosts: FullscriptHosts) {
  const published = defaultHosts(environment)?.embed ?? null
  const allowed = published === null || addressAllowed(environment, new URL(hosts.embed))
  const origin = allowed ? hosts.embed : published
  return { origin, domain: origin === published ? null : origin }
}
