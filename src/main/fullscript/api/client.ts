/**
 * Calls for the person signed in: takes the token from the keeper, answers a 401 with at most one refresh and one retry
 * (R-6750-05, F-320), names a missing permission, and tells the keeper when a token has worked.
 */
import { failed, type Result } from '../../../shared/failures'
import type { Applications } from '../types'
import type { ApiAnswer, ApiOutcome, ApiRequest, ApiTransport } from './transport'

/** What the client needs of the keeper. */
export interface AccessTokens {
  accessToken(personId: string): Promise<Result<string>>
  rejected(personId: string, token: string): Promise<Result<string>>
  markUsed(personId: string, token: string): Promise<void>
}

export interface FullscriptApi {
  call<T>(personId: string, request: ApiRequest<T>): Promise<Result<ApiAnswer<T>>>
}

type Dependencies = {
  transport: ApiTransport
  tokens: AccessTokens
  applications: Applications
  /** Scopes granted to the person's connection; null when there is none. */
  grantedScopes: (personId: string) => Promise<readonly string[] | null>
}

export function createFullscriptApi(dependencies: Dependencies): FullscriptApi {
  const { transport, tokens, applications, grantedScopes } = dependencies

  /** The scopes of a request when none of them was granted, else null (R-DK-06). */
  async function missing(personId: string, request: ApiRequest<unknown>): Promise<string | null> {
    const { scopes } = request
    if (!scopes?.length) return null
    const granted = await grantedScopes(personId)
    return granted && !scopes.some((scope) => granted.includes(scope)) ? scopes.join(' ') : null
  }

  async function call<T>(personId: string, request: ApiRequest<T>): Promise<Result<ApiAnswer<T>>> {
    const application = await applications.current()
    if (!application.ok) return application
    const scope = await missing(personId, request)
    // Known before asking: a refresh cannot widen a token (R-6749-12).
    if (scope) return failed('fullscript-missing-scope', { detail: scope })

    const token = await tokens.accessToken(personId)
    if (!token.ok) return token
    const first = await transport.request(application.value, token.value, request)
    if (first.refusal !== 'unauthorized') return finish(personId, token.value, first)

    const fresh = await tokens.rejected(personId, token.value)
    if (!fresh.ok) return fresh
    const second = await transport.request(application.value, fresh.value, request)
    if (second.refusal === 'unauthorized') {
      // Tells the keeper that even a fresh token is refused, which closes the way for a while.
      const again = await tokens.rejected(personId, fresh.value)
      return again.ok ? withoutRefusal(second) : again
    }
    return finish(personId, fresh.value, second)
  }

  async function finish<T>(
    personId: string,
    token: string,
    outcome: ApiOutcome<T>,
  ): Promise<Result<ApiAnswer<T>>> {
    if (outcome.ok) await tokens.markUsed(personId, token)
    return withoutRefusal(outcome)
  }

  return { call }
}

const withoutRefusal = <T>(outcome: ApiOutcome<T>): Result<ApiAnswer<T>> =>
  outcome.ok ? { ok: true, value: outcome.value } : { ok: false, failure: outcome.failure }
