/**
 * Calls in a context: takes its token from the access token provider, answers a 401 with at most one refresh and one retry
 * (R-6750-05, F-320), names a missing permission, and tells the provider when a token has worked.
 */
import { failed, type Result } from '../../../../shared/failures'
import type { FullscriptContext } from '../context'
import type { ApiAnswer, ApiOutcome, ApiRequest, ApiTransport } from './transport'

/** What the client needs of the access token provider. */
export interface AccessTokens {
  accessToken(context: FullscriptContext): Promise<Result<string>>
  rejected(context: FullscriptContext, token: string): Promise<Result<string>>
  markUsed(token: string): Promise<void>
}

export interface FullscriptApi {
  call<T>(context: FullscriptContext, request: ApiRequest<T>): Promise<Result<ApiAnswer<T>>>
}

export function createFullscriptApi(dependencies: {
  transport: ApiTransport
  tokens: AccessTokens
}): FullscriptApi {
  const { transport, tokens } = dependencies

  async function call<T>(context: FullscriptContext, request: ApiRequest<T>): Promise<Result<ApiAnswer<T>>> {
    const { application, scopes: granted } = context
    const { scopes = [] } = request
    // Known before asking: a refresh cannot widen a token (R-DK-06, R-6749-12).
    if (scopes.length > 0 && granted && !scopes.some((scope) => granted.includes(scope)))
      return failed('fullscript-missing-scope', { detail: scopes.join(' ') })

    const token = await tokens.accessToken(context)
    if (!token.ok) return token
    const first = await transport.request(application, token.value, request)
    if (first.refusal !== 'unauthorized') return finish(token.value, first)

    const fresh = await tokens.rejected(context, token.value)
    if (!fresh.ok) return fresh
    const second = await transport.request(application, fresh.value, request)
    if (second.refusal === 'unauthorized') {
      // Tells the provider that even a fresh token is refused, which closes the way for a while.
      const again = await tokens.rejected(context, fresh.value)
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
