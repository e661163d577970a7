/** The browser session of one embed view: in memory, of its own, and thrown away whole (F-806, F-815). */
import { randomUUID } from 'node:crypto'
import { session, type Session } from 'electron'
import { refuseDownloads } from './downloads'
import { restrictNetwork } from './network'
import { restrictPermissions } from './permissions'

/**
 * A new in-memory session under a random name: the same name would find the last person's cookies again
 * (origin.md section 7). `fullscriptOrigin`: https, or http for a stand-in on loopback.
 */
export function createEmbedSession(fullscriptOrigin: string, refusedDownload: () => void): Session {
  const made = session.fromPartition(`embed-${randomUUID()}`, { cache: true })
  const http = fullscriptOrigin.startsWith('http://')
  restrictPermissions(made, { copyOrigin: fullscriptOrigin, localNetwork: http })
  restrictNetwork(made, { kind: 'secure', alsoHttp: http ? [fullscriptOrigin] : [] })
  refuseDownloads(made, refusedDownload)
  return made
}

/** Closes connections and empties everything the session holds; afterwards nothing of it is left. */
export async function discardEmbedSession(used: Session): Promise<void> {
  await used.closeAllConnections()
  await Promise.all([used.clearStorageData(), used.clearCache(), used.clearAuthCache(), used.clearData()])
}
