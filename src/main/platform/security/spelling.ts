/**
 * Spelling, only as far as it needs no network: macOS and Windows bring dictionaries of their own. On Linux Chromium would
 * fetch one from Google, so there is none there; and on Windows the address of the rest leads nowhere, for a language that
 * the system does not have.
 */
import type { Session } from 'electron'

const NOWHERE = 'https://127.0.0.1:1/'

export const SPELLS_OFFLINE = process.platform === 'darwin' || process.platform === 'win32'

/** For our own window alone; what is typed into Fullscript's page is Fullscript's. */
export function spellOffline(session: Session): void {
  session.setSpellCheckerDictionaryDownloadURL(NOWHERE)
  session.setSpellCheckerEnabled(SPELLS_OFFLINE)
}
