/**
 * What calls tell about the connection they are made with: that it was used, or that a permission is missing. A refusal
 * is explained by the permission where one of those that the request is known to need was not granted (F-405): whether
 * Fullscript answers 401 (mission/003) or 403 (its reference) does not matter.
 */
import { failed, type Failure, type FailureCode } from '../../../../shared/failures'
import type { Asker } from '../tokens/keeper'
import type { FullscriptApi } from './client'
import type { ApiRequest } from './transport'

type Dependencies = {
  api: FullscriptApi
  /** Scopes of the connection that is used; null when it is none that works. */
  grantedScopes: (asker: Asker) => Promise<readonly string[] | null>
  used: (personId: string) => void
  /** `named`: scopes, or the family that Fullscript named. */
  lacks: (personId: string, named: string) => void
}

const REFUSALS: readonly FailureCode[] = [
  'fullscript-refused',
  'fullscript-reconnect-needed',
  'fullscript-clinic-not-connected',
]

export function watchCalls({ api, grantedScopes, used, lacks }: Dependencies): FullscriptApi {
  async function explained(asker: Asker, request: ApiRequest<unknown>, failure: Failure): Promise<Failure> {
    if (!REFUSALS.includes(failure.code) || !request.recipe) return failure
    const granted = await grantedScopes(asker)
    const missing = granted && request.recipe.find((scope) => !granted.includes(scope))
    if (!missing) return failure
    const { reference } = failure
    return { code: 'fullscript-missing-scope', detail: missing, ...(reference ? { reference } : {}) }
  }

  return {
    async call(asker, request) {
      const answer = await api.call(asker, request)
      if (answer.ok) {
        if (typeof asker === 'string') used(asker)
        return answer
      }
      const { code, ...more } = await explained(asker, request, answer.failure)
      if (code === 'fullscript-missing-scope' && typeof asker === 'string') lacks(asker, more.detail ?? '')
      return failed(code, more)
    },
  }
}
