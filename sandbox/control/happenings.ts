/** What patients and laboratories do: orders, lab states, plans made or cancelled in the Fullscript app. */
import { orderFull } from '../api/shapes'
import { emit } from '../events'
import { newId } from '../ids'
import { cancelPlan } from '../plans'
import type { LabState } from '../store/types'
import type { World } from '../world'

/** The patient buys the plan, whole or in part; labs of the plan count as bought. Undefined: no active plan. */
export function placeOrder(
  world: World,
  planId: string,
  options: { variantIds?: string[] | undefined; labs?: boolean | undefined } = {},
): string | undefined {
  const plan = world.store.plans.get(planId)
  if (plan?.state !== 'active') return undefined
  const wanted = plan.recommendations.filter(
    ({ variantId }) => options.variantIds === undefined || options.variantIds.includes(variantId),
  )
  const labs = options.labs === false ? [] : plan.labTestIds
  const id = newId()
  const order = {
    id,
    clinicId: plan.clinicId,
    orderNumber: `R${String(500_000_000 + world.store.orders.size * 7919)}`,
    completedAt: world.clock.now(),
    patientId: plan.patientId,
    treatmentPlanIds: [plan.id],
    lines: [
      ...wanted.map((line) => ({
        variantId: line.variantId,
        quantity: line.unitsToPurchase,
        labTestId: null,
      })),
      ...labs.map((labTestId) => ({ variantId: labTestId, quantity: 1, labTestId })),
    ],
  }
  world.store.orders.set(id, order)
  emit(world, plan.clinicId, 'order.placed', orderFull(world, order))
  for (const labOrder of world.store.labOrders.values()) {
    if (labs.length > 0 && labOrder.treatmentPlanId === plan.id) labOrder.state = 'purchased'
  }
  return id
}

const TOLD: LabState[] = ['partial_results', 'results_ready', 'results_amended']

/** An event goes out only when results come or change (fullscript.md 6). */
export function moveLab(world: World, labOrderId: string, state: LabState): boolean {
  const order = world.store.labOrders.get(labOrderId)
  if (!order) return false
  order.state = state
  order.updatedAt = world.clock.now()
  const patient = world.store.patients.get(order.patientId)
  if (TOLD.includes(state)) {
    emit(world, order.clinicId, 'lab_order.updated', {
      lab_order: {
        id: order.id,
        practitioner_id: order.practitionerId,
        patient_id: order.patientId,
        first_name: patient?.firstName,
        last_name: patient?.lastName,
        email: patient?.email,
        status: state,
      },
    })
  }
  return true
}

/** Cancelled by somebody in the Fullscript app. */
export function cancelInApp(world: World, planId: string): boolean {
  const plan = world.store.plans.get(planId)
  if (plan?.state !== 'active') return false
  cancelPlan(world, plan, false)
  return true
}
