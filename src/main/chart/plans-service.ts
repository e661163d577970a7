/**
 * The chart's treatment plans: readable without any network, written in one transaction with their lines and the
 * audit. Where they come from is not the chart's business.
 */
import { failed, ok, type Result } from '../../shared/failures'
import { Listeners } from '../../shared/listeners'
import type { Audit, AuditEntry } from '../audit/audit'
import type { Clock } from '../platform/clock/clock'
import { withStorageFailures } from '../records/database-errors'
import type { ChartReading, ChartWriting } from '../records/handles'
import type { Records } from '../records/unit-of-work'
import type { ExternalId } from './entry-repository'
import type { ImportedPlan, Product } from './imported-plan'
import {
  type ChartPlan,
  findImported,
  findPlace,
  homelessPlans,
  type MissingNames,
  missingNames,
  namePrescriber,
  type PlanPlace,
  readPlans,
  removePlans,
  unknownProducts,
  writePlan,
  writeProduct,
} from './plans-repository'

export type { ChartPlan, PlanPlace }

type Dependencies = { records: Records; audit: Audit; clock: Clock }

export class PlansService {
  readonly #with: Dependencies
  readonly #listeners = new Listeners<[imported: { patientId: string; planId: string }]>()

  constructor(dependencies: Dependencies) {
    this.#with = dependencies
  }

  /** Called after a plan came into a chart or changed in it. */
  onImported(listener: (imported: { patientId: string; planId: string }) => void): () => void {
    return this.#listeners.add(listener)
  }

  /** The look is in the audit. `chart-restricted`. */
  forPatient(personId: string, patientId: string): Promise<Result<ChartPlan[]>> {
    return this.#with.records.look({ personId }, 'plan.read', patientId, async (chart) =>
      ok(await readPlans(chart, { patientId })),
    )
  }

  /** `not-found`. */
  get(planId: string): Promise<Result<ChartPlan>> {
    return withStorageFailures(() =>
      this.#with.records.background(async (charts) => {
        const [plan] = await readPlans(charts, { planId })
        return plan ? ok(plan) : failed('not-found')
      }),
    )
  }

  /** Null: it is in no chart. */
  place(planId: string): Promise<PlanPlace | null> {
    return this.#with.records.background((charts) => findPlace(charts, planId))
  }

  /**
   * Puts a plan into its patient's chart, once: a second landing updates the first. `embed-wrong-patient` when the
   * plan is already in another patient's chart. Takes part in the caller's transaction; `tellImported` comes after it.
   */
  async land(
    by: Pick<AuditEntry, 'personId' | 'actingAs'>,
    plan: ImportedPlan,
    charts: ChartWriting,
  ): Promise<Result<string>> {
    const existing = await findImported(charts, plan.externalId)
    if (existing && existing.patientId !== plan.patientId) return failed('embed-wrong-patient')
    const planId = await writePlan(charts, existing, plan, this.#with.clock.now())
    const action = existing ? 'plan.updated' : 'plan.imported'
    const { patientId } = plan
    await this.#with.audit.record({ ...by, action, patientId, subject: planId, outcome: 'done' }, charts)
    return ok(planId)
  }

  /**
   * Takes these plans out of a chart: kept, marked with who and when, and no longer shown. Takes part in the caller's transaction; answers how many.
   */
  async remove(
    by: Pick<AuditEntry, 'personId'> & { personId: string },
    patientId: string,
    planIds: readonly string[],
    charts: ChartWriting,
  ): Promise<number> {
    const at = this.#with.clock.now()
    const removed = await removePlans(charts, patientId, planIds, { personId: by.personId, at })
    for (const subject of removed) {
      const entry = { ...by, action: 'plan.removed', patientId, subject, outcome: 'done' } as const
      await this.#with.audit.record(entry, charts)
    }
    return removed.length
  }

  /** Those of the plans that were taken out of a chart and are in no other one: to be brought in where they belong. */
  homeless(
    planIds: readonly string[],
    charts: ChartReading,
  ): Promise<{ externalId: ExternalId; enteredBy: string }[]> {
    return homelessPlans(charts, planIds)
  }

  tellImported(imported: { patientId: string; planId: string }): void {
    this.#listeners.tell(imported)
  }

  unknownProducts(codeSystem: string, codes: readonly string[]): Promise<string[]> {
    return this.#with.records.read((handle) => unknownProducts(handle, codeSystem, codes))
  }

  rememberProduct(product: Product): Promise<void> {
    const { records, clock } = this.#with
    return records.internal((handle) => writeProduct(handle, product, clock.now()))
  }

  missingNames(codeSystem: string): Promise<MissingNames> {
    return this.#with.records.background((charts) => missingNames(charts, codeSystem))
  }

  /** The name came later than the plans; each of them is in the audit. */
  namePrescriber(
    by: Pick<AuditEntry, 'personId' | 'actingAs'>,
    planIds: readonly string[],
    name: string,
  ): Promise<void> {
    return this.#with.records.background(async (charts) => {
      for (const { id, patientId } of await namePrescriber(charts, planIds, name)) {
        const entry = { ...by, action: 'plan.updated', patientId, subject: id, outcome: 'done' } as const
        await this.#with.audit.record(entry, charts)
      }
    })
  }
}
