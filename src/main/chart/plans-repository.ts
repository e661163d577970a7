/** Treatment plans, their lines and the product names that the lines need. */
import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Plan, PlanLine } from '../../shared/bridge/plans'
import type { DatabaseOrTransaction } from '../storage/database'
import type { TreatmentPlanTable } from '../storage/schema'
import type { LandedPlan, LineFields, Product } from './landed-plan'

/** Where a plan belongs; none of it changes once the plan is in a chart. */
export type PlanPlace = Pick<
  Selectable<TreatmentPlanTable>,
  'id' | 'patientId' | 'environment' | 'clinicId' | 'fullscriptPlanId'
>

export async function findPlace(
  within: DatabaseOrTransaction,
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
  within: DatabaseOrTransaction,
  existing: PlanPlace | null,
  plan: LandedPlan,
  now: number,
): Promise<string> {
  const {
    enteredBy,
    enteredByPrescriber,
    lines,
    patientId,
    environment,
    clinicId,
    fullscriptPlanId,
    ...says
  } = plan
  const id = existing?.id ?? randomUUID()
  if (existing) {
    // A name that is known is never replaced by none.
    const { prescriberName, ...rest } = says
    const named = prescriberName ? { prescriberName } : {}
    const values = { ...rest, ...named, updatedAt: now }
    await within.updateTable('treatmentPlan').set(values).where('id', '=', id).execute()
    // Fullscript empties a plan that is cancelled; the chart keeps what had been prescribed.
    if (plan.state === 'cancelled' && lines.length === 0) return id
    await within.deleteFrom('treatmentPlanLine').where('planId', '=', id).execute()
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
  if (lines.length > 0)
    await within
      .insertInto('treatmentPlanLine')
      .values(lines.map(toRow(id)))
      .execute()
  return id
}

/** A patient at Fullscript, whose plans they are. */
export type PlanOwner = { environment: string; clinicId: string; fullscriptPatientId: string }

/** Takes out of a chart, and keeps, what came into it from a clinic; answers the ids. */
export async function removePlans(
  within: DatabaseOrTransaction,
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
  within: DatabaseOrTransaction,
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
    .select(['plan.fullscriptPlanId', 'plan.enteredBy'])
    .where('plan.environment', '=', owner.environment)
    .where('plan.clinicId', '=', owner.clinicId)
    .where('plan.removedFullscriptPatientId', '=', owner.fullscriptPatientId)
    .where('again.id', 'is', null)
    .groupBy('plan.fullscriptPlanId')
    .execute()
}

const toRow = (planId: string) => (line: LineFields, position: number) => {
  const { timeOfDay, refill, ...fields } = line
  return {
    id: randomUUID(),
    planId,
    position,
    ...fields,
    timeOfDay: JSON.stringify(timeOfDay),
    refill: refill ? (1 as const) : (0 as const),
  }
}

/** Newest first. */
export async function readPlans(
  within: DatabaseOrTransaction,
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
    .select(['person.displayName as enteredByDisplayName', 'clinic.name as clinicName'])
  const plans = await (
    'patientId' in which
      ? query.where('patientId', '=', which.patientId)
      : query.where('treatmentPlan.id', '=', which.planId)
  )
    .orderBy('treatmentPlan.createdAt', 'desc')
    .execute()
  const lines = await readLines(
    within,
    plans.map(({ id }) => id),
  )
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
    createdAt: plan.createdAt,
    landedAt: plan.landedAt,
    lines: lines.get(plan.id) ?? [],
  }))
}

async function readLines(
  within: DatabaseOrTransaction,
  planIds: readonly string[],
): Promise<Map<string, PlanLine[]>> {
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
    .selectAll('line')
    .select(['variant.productName', 'variant.brandName', 'variant.packageText'])
    .where('line.planId', 'in', planIds)
    .orderBy('line.position')
    .execute()
  for (const { planId, position: _position, refill, timeOfDay, ...row } of rows) {
    const line = {
      ...row,
      productName: row.productName ?? '',
      brandName: row.brandName ?? '',
      packageText: row.packageText ?? '',
      named: row.productName !== null,
      refill: refill === 1,
      timeOfDay: JSON.parse(timeOfDay) as string[],
    }
    byPlan.set(planId, [...(byPlan.get(planId) ?? []), line])
  }
  return byPlan
}

export async function writeProduct(
  within: DatabaseOrTransaction,
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
  within: DatabaseOrTransaction,
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

/** Plans of a clinic in which a product or the prescriber still has no name. */
export async function unnamedPlans(
  within: DatabaseOrTransaction,
  environment: string,
  clinicId: string,
): Promise<string[]> {
  const rows = await within
    .selectFrom('treatmentPlan as plan')
    .leftJoin('treatmentPlanLine as line', 'line.planId', 'plan.id')
    .leftJoin('fullscriptVariant as variant', (join) =>
      join
        .onRef('variant.environment', '=', 'plan.environment')
        .onRef('variant.variantId', '=', 'line.variantId'),
    )
    .select('plan.id')
    .distinct()
    .where('plan.environment', '=', environment)
    .where('plan.clinicId', '=', clinicId)
    .where('plan.removedAt', 'is', null)
    .where((or) =>
      or.or([
        or('plan.prescriberName', '=', ''),
        or.and([or('line.id', 'is not', null), or('variant.variantId', 'is', null)]),
      ]),
    )
    .execute()
  return rows.map(({ id }) => id)
}
