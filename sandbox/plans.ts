/** Making and activating plans, with the events that follow. */
import { planFull } from './api/shapes'
import { emit } from './events'
import { newId } from './ids'
import type { Recommendation, TreatmentPlan } from './store/types'
import type { World } from './world'

type NewPlan = {
  clinicId: string
  patientId: string
  practitionerId: string
  source: TreatmentPlan['source']
  state: 'draft' | 'active'
  personalMessage: string | null
  recommendations: Recommendation[]
  labTestIds: string[]
  metadataId: string | null
}

export function createPlan(world: World, wanted: NewPlan): TreatmentPlan {
  const now = world.clock.now()
  const plan: TreatmentPlan = {
    ...wanted,
    id: newId(),
    availableAt: wanted.state === 'active' ? now : null,
    createdAt: now,
    updatedAt: now,
    resourceIds: [],
  }
  world.store.plans.set(plan.id, plan)
  if (plan.state === 'active') afterActivation(world, plan)
  return plan
}

export function activatePlan(world: World, plan: TreatmentPlan): void {
  plan.state = 'active'
  plan.availableAt = plan.updatedAt = world.clock.now()
  afterActivation(world, plan)
}

/** An active plan is told as created, unless the REST API made it; its labs wait to be bought. */
function afterActivation(world: World, plan: TreatmentPlan): void {
  world.counters.plansActivated += 1
  if (plan.labTestIds.length > 0) {
    const id = newId()
    world.store.labOrders.set(id, {
      id,
      clinicId: plan.clinicId,
      patientId: plan.patientId,
      practitionerId: plan.practitionerId,
      treatmentPlanId: plan.id,
      labTestIds: [...plan.labTestIds],
      state: 'not_purchased',
      updatedAt: world.clock.now(),
    })
  }
  if (plan.source !== 'api') {
    emit(world, plan.clinicId, 'treatment_plan.created', { treatment_plan: planFull(world, plan, '') })
  }
}

/** A cancelled plan keeps no lines. */
export function cancelPlan(world: World, plan: TreatmentPlan, byApi: boolean): void {
  plan.state = 'cancelled'
  plan.recommendations = []
  plan.updatedAt = world.clock.now()
  if (!byApi) {
    emit(world, plan.clinicId, 'treatment_plan.updated', { treatment_plan: planFull(world, plan, '') })
  }
}
