/** Treatment plans, their lines and labs, and the product names that the lines need. */
import { randomUUID } from 'node:crypto'
import type { ChartLine, ChartPlan as PlanOfContract, PlanLab } from '../../shared/contract/plans'
import type { Day } from '../../shared/day'
import type { ChartReading, ChartWriting, Reading, Writing } from '../records/handles'
import type { ExternalId } from './entry-repository'
import type { LabFields, ImportedPlan, LineFields, Product } from './imported-plan'

/** As the chart has it, whatever its source knows besides. */
export type ChartPlan = PlanOfContract & { externalIds: ExternalId[] }

/** A plan that is in a chart, and what other systems call it. */
export type PlanPlace = { id: string; patientId: string; externalIds: ExternalId[] }

/** The plan of a chart that another system calls by this id. */
export async function findImported(
  within: ChartReading,
  { system, value }: ExternalId,
): Promise<{ id: string; patientId: string } | null> {
  const row = await within
    .selectFrom('externalId')
    .innerJoin('treatmentPlan', 'treatmentPlan.id', 'externalId.planId')
    .select(['treatmentPlan.id', 'treatmentPlan.patientId'])
    .where('externalId.system', '=', system)
    .where('externalId.value', '=', value)
    .where('externalId.withdrawn', '=', 0)
    .executeTakeFirst()
  return row ?? null
}

export async function findPlace(within: ChartReading, planId: string): Promise<PlanPlace | null> {
  const row = await within
    .selectFrom('treatmentPlan')
    .select(['id', 'patientId'])
    .where('id', '=', planId)
    .where('removedAt', 'is', null)
    .executeTakeFirst()
  return row ? { ...row, externalIds: (await readExternalIds(within, [planId])).get(planId) ?? [] } : null
}

async function readExternalIds(
  within: ChartReading,
  planIds: readonly string[],
): Promise<Map<string, ExternalId[]>> {
  const byPlan = new Map<string, ExternalId[]>()
  if (planIds.length === 0) return byPlan
  const rows = await within
    .selectFrom('externalId')
    .select(['planId', 'system', 'value'])
    .where('planId', 'in', planIds)
    .orderBy('system')
    .execute()
  for (const { planId, ...externalId } of rows)
    if (planId !== null) byPlan.set(planId, [...(byPlan.get(planId) ?? []), externalId])
  return byPlan
}

/** Inserts the plan, or stores what its source says now in the plan that is there; answers its id. */
export async function writePlan(
  within: ChartWriting,
  existing: { id: string } | null,
  plan: ImportedPlan,
  now: number,
): Promise<string> {
  const { enteredBy, enteredByPrescriber, lines, labs, unread, patientId, externalId, ...fields } = plan
  const says = { ...fields, unread: JSON.stringify(unread) }
  const id = existing?.id ?? randomUUID()
  if (existing) {
    // A name that is known is never replaced by none.
    const { prescriberName, ...rest } = says
    const named = prescriberName ? { prescriberName } : {}
    const values = { ...rest, ...named, updatedAt: now }
    await within.updateTable('treatmentPlan').set(values).where('id', '=', id).execute()
  } else {
    const values = { id, patientId, enteredBy, ...says }
    await within
      .insertInto('treatmentPlan')
      .values({
        ...values,
        enteredByPrescriber: enteredByPrescriber ? 1 : 0,
        importedAt: now,
        updatedAt: now,
      })
      .execute()
    // Refused by the table where another workstation brought the plan in meanwhile.
    await within
      .insertInto('externalId')
      .values({ id: randomUUID(), planId: id, ...externalId })
      .execute()
  }
  // A plan that is cancelled may come empty; the chart keeps what had been prescribed.
  const keeps = (part: readonly unknown[]) => plan.state === 'cancelled' && part.length === 0
  if (!keeps(lines)) await within.deleteFrom('treatmentPlanLine').where('planId', '=', id).execute()
  if (!keeps(labs)) await within.deleteFrom('treatmentPlanLab').where('planId', '=', id).execute()
  for (const row of lines.map(toLineRow(id)))
    await within.insertInto('treatmentPlanLine').values(row).execute()
  for (const row of labs.map(toLabRow(id))) await within.insertInto('treatmentPlanLab').values(row).execute()
  return id
}

/** Takes these plans out of a chart, and keeps them; answers the ids of those that were in it. */
export async function removePlans(
  within: ChartWriting,
  patientId: string,
  planIds: readonly string[],
  by: { personId: string; at: number },
): Promise<string[]> {
  if (planIds.length === 0) return []
  const rows = await within
    .updateTable('treatmentPlan')
    .set({ removedBy: by.personId, removedAt: by.at })
    .where('patientId', '=', patientId)
    .where('id', 'in', planIds)
    .where('removedAt', 'is', null)
    .returning('id')
    .execute()
  const removed = rows.map(({ id }) => id)
  if (removed.length > 0)
    await within.updateTable('externalId').set({ withdrawn: 1 }).where('planId', 'in', removed).execute()
  return removed
}

/** What others call those of the plans that were taken out of a chart and are in no other one. */
export async function homelessPlans(
  within: ChartReading,
  planIds: readonly string[],
): Promise<{ externalId: ExternalId; enteredBy: string }[]> {
  if (planIds.length === 0) return []
  const rows = await within
    .selectFrom('externalId as withdrawn')
    .innerJoin('treatmentPlan as plan', 'plan.id', 'withdrawn.planId')
    .leftJoin('externalId as again', (join) =>
      join
        .onRef('again.system', '=', 'withdrawn.system')
        .onRef('again.value', '=', 'withdrawn.value')
        .on('again.withdrawn', '=', 0),
    )
    .select(({ fn }) => ['withdrawn.system', 'withdrawn.value', fn.min('plan.enteredBy').as('enteredBy')])
    .where('withdrawn.planId', 'in', planIds)
    .where('withdrawn.withdrawn', '=', 1)
    .where('again.id', 'is', null)
    .groupBy(['withdrawn.system', 'withdrawn.value'])
    .execute()
  return rows.map(({ enteredBy, ...externalId }) => ({ externalId, enteredBy }))
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

/** What was imported last comes first; by which date they are ordered is the reader's business. With their external ids. */
export async function readPlans(
  within: ChartReading,
  which: { patientId: string } | { planId: string },
): Promise<ChartPlan[]> {
  const query = within
    .selectFrom('treatmentPlan')
    .innerJoin('person', 'person.id', 'treatmentPlan.enteredBy')
    .selectAll('treatmentPlan')
    .where('treatmentPlan.removedAt', 'is', null)
    .select('person.displayName as enteredByDisplayName')
  const plans = await (
    'patientId' in which
      ? query.where('patientId', '=', which.patientId)
      : query.where('treatmentPlan.id', '=', which.planId)
  )
    .orderBy('treatmentPlan.importedAt', 'desc')
    .orderBy('treatmentPlan.id')
    .execute()
  const ids = plans.map(({ id }) => id)
  const lines = await readLines(within, ids)
  const labs = await readLabs(within, ids)
  const externalIds = await readExternalIds(within, ids)
  return plans.map((plan) => ({
    id: plan.id,
    patientId: plan.patientId,
    externalIds: externalIds.get(plan.id) ?? [],
    state: plan.state,
    prescriberName: plan.prescriberName,
    enteredByName: plan.enteredByPrescriber ? '' : plan.enteredByDisplayName,
    message: plan.message,
    sentAt: plan.sentAt,
    sentOn: plan.sentOn as Day | null,
    createdAt: plan.createdAt,
    createdOn: plan.createdOn as Day | null,
    importedAt: plan.importedAt,
    lines: lines.get(plan.id) ?? [],
    labs: labs.get(plan.id) ?? [],
    unread: JSON.parse(plan.unread) as ChartPlan['unread'],
  }))
}

async function readLines(
  within: ChartReading,
  planIds: readonly string[],
): Promise<Map<string, ChartLine[]>> {
  const byPlan = new Map<string, ChartLine[]>()
  if (planIds.length === 0) return byPlan
  const rows = await within
    .selectFrom('treatmentPlanLine as line')
    .leftJoin('product', (join) =>
      join.onRef('product.codeSystem', '=', 'line.codeSystem').onRef('product.code', '=', 'line.code'),
    )
    .selectAll('line')
    .select(['product.productName', 'product.brandName', 'product.packageText'])
    .where('line.planId', 'in', planIds)
    .orderBy('line.position')
    .execute()
  for (const { planId, position: _position, refill, timeOfDay, unread, ...row } of rows) {
    const line = {
      ...row,
      productName: row.productName ?? '',
      brandName: row.brandName ?? '',
      packageText: row.packageText ?? '',
      named: row.productName !== null,
      refill: fromBit(refill),
      timeOfDay: JSON.parse(timeOfDay) as string[],
      unread: JSON.parse(unread) as ChartLine['unread'],
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
  { codeSystem, code, ...product }: Product,
  now: number,
): Promise<void> {
  const values = { ...product, fetchedAt: now }
  await within
    .insertInto('product')
    .values({ codeSystem, code, ...values })
    .onConflict((conflict) => conflict.columns(['codeSystem', 'code']).doUpdateSet(values))
    .execute()
}

/** Those of the products whose names are not known yet. */
export async function unknownProducts(
  within: Reading,
  codeSystem: string,
  codes: readonly string[],
): Promise<string[]> {
  const wanted = [...new Set(codes)]
  if (wanted.length === 0) return []
  const known = await within
    .selectFrom('product')
    .select('code')
    .where('codeSystem', '=', codeSystem)
    .where('code', 'in', wanted)
    .execute()
  const names = new Set(known.map(({ code }) => code))
  return wanted.filter((code) => !names.has(code))
}

export type MissingNames = {
  products: { planId: string; patientId: string; code: string }[]
  prescribers: { planId: string; patientId: string }[]
}

/** The plans of all charts whose products, by their codes in a system, or whose prescribers have no name yet. */
export async function missingNames(within: ChartReading, codeSystem: string): Promise<MissingNames> {
  const products = await within
    .selectFrom('treatmentPlan as plan')
    .innerJoin('treatmentPlanLine as line', 'line.planId', 'plan.id')
    .leftJoin('product', (join) =>
      join.onRef('product.codeSystem', '=', 'line.codeSystem').onRef('product.code', '=', 'line.code'),
    )
    .select(['plan.id as planId', 'plan.patientId', 'line.code'])
    .where('plan.removedAt', 'is', null)
    .where('line.codeSystem', '=', codeSystem)
    .where('product.code', 'is', null)
    .execute()
  const prescribers = await within
    .selectFrom('treatmentPlan as plan')
    .select(['plan.id as planId', 'plan.patientId'])
    .where('plan.removedAt', 'is', null)
    .where('plan.prescriberName', '=', '')
    .execute()
  return { products, prescribers }
}

/** Gives the prescriber's name to those of the plans that have none; answers them. */
export async function namePrescriber(
  within: ChartWriting,
  planIds: readonly string[],
  prescriberName: string,
): Promise<{ id: string; patientId: string }[]> {
  if (planIds.length === 0) return []
  return within
    .updateTable('treatmentPlan')
    .set({ prescriberName })
    .where('id', 'in', planIds)
    .where('prescriberName', '=', '')
    .where('removedAt', 'is', null)
    .returning(['id', 'patientId'])
    .execute()
}
