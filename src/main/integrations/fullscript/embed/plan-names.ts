/** Names that a plan does not carry itself: products by variant (cached for good) and the prescriber. */
import { failed, type Failure, type FailureCode, ok, type Result } from '../../../../shared/failures'
import type { PlansService } from '../../../chart/plans-service'
import type { Records } from '../../../records/unit-of-work'
import { variantRequest } from '../api/catalog'
import type { FullscriptApi } from '../api/client'
import { memberRequest } from '../api/clinic'
import { actorOf, type ClinicContext } from '../context'
import { prescribersIn, productSystem } from './plan-source-repository'
import type { Retries } from './retries'

const AT_ONCE = 4

/** Said of one thing alone; every other failure would meet the next one, too. */
const OF_ONE: ReadonlySet<FailureCode> = new Set(['not-found', 'fullscript-bad-answer'])

type Dependencies = {
  records: Pick<Records, 'internal' | 'background'>
  api: FullscriptApi
  plans: PlansService
  retries: Retries
}

export class PlanNames {
  readonly #deps: Dependencies
  /** Names of practitioners by environment, clinic and id, for as long as the app runs. */
  readonly #prescribers = new Map<string, string>()

  constructor(dependencies: Dependencies) {
    this.#deps = dependencies
  }

  /** Fetches the products that are not known and whose time has come; what fails is tried again at its own pace. */
  async fetchProducts(context: ClinicContext, variantIds: readonly string[]): Promise<void> {
    const { records, plans, retries } = this.#deps
    const { environment } = context
    const unknown = await plans.unknownProducts(productSystem(environment), variantIds)
    const wanted = await retries.due('product', environment, unknown)
    const stopped: Failure[] = []
    const worker = async () => {
      for (let variantId = wanted.pop(); variantId !== undefined; variantId = wanted.pop()) {
        const item = { environment, kind: 'product', fullscriptId: variantId } as const
        const answer: Result<null> = stopped[0]
          ? failed(stopped[0].code, stopped[0])
          : await this.#fetchProduct(context, variantId)
        if (answer.ok) {
          await records.internal((handle) => retries.ended(item, handle))
          continue
        }
        if (!OF_ONE.has(answer.failure.code)) stopped.push(answer.failure)
        await retries.failed(item, answer.failure)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
  }

  async #fetchProduct(context: ClinicContext, variantId: string): Promise<Result<null>> {
    const answer = await this.#deps.api.call(context, variantRequest(variantId))
    if (!answer.ok) return answer
    const { id: code, ...names } = answer.value.value
    // Another product's name would be worse than none.
    if (code !== variantId) return failed('fullscript-bad-answer', { detail: 'variant.id' })
    await this.#deps.plans.rememberProduct({ codeSystem: productSystem(context.environment), code, ...names })
    return ok(null)
  }

  /** What the plans of a clinic have no name for yet, by Fullscript's ids, and whose plans they are. */
  async missing(clinic: {
    environment: string
    clinicId: string
  }): Promise<{ products: string[]; prescribers: Map<string, string[]>; patientIds: string[] }> {
    const { plans, records } = this.#deps
    const { products, prescribers } = await plans.missingNames(productSystem(clinic.environment))
    const planIds = [...new Set([...products, ...prescribers].map(({ planId }) => planId))]
    const here = await records.background((charts) => prescribersIn(charts, clinic, planIds))
    const nameless = products.filter(({ planId }) => here.has(planId))
    const byPrescriber = new Map<string, string[]>()
    const unsigned = prescribers.filter(({ planId }) => Boolean(here.get(planId)))
    for (const { planId } of unsigned) {
      const prescriber = here.get(planId) ?? ''
      byPrescriber.set(prescriber, [...(byPrescriber.get(prescriber) ?? []), planId])
    }
    return {
      products: [...new Set(nameless.map(({ code }) => code))],
      prescribers: byPrescriber,
      patientIds: [...new Set([...nameless, ...unsigned].map(({ patientId }) => patientId))],
    }
  }

  /** Names a prescriber in the plans that have none, if the name can be read now. */
  async namePrescriber(context: ClinicContext, practitionerId: string): Promise<void> {
    const name = await this.prescriber(context, practitionerId)
    if (name === '') return
    const { prescribers } = await this.missing(context)
    const planIds = prescribers.get(practitionerId) ?? []
    await this.#deps.plans.namePrescriber(actorOf(context), planIds, name)
  }

  /** Empty when it cannot be read now. */
  async prescriber(context: ClinicContext, practitionerId: string): Promise<string> {
    const { records, api, retries } = this.#deps
    const { environment, clinicId } = context
    const key = JSON.stringify([environment, clinicId, practitionerId])
    const known = this.#prescribers.get(key)
    if (known) return known
    const item = { environment, kind: 'prescriber', fullscriptId: practitionerId } as const
    if (
      practitionerId === '' ||
      (await retries.due('prescriber', environment, [practitionerId])).length === 0
    )
      return ''
    const answer = await api.call(context, memberRequest('Practitioner', practitionerId))
    const name = answer.ok && answer.value.value.id === practitionerId ? answer.value.value.name : ''
    if (name === '') {
      await retries.failed(item, answer.ok ? { code: 'fullscript-bad-answer' } : answer.failure)
      return ''
    }
    this.#prescribers.set(key, name)
    await records.internal((handle) => retries.ended(item, handle))
    return name
  }
}
