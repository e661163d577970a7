/**
 * Browser sessions for main's own calls to Fullscript: they reach what the system lets a browser reach, by its proxy and
 * with its certificates, and keep nothing. No page is ever shown in one.
 */
import { app, session, type Session } from 'electron'
import { refuseDownloads } from './downloads'
import { restrictNetwork } from './network'
import { restrictPermissions } from './permissions'

/** In memory and without a cache; the same `name` is the same session. `loopback`: a stand-in may be spoken to over http. */
export function fullscriptSession(
  name: string,
  { loopback, refusedDownload }: { loopback: boolean; refusedDownload: () => void },
): Session {
  const made = session.fromPartition(`fullscript-${name}`, { cache: false })
  restrictPermissions(made)
  restrictNetwork(made, { kind: 'secure', alsoHttp: loopback ? 'loopback' : [] })
  made.removeAllListeners('will-download')
  refuseDownloads(made, refusedDownload)
  made.setSpellCheckerEnabled(false)
  made.setUserAgent(`${app.getName()}/${app.getVersion()}`)
  return made
}
