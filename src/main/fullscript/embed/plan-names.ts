/** Names that a plan does not carry itself: products by variant (cached for good) and the prescriber. */
import { ok, type Result } from '../../../shared/failures'
import type { PlansService } from '../../chart/plans-service'
import { variantRequest } from '../api/catalog'
import type { FullscriptApi } from '../api/client'
import { memberRequest } from '../api/clinic'
import type { Place } from './patient-links'

const AT_ONCE = 4

export class PlanNames {
  readonly #api: FullscriptApi
  readonly #plans: PlansService
  /** Names of practitioners by environment, clinic and id, for as long as the app runs. */
  readonly #prescribers = new Map<string, string>()

  constructor({ api, plans }: { api: FullscriptApi; plans: PlansService }) {
    this.#api = api
    this.#plans = plans
  }

  /** Fetches the products that are not known yet. Ends at the first failure; what came before it is kept. */
  async fetchProducts(place: Place, variantIds: readonly string[]): Promise<Result<null>> {
    const wanted = await this.#plans.unknownVariants(place.environment, variantIds)
    const failures: Result<null>[] = []
    const worker = async () => {
      for (
        let variantId = wanted.pop();
        variantId !== undefined && failures.length === 0;
        variantId = wanted.pop()
      ) {
        const answer = await this.#api.call(place.personId, variantRequest(variantId))
        if (answer.ok) {
          // Kept under the id that was asked for: that is the one in the plan.
          const { id: _id, ...names } = answer.value.value
          await this.#plans.rememberProduct(place.environment, { variantId, ...names })
        } else if (answer.failure.code !== 'not-found') failures.push(answer)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
    return failures[0] ?? ok(null)
  }

  /** Empty when it cannot be read now. */
  async prescriber(place: Place, practitionerId: string): Promise<string> {
    const key = JSON.stringify([place.environment, place.clinicId, practitionerId])
    const known = this.#prescribers.get(key)
    if (known) return known
    const answer = await this.#api.call(place.personId, memberRequest('Practitioner', practitionerId))
    const name = answer.ok ? answer.value.value.name : ''
    if (name) this.#prescribers.set(key, name)
    return name
  }
}
