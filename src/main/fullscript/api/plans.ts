/** `GET /clinic/treatment_plans/{id}` (fullscript.md 4.2): always fetched, an event's own copy is never trusted. */
import { z } from 'zod'
import type { ApiRequest } from './transport'

const id = z.union([z.string().min(1).max(200), z.number().int().transform(String)])
const text = (most: number) =>
  z
    .union([z.string(), z.number().transform(String)])
    .nullish()
    .transform((value) => (value ?? '').slice(0, most))
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((value) => value === 'true')])
const instant = z
  .string()
  .max(60)
  .nullish()
  .transform((value) => {
    const at = Date.parse(value ?? '')
    return Number.isNaN(at) ? null : at
  })

/** REST says `amount`, the embed and old events `recommended_amount` (fullscript.md 11). */
const dosageSchema = z
  .object({
    amount: text(100),
    recommended_amount: text(100),
    frequency: text(100),
    recommended_frequency: text(100),
    duration: text(100),
    recommended_duration: text(100),
    format: text(100),
    additional_info: text(2000),
    time_of_day: z.array(z.string().max(60)).max(20).nullish(),
  })
  .transform((dosage) => ({
    amount: dosage.amount || dosage.recommended_amount,
    frequency: dosage.frequency || dosage.recommended_frequency,
    duration: dosage.duration || dosage.recommended_duration,
    format: dosage.format,
    instructions: dosage.additional_info,
    timeOfDay: dosage.time_of_day ?? [],
  }))

const NO_DOSAGE = { amount: '', frequency: '', duration: '', format: '', instructions: '', timeOfDay: [] }

const recommendationSchema = z
  .object({
    variant_id: id,
    refill: flag.nullish(),
    units_to_purchase: z.number().int().min(0).max(10_000).nullish(),
    take_with: text(500),
    dosage: dosageSchema.nullish(),
  })
  .transform((line) => ({
    variantId: line.variant_id,
    refill: line.refill ?? false,
    unitsToPurchase: line.units_to_purchase ?? 1,
    takeWith: line.take_with,
    ...(line.dosage ?? NO_DOSAGE),
  }))

const planSchema = z
  .object({
    treatment_plan: z.object({
      id,
      state: z.enum(['draft', 'active', 'cancelled']),
      patient: z.object({ id }),
      practitioner: z.object({ id }),
      available_at: instant,
      created_at: instant,
      personal_message: text(5000),
      recommendations: z.array(recommendationSchema).max(500).nullish(),
    }),
  })
  .transform(({ treatment_plan: plan }) => ({
    id: plan.id,
    state: plan.state,
    patientId: plan.patient.id,
    practitionerId: plan.practitioner.id,
    sentAt: plan.available_at,
    createdAt: plan.created_at,
    message: plan.personal_message,
    lines: plan.recommendations ?? [],
  }))
export type FullscriptPlan = z.output<typeof planSchema>

export const planRequest = (planId: string): ApiRequest<FullscriptPlan> => ({
  method: 'GET',
  path: `/clinic/treatment_plans/${encodeURIComponent(planId)}`,
  schema: planSchema,
  scopes: ['patients:treatment_plan_history', 'patients:read'],
})
