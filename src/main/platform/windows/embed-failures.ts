/** What it means when something else than Fullscript's page arrives in the embed's frame. */
import type { Failure } from '../../../shared/failures'

/** Chromium's net error codes that matter here. */
const ABORTED = -3
const BLOCKED_BY_CLIENT = -20
const BLOCKED_BY_RESPONSE = -27
const BLOCKED_BY_CSP = -30
/** Everything that may be wrong with a certificate. */
const isCertificateError = (netError: number) => netError <= -200 && netError > -300

/** Null: nothing happened that needs telling (a navigation was replaced by the next one). */
export function failureOfLoad(netError: number): Failure | null {
  switch (netError) {
    case ABORTED:
      return null
    case BLOCKED_BY_CLIENT:
    case BLOCKED_BY_RESPONSE:
    case BLOCKED_BY_CSP:
      return { code: 'embed-refused' }
    default:
      return { code: isCertificateError(netError) ? 'fullscript-untrusted' : 'fullscript-unreachable' }
  }
}

/** Null for a status that brings a page. `patient`: the page itself may still say what is wrong, so wait for that. */
export function failureOfStatus(status: number): { failure: Failure; patient: boolean } | null {
  if (status < 400) return null
  if (status >= 500) return { failure: { code: 'fullscript-trouble' }, patient: false }
  return { failure: { code: 'embed-server-error' }, patient: true }
}
