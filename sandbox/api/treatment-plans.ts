/** Treatment plans: list, get, change, cancel; making and activating them is restricted. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { productOf } from '../catalogue-search'
import { fieldsOf, textOf, type Fields } from '../http/body'
import { activatePlan, cancelPlan, createPlan } from '../plans'
import type { Recommendation, TreatmentPlan, User } from '../store/types'
import type { World } from '../world'
import { notFound, restricted, unprocessable } from './answers'
import { bearer, callerOf, hasScope, type Caller } from './bearer'
import { originOf, paginate, queryOf, sorted } from './pagination'
import { findPatient } from './patients'
import { planFull, planShort } from './shapes'
import { metadataIdOf } from './users'

type ById = { Params: { id: string } }

export function addTreatmentPlans(app: FastifyInstance, world: World): void {
  const read = bearer(world, 'patients:read')
  const write = bearer(world, 'clinic:write', 'patients:read')
  const answer = (request: FastifyRequest, plan: TreatmentPlan) => ({
    treatment_plan: planFull(world, plan, originOf(request)),
  })

  app.get<ById>('/api/clinic/patients/:id/treatment_plans', read, (request, reply) => {
    const patient = findPatient(world, request)
    if (!patient) return notFound(reply)
    const caller = callerOf(request)
    const plans = [...world.store.plans.values()].filter(
      (plan) => plan.patientId === patient.id && maySee(caller, plan),
    )
    const ordered = sorted(queryOf(request), plans, {
      created_at: (plan) => plan.createdAt,
      updated_at: (plan) => plan.updatedAt,
    })
    return reply.send(paginate(request, 'treatment_plans', ordered, planShort))
  })

  app.get<ById>('/api/clinic/treatment_plans/:id', read, (request, reply) => {
    const plan = findPlan(world, request)
    return plan ? reply.send(answer(request, plan)) : notFound(reply)
  })

  app.post<ById>('/api/clinic/patients/:id/treatment_plans', write, (request, reply) => {
    if (!world.settings.restrictedAccess) return restricted(reply)
    const patient = findPatient(world, request)
    if (!patient) return notFound(reply)
    const fields = fieldsOf(request)
    const practitioner = practitionerFor(world, callerOf(request), textOf(fields['practitioner_id']))
    const lines = readLines(world, fields['recommendations'])
    if (!practitioner) return unprocessable(reply, ['Practitioner must exist'])
    if (!lines) return unprocessable(reply, ['Recommendations is invalid'])
    const plan = createPlan(world, {
      clinicId: patient.clinicId,
      patientId: patient.id,
      practitionerId: practitioner.id,
      source: 'api',
      // Without a state a plan is active at once.
      state: fields['state'] === 'draft' ? 'draft' : 'active',
      personalMessage: textOf(fields['personal_message']) ?? null,
      recommendations: lines,
      labTestIds: [],
      metadataId: metadataIdOf(fields),
    })
    return reply.code(201).send(answer(request, plan))
  })

  app.patch<ById>('/api/clinic/treatment_plans/:id', write, (request, reply) => {
    const plan = findPlan(world, request)
    if (!plan) return notFound(reply)
    const fields = fieldsOf(request)
    const lines =
      'recommendations' in fields ? readLines(world, fields['recommendations']) : plan.recommendations
    if (!lines) return unprocessable(reply, ['Recommendations is invalid'])
    plan.recommendations = lines
    if ('personal_message' in fields) plan.personalMessage = textOf(fields['personal_message']) ?? null
    if ('metadata' in fields) plan.metadataId = metadataIdOf(fields)
    const resources = fields['resource_ids']
    if (Array.isArray(resources)) plan.resourceIds = resources.filter((id) => typeof id === 'string')
    plan.updatedAt = world.clock.now()
    return reply.send(answer(request, plan))
  })

  app.patch<ById>('/api/clinic/treatment_plans/:id/activate', write, (request, reply) => {
    if (!world.settings.restrictedAccess) return restricted(reply)
    const plan = findPlan(world, request)
    if (!plan) return notFound(reply)
    if (plan.state !== 'draft') return unprocessable(reply, ['State must be draft'])
    activatePlan(world, plan)
    return reply.send(answer(request, plan))
  })

  app.patch<ById>('/api/clinic/treatment_plans/:id/cancel', write, (request, reply) => {
    const plan = findPlan(world, request)
    if (!plan) return notFound(reply)
    if (plan.state === 'cancelled') return unprocessable(reply, ['State is already cancelled'])
    cancelPlan(world, plan, true)
    return reply.send(answer(request, plan))
  })

  app.post<ById>('/api/clinic/treatment_plans/:id/in_office_checkout', write, (request, reply) => {
    const plan = findPlan(world, request)
    if (!plan) return notFound(reply)
    return reply.code(201).send({
      in_office_checkout: { url: `${originOf(request)}/o/patients/${plan.patientId.slice(0, 8)}/checkout` },
    })
  })
}

/** Plans that were not made through the API need the history scope (mission/003). */
const maySee = (caller: Caller, plan: TreatmentPlan): boolean =>
  plan.source === 'api' || hasScope(caller, 'patients:treatment_plan_history')

export function findPlan(world: World, request: FastifyRequest): TreatmentPlan | undefined {
  const plan = world.store.plans.get((request.params as { id: string }).id)
  const caller = callerOf(request)
  return plan?.clinicId === caller.clinic.id && maySee(caller, plan) ? plan : undefined
}

/** The caller, when a practitioner; staff and clinic tokens must name one. */
export function practitionerFor(world: World, caller: Caller, id: string | undefined): User | undefined {
  const user = id === undefined ? caller.user : world.store.users.get(id)
  return user?.type === 'Practitioner' && user.clinicId === caller.clinic.id ? user : undefined
}

function readLines(world: World, value: unknown): Recommendation[] | undefined {
  if (value === undefined) return []
  if (!Array.isArray(value)) return undefined
  const lines: Recommendation[] = []
  for (const item of value as Fields[]) {
    const variant = world.store.variants.get(textOf(item['variant_id']) ?? '')
    if (!variant) return undefined
    const own = productOf(world.store, variant).dosage
    const dosage = (item['dosage'] ?? {}) as Fields
    const units = Number(item['units_to_purchase'] ?? 1)
    lines.push({
      variantId: variant.id,
      refill: item['refill'] !== false,
      unitsToPurchase: Number.isInteger(units) && units > 0 ? units : 1,
      takeWith: textOf(item['take_with']) ?? null,
      dosage: {
        amount: textOf(dosage['amount']) ?? own.amount,
        frequency: textOf(dosage['frequency']) ?? own.frequency,
        duration: textOf(dosage['duration']) ?? own.duration,
        format: textOf(dosage['format']) ?? own.format,
        additionalInfo: textOf(dosage['additional_info']) ?? null,
        timeOfDay: Array.isArray(dosage['time_of_day']) ? (dosage['time_of_day'] as string[]) : [],
      },
    })
  }
  return lines
}
