/** Bridge area `plans`: Fullscript treatment plans as they stand in the chart (readable offline). */
import { z } from 'zod'
import { failureCodeSchema } from './failure'
import { call } from './contract'

/** Parts of what Fullscript sent that could not be read; each is said where it is missing. */
const unreadOfPlan = z.enum(['state', 'prescriber', 'sentDate', 'madeDate', 'message', 'products', 'labs'])
const unreadOfLine = z.enum([
  'dosage',
  'amount',
  'frequency',
  'duration',
  'form',
  'instructions',
  'timeOfDay',
  'takeWith',
  'refill',
  'units',
])
const unreadOfLab = z.enum(['name', 'instructions', 'fasting', 'tests'])
export type UnreadOfPlan = z.infer<typeof unreadOfPlan>
export type UnreadOfLine = z.infer<typeof unreadOfLine>
export type UnreadOfLab = z.infer<typeof unreadOfLab>

const daySchema = z.iso.date().brand<'Day'>()

const chartLineSchema = z.object({
  id: z.uuid(),
  /** Of the product, in the catalogue of `codeSystem`. */
  codeSystem: z.string(),
  code: z.string(),
  productName: z.string(),
  brandName: z.string(),
  /** E.g. "60 capsules". */
  packageText: z.string(),
  dosageAmount: z.string(),
  dosageFrequency: z.string(),
  dosageDuration: z.string(),
  dosageFormat: z.string(),
  timeOfDay: z.array(z.string()),
  takeWith: z.string(),
  instructions: z.string(),
  /** Null: not said. */
  refill: z.boolean().nullable(),
  unitsToPurchase: z.number().int().nullable(),
  unread: z.array(unreadOfLine),
  /** False while the product's name could not be fetched yet; it is filled in later, never guessed. */
  named: z.boolean(),
})
export type ChartLine = z.infer<typeof chartLineSchema>

export const planLineSchema = chartLineSchema.extend({
  /** Fullscript's last word on the product: its catalogue no longer has it. */
  gone: z.boolean(),
})
export type PlanLine = z.infer<typeof planLineSchema>

/** A laboratory test that the plan recommends. */
export const planLabSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  instructions: z.string(),
  /** Null: not said. */
  requiresFasting: z.boolean().nullable(),
  /** What is measured. */
  tests: z.array(z.string()),
  unread: z.array(unreadOfLab),
})
export type PlanLab = z.infer<typeof planLabSchema>

/** What the chart itself knows of a plan. */
const chartPlanSchema = z.object({
  id: z.uuid(),
  patientId: z.uuid(),
  /** In Fullscript's word: `draft`, `active`, `cancelled`, or one that Yarrow does not know; empty: not said. */
  state: z.string(),
  prescriberName: z.string(),
  /** Who worked in the Fullscript view, when it was somebody else (office staff). */
  enteredByName: z.string(),
  message: z.string(),
  /** Epoch milliseconds, or the day alone where Fullscript gives no time; both null: not sent, or not said. */
  sentAt: z.number().nullable(),
  sentOn: daySchema.nullable(),
  createdAt: z.number().nullable(),
  createdOn: daySchema.nullable(),
  importedAt: z.number(),
  lines: z.array(chartLineSchema),
  labs: z.array(planLabSchema),
  unread: z.array(unreadOfPlan),
})
export type ChartPlan = z.infer<typeof chartPlanSchema>

/** With what Fullscript's room knows besides. */
export const planSchema = chartPlanSchema.extend({
  lines: z.array(planLineSchema),
  /** Empty for a plan that is not Fullscript's. */
  fullscriptPlanId: z.string(),
  /** Fullscript's data is grouped by clinic; the name is empty until it was read. */
  clinicId: z.string(),
  clinicName: z.string(),
  /** Fullscript no longer has the plan; what stands here is what was read last. */
  gone: z.boolean(),
})
export type Plan = z.infer<typeof planSchema>

/** A plan that Fullscript told of and that is not in the chart yet. */
export const pendingPlanSchema = z.object({
  fullscriptPlanId: z.string(),
  /** Whose connection brings it in. */
  personId: z.uuid(),
  personName: z.string(),
  /** Epoch milliseconds. */
  notifiedAt: z.number(),
  /** Why the last try came to nothing; null: it is being tried for the first time. */
  failure: failureCodeSchema.nullable(),
  /** When it is tried again, epoch milliseconds; null: not by itself, because the answer was final. */
  nextTryAt: z.number().nullable(),
})
export type PendingPlan = z.infer<typeof pendingPlanSchema>

export const chartPlansSchema = z.object({
  plans: z.array(planSchema),
  /** Oldest first. */
  pending: z.array(pendingPlanSchema),
})
export type ChartPlans = z.infer<typeof chartPlansSchema>

export const plansCalls = {
  forPatient: call({
    input: z.object({ patientId: z.uuid() }),
    output: chartPlansSchema,
    capability: 'plans:read',
    audit: 'plan.read',
  }),
  /** Fetches the plan again from Fullscript and stores what it says now. */
  refresh: call({
    input: z.object({ planId: z.uuid() }),
    output: planSchema,
    capability: 'plans:read',
    audit: 'plan.updated',
  }),
  /** Tries at once to fetch what is pending for a patient; not before Fullscript wants to be asked again. */
  fetchPending: call({
    input: z.object({ patientId: z.uuid() }),
    output: z.null(),
    capability: 'plans:read',
    audit: 'plan.imported',
  }),
}
