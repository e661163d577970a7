/** Every browser session starts with everything refused; embed-session.ts then opens what the embed needs. */
import { session, type App, type Session } from 'electron'
import { refuseDownloads } from './downloads'
import { restrictNetwork } from './network'
import { restrictPermissions } from './permissions'
import { spellOffline } from './spelling'

/** Name of our window's session. Without "persist:", so nothing of it is ever written to disk. */
export const WINDOW_PARTITION = 'yarrow-window'

/** Call before the app is ready. The default session is made by Electron itself and is hardened like the others. */
export function hardenEverySession(app: App, refusedDownload: () => void): void {
  app.on('session-created', (made) => {
    harden(made, refusedDownload)
  })
}

/** The window's session, hardened: no permission, no network, no downloads. */
export function windowSession(refusedDownload: () => void): Session {
  const made = session.fromPartition(WINDOW_PARTITION, { cache: false })
  harden(made, refusedDownload)
  spellOffline(made)
  return made
}

function harden(made: Session, refusedDownload: () => void): void {
  restrictPermissions(made)
  restrictNetwork(made, { kind: 'app-only' })
  made.removeAllListeners('will-download')
  refuseDownloads(made, refusedDownload)
  made.setSpellCheckerEnabled(false)
}
