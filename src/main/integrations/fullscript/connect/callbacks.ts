/** What every callback, the way of an answer from the browser to the flow, offers. The flow knows nothing else about them. */
import type { WayBack } from '../../../../shared/contract/fullscript'
import { failed, ok, type Result } from '../../../../shared/failures'
import type { Application } from '../types'
import { pasteRedirectUri } from './redirect-uris'

/**
 * Hands over a raw query and the redirect URI that it came to. `taken`: it was the one answer of the attempt and the
 * wait is over. `kept`: it was, and its person has to sign in first. `refused`: it was not, and the attempt stays as
 * it is (F-111). `senderAllowed` is asked last, when nothing but the sender speaks against the answer, because asking
 * can be slow (F-122).
 */
export type Deliver = (
  redirectUri: string,
  query: string,
  senderAllowed?: () => boolean,
) => 'taken' | 'kept' | 'refused'

/** A callback that is ready: from now on the browser may be opened. */
export type OpenCallback = {
  readonly kind: WayBack
  /** Byte for byte what goes into the authorization request and the token request (R-6749-07). */
  readonly redirectUri: string
  /** Ends it at once, also while the page of an answer is still being served. Harmless when repeated. */
  close(): void
}

export interface Callback {
  readonly kind: WayBack
  /** Fails with `connect-no-way-back` and a detail that says what is in the way. */
  open(application: Application, deliver: Deliver): Promise<Result<OpenCallback>>
}

/** Where nothing waits but the person. */
export const pastedCallback: Callback = {
  kind: 'paste',
  open: (application) => {
    const redirectUri = pasteRedirectUri(application)
    return Promise.resolve(ok({ kind: 'paste', redirectUri, close: () => undefined }))
  },
}

/**
 * Opens the first of these that can be opened; fails with what is in the way of the last. Nothing is opened any more
 * once `signal` is aborted (`connect-cancelled`), but what is open by then is for the caller to close.
 */
export async function openFirst(
  callbacks: readonly Callback[],
  kinds: readonly WayBack[],
  application: Application,
  deliver: Deliver,
  signal: AbortSignal,
): Promise<Result<OpenCallback>> {
  let last: Result<never> = failed('connect-no-way-back')
  for (const kind of kinds) {
    if (signal.aborted) return failed('connect-cancelled')
    const opened = await callbacks.find((callback) => callback.kind === kind)?.open(application, deliver)
    if (opened?.ok) return opened
    if (opened) last = opened
  }
  return last
}
