/** Bridge area `plans`: Fullscript treatment plans as they stand in the chart (readable offline). */
import { z } from 'zod'
import { call, event } from './contract'

export const planLineSchema = z.object({
  id: z.uuid(),
  variantId: z.string(),
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
  refill: z.boolean(),
  unitsToPurchase: z.number().int(),
  /** False while the product's name could not be fetched yet; it is filled in later, never guessed. */
  named: z.boolean(),
})
export type PlanLine = z.infer<typeof planLineSchema>

export const planSchema = z.object({
  id: z.uuid(),
  patientId: z.uuid(),
  fullscriptPlanId: z.string(),
  /** Fullscript's data is grouped by clinic (mission/000); the name is empty until it was read. */
  clinicId: z.string(),
  clinicName: z.string(),
  state: z.enum(['draft', 'active', 'cancelled']),
  prescriberName: z.string(),
  /** Who worked in the Fullscript view, when it was somebody else (office staff). */
  enteredByName: z.string(),
  message: z.string(),
  /** Epoch milliseconds. */
  sentAt: z.number().nullable(),
  createdAt: z.number(),
  landedAt: z.number(),
  lines: z.array(planLineSchema),
})
export type Plan = z.infer<typeof planSchema>

/** A plan that Fullscript told of and that is not in the chart yet. */
export const announcedPlanSchema = z.object({
  /** Whose connection brings it in. */
  personId: z.uuid(),
  personName: z.string(),
  /** Epoch milliseconds. */
  announcedAt: z.number(),
})
export type AnnouncedPlan = z.infer<typeof announcedPlanSchema>

export const chartPlansSchema = z.object({
  plans: z.array(planSchema),
  /** Oldest first. */
  announced: z.array(announcedPlanSchema),
})
export type ChartPlans = z.infer<typeof chartPlansSchema>

export const plansCalls = {
  forPatient: call({
    input: z.object({ patientId: z.uuid() }),
    output: chartPlansSchema,
    needs: 'plans:read',
  }),
  /** Fetches the plan again from Fullscript and stores what it says now. */
  refresh: call({ input: z.object({ planId: z.uuid() }), output: planSchema, needs: 'plans:read' }),
}

export const plansEvents = {
  landed: event(z.object({ patientId: z.uuid(), planId: z.uuid() })),
  /** A plan was sent and could not be fetched at once. */
  announced: event(z.object({ patientId: z.uuid() })),
}
