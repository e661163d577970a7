/**
 * Calls for the person signed in, or for a clinic by name: takes the token from the keeper, answers a 401 with at most one refresh and one retry
 * (R-6750-05, F-320), names a missing permission, and tells the keeper when a token has worked.
 */
import { failed, type Result } from '../../../../shared/failures'
import type { Asker } from '../tokens/keeper'
import type { Applications } from '../types'
import type { ApiAnswer, ApiOutcome, ApiRequest, ApiTransport } from './transport'

/** What the client needs of the keeper. */
export interface AccessTokens {
  accessToken(asker: Asker): Promise<Result<string>>
  rejected(asker: Asker, token: string): Promise<Result<string>>
  markUsed(token: string): Promise<void>
}

export interface FullscriptApi {
  call<T>(asker: Asker, request: ApiRequest<T>): Promise<Result<ApiAnswer<T>>>
}

type Dependencies = {
  transport: ApiTransport
  tokens: AccessTokens
  applications: Applications
  /** Scopes granted to the connection that is used; null when there is none. */
  grantedScopes: (asker: Asker) => Promise<readonly string[] | null>
}

export function createFullscriptApi(dependencies: Dependencies): FullscriptApi {
  const { transport, tokens, applications, grantedScopes } = dependencies

  /** The scopes of a request when none of them was granted, else null (R-DK-06). */
  async function missing(asker: Asker, request: ApiRequest<unknown>): Promise<string | null> {
    const { scopes } = request
    if (!scopes?.length) return null
    const granted = await grantedScopes(asker)
    return granted && !scopes.some((scope) => granted.includes(scope)) ? scopes.join(' ') : null
  }

  async function call<T>(asker: Asker, request: ApiRequest<T>): Promise<Result<ApiAnswer<T>>> {
    const application = await applications.current()
    if (!application.ok) return application
    const scope = await missing(asker, request)
    // Known before asking: a refresh cannot widen a token (R-6749-12).
    if (scope) return failed('fullscript-missing-scope', { detail: scope })

    const token = await tokens.accessToken(asker)
    if (!token.ok) return token
    const first = await transport.request(application.value, token.value, request)
    if (first.refusal !== 'unauthorized') return finish(token.value, first)

    const fresh = await tokens.rejected(asker, token.value)
    if (!fresh.ok) return fresh
    const second = await transport.request(application.value, fresh.value, request)
    if (second.refusal === 'unauthorized') {
      // Tells the keeper that even a fresh token is refused, which closes the way for a while.
      const again = await tokens.rejected(asker, fresh.value)
      return again.ok ? withoutRefusal(second) : again
    }
    return finish(fresh.value, second)
  }

  async function finish<T>(token: string, outcome: ApiOutcome<T>): Promise<Result<ApiAnswer<T>>> {
    if (outcome.ok) await tokens.markUsed(token)
    return withoutRefusal(outcome)
  }

  return { call }
}

const withoutRefusal = <T>(outcome: ApiOutcome<T>): Result<ApiAnswer<T>> =>
  outcome.ok ? { ok: true, value: outcome.value } : { ok: false, failure: outcome.failure }
