/**
 * What calls tell about the connection they are made with: that it was used, or that a permission is missing. A refusal
 * is explained by the permission where one of those that the request is known to need was not granted (F-405): whether
 * Fullscript answers 401 (mission/003) or 403 (its reference) does not matter.
 */
import { failed, type Failure, type FailureCode } from '../../../../shared/failures'
import type { FullscriptContext } from '../context'
import type { FullscriptApi } from './client'
import type { ApiRequest } from './transport'

type Dependencies = {
  api: FullscriptApi
  used: (context: FullscriptContext) => void
  /** `named`: scopes, or the family that Fullscript named. */
  lacks: (context: FullscriptContext, named: string) => void
}

const REFUSALS: readonly FailureCode[] = [
  'fullscript-refused',
  'fullscript-reconnect-needed',
  'fullscript-clinic-not-connected',
]

export function watchCalls({ api, used, lacks }: Dependencies): FullscriptApi {
  return {
    async call(context, request) {
      const answer = await api.call(context, request)
      // What an administrator does for a clinic by its name is no use of anybody's own.
      const own = context.account !== null
      if (answer.ok) {
        if (own) used(context)
        return answer
      }
      const { code, ...more } = explained(context, request, answer.failure)
      if (code === 'fullscript-missing-scope' && own) lacks(context, more.detail ?? '')
      return failed(code, more)
    },
  }
}

function explained({ scopes }: FullscriptContext, request: ApiRequest<unknown>, failure: Failure): Failure {
  if (!REFUSALS.includes(failure.code) || !request.recipe) return failure
  const missing = scopes && request.recipe.find((scope) => !scopes.includes(scope))
  if (!missing) return failure
  const { reference } = failure
  return { code: 'fullscript-missing-scope', detail: missing, ...(reference ? { reference } : {}) }
}
