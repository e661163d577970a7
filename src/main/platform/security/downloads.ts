/** No page saves a file to this computer (F-804). */
import type { Session } from 'electron'

/** Cancels every download of the session. `refused` is told that one was tried, without its name. */
export function refuseDownloads(session: Session, refused: () => void): void {
  session.on('will-download', (event) => {
    event.preventDefault()
    refused()
  })
}
