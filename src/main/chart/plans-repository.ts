/** Treatment plans, their lines and labs, and the product names that the lines need. */
import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Plan, PlanLab, PlanLine } from '../../shared/contract/plans'
import type { Day } from '../../shared/day'
import type { ChartReading, ChartWriting, Reading, Writing } from '../records/handles'
import type { TreatmentPlanTable } from '../records/schema'
import type { LabFields, LandedPlan, LineFields, Product } from './landed-plan'

/** Where a plan belongs; none of it changes once the plan is in a chart. */
export type PlanPlace = Pick<
  Selectable<TreatmentPlanTable>,
  'id' | 'patientId' | 'environment' | 'clinicId' | 'fullscriptPlanId'
>

export async function findPlace(
  within: ChartReading,
  key: { planId: string } | { environment: string; fullscriptPlanId: string },
): Promise<PlanPlace | null> {
  const query = within
    .selectFrom('treatmentPlan')
    .select(['id', 'patientId', 'environment', 'clinicId', 'fullscriptPlanId'])
    .where('removedAt', 'is', null)
  const row =
    'planId' in key
      ? await query.where('id', '=', key.planId).executeTakeFirst()
      : await query
          .where('environment', '=', key.environment)
          .where('fullscriptPlanId', '=', key.fullscriptPlanId)
          .executeTakeFirst()
  return row ?? null
}

/** Inserts the plan, or stores what Fullscript says now in the plan that is there; answers its id. */
export async function writePlan(
  within: ChartWriting,
  existing: PlanPlace | null,
  plan: LandedPlan,
  now: number,
): Promise<string> {
  const {
    enteredBy,
    enteredByPrescriber,
    lines,
    labs,
    unread,
    patientId,
    environment,
    clinicId,
    fullscriptPlanId,
    ...fields
  } = plan
  const says = { ...fields, unread: JSON.stringify(unread) }
  const id = existing?.id ?? randomUUID()
  if (existing) {
    // A name that is known is never replaced by none.
    const { prescriberName, ...rest } = says
    const named = prescriberName ? { prescriberName } : {}
    const values = { ...rest, ...named, updatedAt: now }
    await within.updateTable('treatmentPlan').set(values).where('id', '=', id).execute()
  } else {
    const values = { id, patientId, environment, clinicId, fullscriptPlanId, enteredBy, ...says }
    await within
      .insertInto('treatmentPlan')
      .values({
        ...values,
        enteredByPrescriber: enteredByPrescriber ? 1 : 0,
        landedAt: now,
        updatedAt: now,
      })
      .execute()
  }
  // Fullscript empties a plan that is cancelled; the chart keeps what had been prescribed.
  const keeps = (part: readonly unknown[]) => plan.state === 'cancelled' && part.length === 0
  if (!keeps(lines)) await within.deleteFrom('treatmentPlanLine').where('planId', '=', id).execute()
  if (!keeps(labs)) await within.deleteFrom('treatmentPlanLab').where('planId', '=', id).execute()
  for (const row of lines.map(toLineRow(id)))
    await within.insertInto('treatmentPlanLine').values(row).execute()
  for (const row of labs.map(toLabRow(id))) await within.insertInto('treatmentPlanLab').values(row).execute()
  return id
}

/** A patient at Fullscript, whose plans they are. */
export type PlanOwner = { environment: string; clinicId: string; fullscriptPatientId: string }

/** Takes out of a chart, and keeps, what came into it from a clinic; answers the ids. */
export async function removePlans(
  within: ChartWriting,
  patientId: string,
  owner: PlanOwner,
  by: { personId: string; at: number },
): Promise<string[]> {
  const rows = await within
    .updateTable('treatmentPlan')
    .set({
      removedBy: by.personId,
      removedAt: by.at,
      removedFullscriptPatientId: owner.fullscriptPatientId,
    })
    .where('patientId', '=', patientId)
    .where('environment', '=', owner.environment)
    .where('clinicId', '=', owner.clinicId)
    .where('removedAt', 'is', null)
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}

/** Plans of a patient at Fullscript that were taken out of a chart and are in no other one. */
export async function homelessPlans(
  within: ChartReading,
  owner: PlanOwner,
): Promise<{ fullscriptPlanId: string; enteredBy: string }[]> {
  return within
    .selectFrom('treatmentPlan as plan')
    .leftJoin('treatmentPlan as again', (join) =>
      join
        .onRef('again.environment', '=', 'plan.environment')
        .onRef('again.fullscriptPlanId', '=', 'plan.fullscriptPlanId')
        .on('again.removedAt', 'is', null),
    )
    .select(({ fn }) => ['plan.fullscriptPlanId', fn.min('plan.enteredBy').as('enteredBy')])
    .where('plan.environment', '=', owner.environment)
    .where('plan.clinicId', '=', owner.clinicId)
    .where('plan.removedFullscriptPatientId', '=', owner.fullscriptPatientId)
    .where('again.id', 'is', null)
    .groupBy('plan.fullscriptPlanId')
    .execute()
}

const toBit = (flag: boolean | null) => (flag === null ? null : flag ? (1 as const) : (0 as const))
const fromBit = (bit: 0 | 1 | null) => (bit === null ? null : bit === 1)

const toLineRow = (planId: string) => (line: LineFields, position: number) => ({
  ...line,
  id: randomUUID(),
  planId,
  position,
  timeOfDay: JSON.stringify(line.timeOfDay),
  refill: toBit(line.refill),
  unread: JSON.stringify(line.unread),
})

const toLabRow = (planId: string) => (lab: LabFields, position: number) => ({
  ...lab,
  id: randomUUID(),
  planId,
  position,
  requiresFasting: toBit(lab.requiresFasting),
  tests: JSON.stringify(lab.tests),
  unread: JSON.stringify(lab.unread),
})

/** What has landed last comes first; by which date they are ordered is the reader's business. */
export async function readPlans(
  within: ChartReading,
  which: { patientId: string } | { planId: string },
): Promise<Plan[]> {
  const query = within
    .selectFrom('treatmentPlan')
    .innerJoin('person', 'person.id', 'treatmentPlan.enteredBy')
    .selectAll('treatmentPlan')
    .where('treatmentPlan.removedAt', 'is', null)
    .leftJoin('fullscriptClinic as clinic', (join) =>
      join
        .onRef('clinic.environment', '=', 'treatmentPlan.environment')
        .onRef('clinic.clinicId', '=', 'treatmentPlan.clinicId'),
    )
    .leftJoin('fullscriptRetry as retry', (join) =>
      join
        .onRef('retry.environment', '=', 'treatmentPlan.environment')
        .onRef('retry.fullscriptId', '=', 'treatmentPlan.fullscriptPlanId')
        .on('retry.kind', '=', 'plan'),
    )
    .select([
      'person.displayName as enteredByDisplayName',
      'clinic.name as clinicName',
      'retry.failure as retryFailure',
    ])
  const plans = await (
    'patientId' in which
      ? query.where('patientId', '=', which.patientId)
      : query.where('treatmentPlan.id', '=', which.planId)
  )
    .orderBy('treatmentPlan.landedAt', 'desc')
    .orderBy('treatmentPlan.id')
    .execute()
  const ids = plans.map(({ id }) => id)
  const lines = await readLines(within, ids)
  const labs = await readLabs(within, ids)
  return plans.map((plan) => ({
    id: plan.id,
    patientId: plan.patientId,
    fullscriptPlanId: plan.fullscriptPlanId,
    clinicId: plan.clinicId,
    clinicName: plan.clinicName ?? '',
    state: plan.state,
    prescriberName: plan.prescriberName,
    enteredByName: plan.enteredByPrescriber ? '' : plan.enteredByDisplayName,
    message: plan.message,
    sentAt: plan.sentAt,
    sentOn: plan.sentOn as Day | null,
    createdAt: plan.createdAt,
    createdOn: plan.createdOn as Day | null,
    landedAt: plan.landedAt,
    lines: lines.get(plan.id) ?? [],
    labs: labs.get(plan.id) ?? [],
    unread: JSON.parse(plan.unread) as Plan['unread'],
    gone: plan.retryFailure === 'fullscript-plan-gone',
  }))
}

async function readLines(within: ChartReading, planIds: readonly string[]): Promise<Map<string, PlanLine[]>> {
  const byPlan = new Map<string, PlanLine[]>()
  if (planIds.length === 0) return byPlan
  const rows = await within
    .selectFrom('treatmentPlanLine as line')
    .innerJoin('treatmentPlan as plan', 'plan.id', 'line.planId')
    .leftJoin('fullscriptVariant as variant', (join) =>
      join
        .onRef('variant.environment', '=', 'plan.environment')
        .onRef('variant.variantId', '=', 'line.variantId'),
    )
    .leftJoin('fullscriptRetry as retry', (join) =>
      join
        .onRef('retry.environment', '=', 'plan.environment')
        .onRef('retry.fullscriptId', '=', 'line.variantId')
        .on('retry.kind', '=', 'product'),
    )
    .selectAll('line')
    .select([
      'variant.productName',
      'variant.brandName',
      'variant.packageText',
      'retry.failure as retryFailure',
    ])
    .where('line.planId', 'in', planIds)
    .orderBy('line.position')
    .execute()
  for (const { planId, position: _position, refill, timeOfDay, unread, retryFailure, ...row } of rows) {
    const line = {
      ...row,
      productName: row.productName ?? '',
      brandName: row.brandName ?? '',
      packageText: row.packageText ?? '',
      named: row.productName !== null,
      gone: retryFailure === 'not-found',
      refill: fromBit(refill),
      timeOfDay: JSON.parse(timeOfDay) as string[],
      unread: JSON.parse(unread) as PlanLine['unread'],
    }
    byPlan.set(planId, [...(byPlan.get(planId) ?? []), line])
  }
  return byPlan
}

async function readLabs(within: ChartReading, planIds: readonly string[]): Promise<Map<string, PlanLab[]>> {
  const byPlan = new Map<string, PlanLab[]>()
  if (planIds.length === 0) return byPlan
  const rows = await within
    .selectFrom('treatmentPlanLab')
    .selectAll()
    .where('planId', 'in', planIds)
    .orderBy('position')
    .execute()
  for (const { planId, id, name, instructions, requiresFasting, tests, unread } of rows) {
    const lab = {
      id,
      name,
      instructions,
      requiresFasting: fromBit(requiresFasting),
      tests: JSON.parse(tests) as string[],
      unread: JSON.parse(unread) as PlanLab['unread'],
    }
    byPlan.set(planId, [...(byPlan.get(planId) ?? []), lab])
  }
  return byPlan
}

export async function writeProduct(
  within: Writing,
  environment: string,
  { variantId, ...product }: Product,
  now: number,
): Promise<void> {
  const values = { ...product, fetchedAt: now }
  await within
    .insertInto('fullscriptVariant')
    .values({ environment, variantId, ...values })
    .onConflict((conflict) => conflict.columns(['environment', 'variantId']).doUpdateSet(values))
    .execute()
}

/** Those of the variants whose names are not known yet. */
export async function unknownVariants(
  within: Reading,
  environment: string,
  variantIds: readonly string[],
): Promise<string[]> {
  const wanted = [...new Set(variantIds)]
  if (wanted.length === 0) return []
  const known = await within
    .selectFrom('fullscriptVariant')
    .select('variantId')
    .where('environment', '=', environment)
    .where('variantId', 'in', wanted)
    .execute()
  const names = new Set(known.map(({ variantId }) => variantId))
  return wanted.filter((variantId) => !names.has(variantId))
}

/** What the plans of a clinic have no name for yet, by Fullscript's ids, and whose plans they are. */
export async function missingNames(
  within: ChartReading,
  environment: string,
  clinicId: string,
): Promise<{ variants: string[]; prescribers: string[]; patientIds: string[] }> {
  const plans = within
    .selectFrom('treatmentPlan as plan')
    .where('plan.environment', '=', environment)
    .where('plan.clinicId', '=', clinicId)
    .where('plan.removedAt', 'is', null)
  const lines = await plans
    .innerJoin('treatmentPlanLine as line', 'line.planId', 'plan.id')
    .leftJoin('fullscriptVariant as variant', (join) =>
      join
        .onRef('variant.environment', '=', 'plan.environment')
        .onRef('variant.variantId', '=', 'line.variantId'),
    )
    .select(['line.variantId', 'plan.patientId'])
    .where('variant.variantId', 'is', null)
    .execute()
  const nameless = await plans
    .select(['plan.prescriberFullscriptId', 'plan.patientId'])
    .where('plan.prescriberName', '=', '')
    .where('plan.prescriberFullscriptId', '<>', '')
    .execute()
  return {
    variants: [...new Set(lines.map(({ variantId }) => variantId))],
    prescribers: [...new Set(nameless.map(({ prescriberFullscriptId }) => prescriberFullscriptId))],
    patientIds: [...new Set([...lines, ...nameless].map(({ patientId }) => patientId))],
  }
}

/** Gives the prescriber's name to the plans of a clinic that have none; answers them. */
export async function namePrescriber(
  within: ChartWriting,
  { environment, clinicId }: { environment: string; clinicId: string },
  prescriber: { id: string; name: string },
): Promise<{ id: string; patientId: string }[]> {
  return within
    .updateTable('treatmentPlan')
    .set({ prescriberName: prescriber.name })
    .where('environment', '=', environment)
    .where('clinicId', '=', clinicId)
    .where('prescriberFullscriptId', '=', prescriber.id)
    .where('prescriberName', '=', '')
    .where('removedAt', 'is', null)
    .returning(['id', 'patientId'])
    .execute()
}
