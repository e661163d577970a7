/** The events that applications poll; nothing done through the REST API makes one. */
import { newId } from './ids'
import type { World } from './world'

export type EventType =
  | 'patient.created'
  | 'patient.updated'
  | 'treatment_plan.created'
  | 'treatment_plan.updated'
  | 'treatment_plan.recommendation.updated'
  | 'order.placed'
  | 'lab_order.updated'
  | 'clinic_key.revoked'

export function emit(world: World, clinicId: string, type: EventType, data: unknown): void {
  const id = newId()
  world.store.events.set(id, { id, type, createdAt: world.clock.now(), clinicId, data })
}
