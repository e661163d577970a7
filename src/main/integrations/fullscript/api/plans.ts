/** `GET /clinic/treatment_plans/{id}`: always fetched, an event's own copy is never trusted. */
import { z } from 'zod'
import type { UnreadOfLab, UnreadOfLine, UnreadOfPlan } from '../../../../shared/contract/plans'
import { idSchema, Reading } from './answers'
import type { ApiRequest } from './transport'

/** REST says `amount`, the embed and old events `recommended_amount`. */
const lineSchema = z.looseObject({ variant_id: idSchema }).transform((line) => {
  const read = new Reading<UnreadOfLine>()
  const dosage =
    // Whole sentences instead of fields are for the patient all the same.
    typeof line['dosage'] === 'string'
      ? { additional_info: line['dosage'] }
      : read.fields('dosage', line['dosage'])
  const either = (field: UnreadOfLine, name: string) =>
    read.text(field, dosage[name]) || read.text(field, dosage[`recommended_${name}`])
  return {
    variantId: line.variant_id,
    amount: either('amount', 'amount'),
    frequency: either('frequency', 'frequency'),
    duration: either('duration', 'duration'),
    format: read.text('form', dosage['format']),
    instructions: read.text('instructions', dosage['additional_info']),
    timeOfDay: read.texts('timeOfDay', dosage['time_of_day']),
    takeWith: read.text('takeWith', line['take_with']),
    refill: read.flag('refill', line['refill']),
    unitsToPurchase: read.count('units', line['units_to_purchase']),
    unread: read.unread,
  }
})

function readLab(value: unknown) {
  const read = new Reading<UnreadOfLab>()
  const lab = typeof value === 'string' ? { name: value } : read.fields('name', value)
  const nameOf = (test: unknown) =>
    read.text('tests', typeof test === 'object' ? read.fields('tests', test)['name'] : test)
  return {
    labId: read.text('name', lab['id']),
    name: read.text('name', lab['name']),
    instructions: read.text('instructions', lab['instructions']),
    requiresFasting: read.flag('fasting', lab['requires_fasting']),
    tests: read
      .list('tests', lab['tests'])
      .map(nameOf)
      .filter((name) => name !== ''),
    unread: read.unread,
  }
}

const planSchema = z
  .object({ treatment_plan: z.looseObject({ id: idSchema, patient: z.object({ id: idSchema }) }) })
  .transform(({ treatment_plan: plan }, context) => {
    const read = new Reading<UnreadOfPlan>()
    const lines = read.list('products', plan['recommendations']).flatMap((value, index) => {
      const line = lineSchema.safeParse(value)
      // Which product it is cannot be left out.
      for (const { message, path } of line.error?.issues ?? [])
        context.addIssue({
          code: 'custom',
          message,
          path: ['treatment_plan', 'recommendations', index, ...path],
        })
      return line.success ? [line.data] : []
    })
    const sent = read.moment('sentDate', plan['available_at'])
    const created = read.moment('madeDate', plan['created_at'])
    return {
      id: plan.id,
      state: read.text('state', plan['state']),
      patientId: plan.patient.id,
      practitionerId: read.text('prescriber', read.fields('prescriber', plan['practitioner'])['id']),
      sentAt: sent.at,
      sentOn: sent.on,
      createdAt: created.at,
      createdOn: created.on,
      message: read.text('message', plan['personal_message']),
      lines,
      labs: read.list('labs', plan['lab_recommendations']).map(readLab),
      unread: read.unread,
    }
  })
export type FullscriptPlan = z.output<typeof planSchema>

export const planRequest = (planId: string): ApiRequest<FullscriptPlan> => ({
  method: 'GET',
  path: `/clinic/treatment_plans/${encodeURIComponent(planId)}`,
  schema: planSchema,
  scopes: ['patients:treatment_plan_history', 'patients:read'],
})
