/** Events of the last 30 days, the look-up by our own ids, and webhook deliveries. */
import type { FastifyInstance } from 'fastify'
import type { ApiEvent, Scope } from '../store/types'
import type { World } from '../world'
import { notFound } from './answers'
import { bearer, callerOf, hasScope, sendMissingScope } from './bearer'
import { inDateRange, originOf, paginate, queryOf, sorted } from './pagination'
import { patientFull, planFull, practitionerShape, staffShape } from './shapes'

const THIRTY_DAYS = 30 * 86_400_000

const FAMILIES: Record<string, { prefix: string; scope: Scope }> = {
  patients: { prefix: 'patient.', scope: 'patients:read' },
  treatment_plans: { prefix: 'treatment_plan.', scope: 'patients:treatment_plan_history' },
  orders: { prefix: 'order.', scope: 'patients:order_history' },
  lab_orders: { prefix: 'lab_order.', scope: 'patients:order_history' },
  products: { prefix: 'product.', scope: 'catalog:read' },
  clinic_keys: { prefix: 'clinic_key.', scope: 'clinic:read' },
}

const short = (world: World, event: ApiEvent) => ({
  id: event.id,
  type: event.type,
  created_at: world.clock.iso(event.createdAt),
  clinic_id: event.clinicId,
})

export function addEvents(app: FastifyInstance, world: World): void {
  for (const [family, { prefix, scope }] of Object.entries(FAMILIES)) {
    app.get(`/api/events/${family}`, bearer(world, scope), (request) => {
      const { clinic } = callerOf(request)
      const query = queryOf(request)
      const events = [...world.store.events.values()].filter(
        (event) =>
          event.clinicId === clinic.id &&
          event.type.startsWith(prefix) &&
          event.createdAt > world.clock.now() - THIRTY_DAYS &&
          (query['event_type'] === undefined || event.type === query['event_type']) &&
          inDateRange(query['created_at'], event.createdAt),
      )
      const ordered = sorted(query, events, { created_at: (event) => event.createdAt })
      return paginate(request, 'events', ordered, (event) => short(world, event))
    })
  }

  app.get<{ Params: { id: string } }>('/api/events/:id', bearer(world), (request, reply) => {
    const event = world.store.events.get(request.params.id)
    const caller = callerOf(request)
    if (event?.clinicId !== caller.clinic.id) return notFound(reply)
    const family = Object.values(FAMILIES).find(({ prefix }) => event.type.startsWith(prefix))
    if (family && !hasScope(caller, family.scope)) return sendMissingScope(reply, family.scope)
    return reply.send({ event: { ...short(world, event), data: event.data } })
  })

  /** A desktop application registers no webhook, so nothing was ever delivered. */
  app.get('/api/webhooks/deliveries', bearer(world), (request) =>
    paginate(request, 'webhook_deliveries', [], (delivery) => delivery),
  )

  app.get('/api/clinic/metadata', bearer(world, 'clinic:read'), (request) => {
    const { id, type } = queryOf(request)
    const { clinic } = callerOf(request)
    const { store } = world
    const marked = <R extends { clinicId: string; metadataId: string | null }>(
      name: string,
      rows: Iterable<R>,
      shape: (row: R) => object,
    ) =>
      [...rows]
        .filter((row) => id !== undefined && row.metadataId === id && row.clinicId === clinic.id)
        .map((row) => ({ id, type: name, data: shape(row) }))
    const found = [
      ...marked('patient', store.patients.values(), (patient) => patientFull(world, patient)),
      ...marked('practitioner', store.usersOf(clinic.id, 'Practitioner'), practitionerShape),
      ...marked('staff', store.usersOf(clinic.id, 'Staff'), staffShape),
      ...marked('treatment_plan', store.plans.values(), (plan) => planFull(world, plan, originOf(request))),
    ].filter((row) => type === undefined || type === row.type)
    return paginate(request, 'metadata', found, (row) => row)
  })
}
