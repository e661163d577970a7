/** What can go wrong at the token and revocation endpoints, and what a person is told about it. */
import { assertNever } from '../../../../shared/assert-never'
import type { Failure } from '../../../../shared/failures'
import type { HttpFault } from '../http/http'

export type TokenFault =
  | HttpFault
  /** `invalid_grant`: code or refresh token expired, revoked, or of another client; which, nobody can tell (R-DK-03). */
  | { kind: 'grant-refused' }
  /** `invalid_client`, `unauthorized_client`: the practice's client id or secret (F-318, R-7009-04). */
  | { kind: 'client-refused' }
  /** 5xx. `wait`: milliseconds asked for, null when the server did not say. */
  | { kind: 'trouble'; status: number; wait: number | null; requestId: string | null }

export type TokenOutcome<T> = { ok: true; value: T } | { ok: false; fault: TokenFault }

/** The failure that a person is shown. `now`: epoch milliseconds, for the time before which a retry is pointless. */
export function tokenFailure(fault: TokenFault, use: 'exchange' | 'refresh', now: number): Failure {
  switch (fault.kind) {
    case 'grant-refused':
      return { code: use === 'exchange' ? 'connect-code-refused' : 'fullscript-reconnect-needed' }
    case 'client-refused':
      return { code: 'fullscript-app-refused' }
    case 'busy':
      return { code: 'fullscript-busy', retryAt: now + fault.wait, ...reference(fault.requestId) }
    case 'trouble': {
      const retryAt = fault.wait === null ? {} : { retryAt: now + fault.wait }
      return { code: 'fullscript-trouble', ...retryAt, ...reference(fault.requestId) }
    }
    case 'proxy':
      return { code: 'network-sign-in-needed' }
    case 'untrusted':
      return { code: 'fullscript-untrusted' }
    case 'unreachable':
      // A code that may have arrived is spent (R-DK-02); a refresh token that may have arrived is not.
      return { code: use === 'exchange' && fault.sent ? 'connect-outcome-unknown' : 'fullscript-unreachable' }
    case 'unreadable':
      return { code: 'fullscript-bad-answer', detail: fault.reason, ...reference(fault.requestId) }
    case 'cancelled':
      return { code: use === 'exchange' ? 'connect-cancelled' : 'signed-out' }
    default:
      return assertNever(fault)
  }
}

const reference = (requestId: string | null) => (requestId ? { reference: requestId } : {})

export const failedToken = (
  fault: TokenFault,
  use: 'exchange' | 'refresh',
  now: number,
): { ok: false; failure: Failure } => ({ ok: false, failure: tokenFailure(fault, use, now) })
