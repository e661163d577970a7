/**
 * What Fullscript's room knows of the plans in charts and the chart does not: in which environment and clinic each is,
 * whose it is there, and whether Fullscript still has it.
 */
import type { ChartLine, Plan } from '../../../../shared/contract/plans'
import type { ChartPlan, PlanPlace } from '../../../chart/plans-service'
import type { ChartReading, ChartWriting } from '../../../records/handles'
import type { FullscriptPlanTable } from '../../../records/schema'

/** Whose ids they are, as the chart keeps them: of plans, and of the products and tests in them. */
export const planSystem = (environment: string) => `urn:fullscript:${environment}:treatment-plan`
export const productSystem = (environment: string) => `urn:fullscript:${environment}:variant`
export const labSystem = (environment: string) => `urn:fullscript:${environment}:lab`

/** A patient at Fullscript, whose plans they are. */
type PlanOwner = { environment: string; clinicId: string; fullscriptPatientId: string }

/** A plan of a chart, and where it is at Fullscript. */
export type KnownPlan = {
  id: string
  patientId: string
  environment: string
  clinicId: string
  fullscriptPlanId: string
}

/** Of a plan that was imported; what was known of it before is replaced. */
export async function writeSource(charts: ChartWriting, source: FullscriptPlanTable): Promise<void> {
  const { planId: _, ...says } = source
  await charts
    .insertInto('fullscriptPlan')
    .values(source)
    .onConflict((conflict) => conflict.column('planId').doUpdateSet(says))
    .execute()
}

const valueIn = ({ externalIds }: Pick<PlanPlace, 'externalIds'>, environment: string): string =>
  externalIds.find(({ system }) => system === planSystem(environment))?.value ?? ''

/** Null for a plan that is not Fullscript's. */
export async function knownPlan(charts: ChartReading, place: PlanPlace): Promise<KnownPlan | null> {
  const { id, patientId } = place
  const row = await charts
    .selectFrom('fullscriptPlan')
    .select(['environment', 'clinicId'])
    .where('planId', '=', id)
    .executeTakeFirst()
  return row ? { id, patientId, ...row, fullscriptPlanId: valueIn(place, row.environment) } : null
}

/** The plans that came as a patient's at Fullscript, in whichever chart, and those that were taken out of one. */
export async function plansOf(charts: ChartReading, owner: PlanOwner): Promise<string[]> {
  const rows = await charts
    .selectFrom('fullscriptPlan')
    .select('planId')
    .where('environment', '=', owner.environment)
    .where('clinicId', '=', owner.clinicId)
    .where('fullscriptPatientId', '=', owner.fullscriptPatientId)
    .execute()
  return rows.map(({ planId }) => planId)
}

/** As many ids as one query may carry on either engine, and far fewer. */
const AT_ONCE = 500

/** Those of the plans that are in a clinic, and which prescriber each has there; empty: not said. */
export async function prescribersIn(
  charts: ChartReading,
  { environment, clinicId }: { environment: string; clinicId: string },
  planIds: readonly string[],
): Promise<Map<string, string>> {
  const prescribers = new Map<string, string>()
  for (let from = 0; from < planIds.length; from += AT_ONCE) {
    const rows = await charts
      .selectFrom('fullscriptPlan')
      .select(['planId', 'prescriberId'])
      .where('environment', '=', environment)
      .where('clinicId', '=', clinicId)
      .where('planId', 'in', planIds.slice(from, from + AT_ONCE))
      .execute()
    for (const { planId, prescriberId } of rows) prescribers.set(planId, prescriberId)
  }
  return prescribers
}

/** The plans of a chart with what is known here besides; one that is not Fullscript's stays as it is. */
export async function withSource(charts: ChartReading, plans: readonly ChartPlan[]): Promise<Plan[]> {
  if (plans.length === 0) return []
  const rows = await charts
    .selectFrom('fullscriptPlan as plan')
    .leftJoin('fullscriptClinic as clinic', (join) =>
      join
        .onRef('clinic.environment', '=', 'plan.environment')
        .onRef('clinic.clinicId', '=', 'plan.clinicId'),
    )
    .select(['plan.planId', 'plan.environment', 'plan.clinicId', 'clinic.name as clinicName'])
    .where(
      'plan.planId',
      'in',
      plans.map(({ id }) => id),
    )
    .execute()
  const sources = new Map(rows.map((row) => [row.planId, row]))
  const lost = await lostAmong(charts, plans, sources)
  return plans.map((plan) => {
    const source = sources.get(plan.id)
    if (!source) return withoutSource(plan)
    const { environment, clinicId, clinicName } = source
    const { externalIds: _, ...says } = plan
    const fullscriptPlanId = valueIn(plan, environment)
    const isGone = ({ code }: ChartLine) => lost.has(keyOf('product', environment, code))
    return {
      ...says,
      ...{ fullscriptPlanId, clinicId, clinicName: clinicName ?? '' },
      gone: lost.has(keyOf('plan', environment, fullscriptPlanId)),
      lines: plan.lines.map((line) => ({ ...line, gone: isGone(line) })),
    }
  })
}

/** As the chart alone has it. */
export const withoutSource = ({ externalIds: _, ...plan }: ChartPlan): Plan => ({
  ...plan,
  ...{ fullscriptPlanId: '', clinicId: '', clinicName: '', gone: false },
  lines: plan.lines.map((line) => ({ ...line, gone: false })),
})

const keyOf = (kind: string, environment: string, id: string) => JSON.stringify([kind, environment, id])

/** Which of the plans and products Fullscript said for good that it no longer has. */
async function lostAmong(
  charts: ChartReading,
  plans: readonly ChartPlan[],
  sources: ReadonlyMap<string, { environment: string }>,
): Promise<Set<string>> {
  const ids = plans.flatMap((plan) => [
    valueIn(plan, sources.get(plan.id)?.environment ?? ''),
    ...plan.lines.map(({ code }) => code),
  ])
  const rows = await charts
    .selectFrom('fullscriptRetry')
    .select(['kind', 'environment', 'fullscriptId'])
    .where('fullscriptId', 'in', [...new Set(ids)])
    .where((row) =>
      row.or([
        row.and({ kind: 'plan', failure: 'fullscript-plan-gone' }),
        row.and({ kind: 'product', failure: 'not-found' }),
      ]),
    )
    .execute()
  return new Set(rows.map(({ kind, environment, fullscriptId }) => keyOf(kind, environment, fullscriptId)))
}
