/**
 * Maps the `error` of an authorization response to our own words (RFC 6749 section 4.1.2.1, R-6749-19). Only a code
 * of the standard's closed list is ever shown, as a detail; the server's description never is (F-118).
 */
import type { Failure } from '../../../../shared/failures'
import { DENIED } from '../unknowns'

const FAILURES: Record<string, Failure['code']> = {
  [DENIED]: 'connect-denied',
  server_error: 'fullscript-trouble',
  temporarily_unavailable: 'fullscript-busy',
  unauthorized_client: 'fullscript-app-refused',
  invalid_request: 'connect-provider-error',
  unsupported_response_type: 'connect-provider-error',
  invalid_scope: 'connect-provider-error',
}

export function failureOfProviderError(error: string): Failure {
  const code = Object.hasOwn(FAILURES, error) ? FAILURES[error] : undefined
  if (code === undefined) return { code: 'connect-provider-error' }
  return code === 'connect-denied' ? { code } : { code, detail: error }
}
