/** Which hosts are Fullscript's own. */

const API_AND_EMBED = /(^|\.)fullscript\.(io|com)$/
const EVERYTHING = /(^|\.)fullscript\.(io|com|dev)$/

/** Whether API, sign-in page or embedded feature may be there: Fullscript's own domains and what is below them. */
export const isVendorHost = (hostname: string): boolean => API_AND_EMBED.test(hostname)

/**
 * Whether an Origin URI names a host of Fullscript's, one below it, or below one of these addresses. The page at the
 * Origin URI is answered by Yarrow itself, so it must never stand in front of a page of Fullscript's. Below a name of one
 * part, as localhost is, there is nothing that is its owner's.
 */
export function isOriginOfFullscript(
  originUri: string,
  hosts: Readonly<Record<'api' | 'authorize' | 'embed', string>> | null,
): boolean {
  if (!URL.canParse(originUri)) return false
  const hostname = bare(new URL(originUri).hostname)
  const own = hosts === null ? [] : [hosts.api, hosts.authorize, hosts.embed]
  const taken = own
    .filter((address) => URL.canParse(address))
    .map((address) => bare(new URL(address).hostname))
  return EVERYTHING.test(hostname) || taken.some((host) => hostname === host || isBelow(hostname, host))
}

const isBelow = (hostname: string, host: string): boolean =>
  host.includes('.') && hostname.endsWith(`.${host}`)

/** A dot at the end means the same host. */
const bare = (hostname: string): string => hostname.replace(/\.+$/, '')
