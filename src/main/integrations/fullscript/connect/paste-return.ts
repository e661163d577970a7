/**
 * The last resort: the person copies the address that the browser ended at and pastes it. Pasting is accepted
 * during every attempt, whatever its way back, and only for the redirect URI of that attempt (R-8252-10).
 */
import { ok } from '../../../../shared/failures'
import { pasteRedirectUri } from './redirect-uris'
import type { WayBackStrategy } from './ways-back'

/** The way back where nothing waits but the person. */
export const pasteReturn: WayBackStrategy = {
  kind: 'paste',
  open: (application) =>
    Promise.resolve(
      ok({ kind: 'paste' as const, redirectUri: pasteRedirectUri(application), close: () => undefined }),
    ),
}
