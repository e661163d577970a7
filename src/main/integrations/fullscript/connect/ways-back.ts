/** What every way back from the browser offers. The flow knows nothing else about them. */
import type { Result } from '../../../../shared/failures'
import type { WayBack } from '../../../../shared/contract/fullscript'
import type { Application } from '../types'

/**
 * Hands over a raw query and the redirect URI that it came to. `taken`: it was the one answer of the attempt and the
 * wait is over. `parked`: it was, and its person has to sign in first. `refused`: it was not, and the attempt stays as
 * it is (F-111). `senderAllowed` is asked last, when nothing but the sender speaks against the answer, because asking
 * can be slow (F-122).
 */
export type Deliver = (
  redirectUri: string,
  query: string,
  senderAllowed?: () => boolean,
) => 'taken' | 'parked' | 'refused'

/** A way back that is ready: from now on the browser may be opened. */
export type OpenWayBack = {
  readonly kind: WayBack
  /** Byte for byte what goes into the authorization request and the token request (R-6749-07). */
  readonly redirectUri: string
  /** Ends it at once, also while the page of an answer is still being served. Harmless when repeated. */
  close(): void
}

export interface WayBackStrategy {
  readonly kind: WayBack
  /** Fails with `connect-no-way-back` and a detail that says what is in the way. */
  open(application: Application, deliver: Deliver): Promise<Result<OpenWayBack>>
}
