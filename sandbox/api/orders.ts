/** Orders, lab orders and lab tests. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Order } from '../store/types'
import type { World } from '../world'
import { notFound, restricted } from './answers'
import { bearer, callerOf } from './bearer'
import { inDateRange, originOf, paginate, queryOf, sorted } from './pagination'
import { findPatient } from './patients'
import { labOrderShape, orderFull, orderOfPatient, orderShort } from './shapes'

type ById = { Params: { id: string } }

export function addOrders(app: FastifyInstance, world: World): void {
  const read = bearer(world, 'patients:order_history')

  const list = (
    request: FastifyRequest,
    patientId: string | undefined,
    shape: (order: Order) => object = orderShort,
  ) => {
    const query = queryOf(request)
    const orders = [...world.store.orders.values()].filter(
      (order) =>
        order.clinicId === callerOf(request).clinic.id &&
        (patientId === undefined || order.patientId === patientId) &&
        matches(query, order),
    )
    return paginate(
      request,
      'orders',
      sorted(query, orders, { completed_at: (order) => order.completedAt }),
      shape,
    )
  }

  app.get('/api/clinic/orders', read, (request) => list(request, queryOf(request)['patient_id']))

  app.get<ById>('/api/clinic/patients/:id/orders', read, (request, reply) => {
    const patient = findPatient(world, request)
    return patient ? reply.send(list(request, patient.id, orderOfPatient)) : notFound(reply)
  })

  app.get<ById>('/api/clinic/orders/:id', read, (request, reply) => {
    const order = world.store.orders.get(request.params.id)
    if (order?.clinicId !== callerOf(request).clinic.id) return notFound(reply)
    return reply.send({ order: orderFull(world, order) })
  })

  app.get('/api/clinic/labs/orders', read, (request) => {
    const { patient_id: patientId } = queryOf(request)
    const orders = [...world.store.labOrders.values()].filter(
      (order) =>
        order.clinicId === callerOf(request).clinic.id &&
        (patientId === undefined || order.patientId === patientId),
    )
    return paginate(request, 'orders', orders, (order) => labOrderShape(world, order, originOf(request)))
  })

  app.get<ById>('/api/clinic/labs/orders/:id', read, (request, reply) => {
    const order = world.store.labOrders.get(request.params.id)
    if (order?.clinicId !== callerOf(request).clinic.id) return notFound(reply)
    return reply.send({ order: labOrderShape(world, order, originOf(request)) })
  })

  app.get<ById>('/api/clinic/labs/tests/:id', bearer(world, 'catalog:read'), (request, reply) => {
    const test = world.store.labTests.get(request.params.id)
    return test ? reply.send({ test: labTestShape(test) }) : notFound(reply)
  })

  for (const path of ['/api/labs', '/api/labs/search/tests']) {
    app.get(path, bearer(world, 'catalog:read'), (request, reply) => {
      if (!world.settings.restrictedAccess) return restricted(reply)
      const words = (queryOf(request)['query'] ?? '').toLowerCase()
      const tests = [...world.store.labTests.values()].filter((test) =>
        test.name.toLowerCase().includes(words),
      )
      return reply.send(paginate(request, 'labs', tests, labTestShape))
    })
  }
}

const labTestShape = (test: {
  id: string
  name: string
  company: string
  price: string
  requiresFasting: boolean
}) => ({
  id: test.id,
  name: test.name,
  company: test.company,
  price: test.price,
  requires_fasting: test.requiresFasting,
})

function matches(query: Record<string, string | undefined>, order: Order): boolean {
  const { treatment_plan_id: planId, order_number: number, type } = query
  if (planId !== undefined && !order.treatmentPlanIds.includes(planId)) return false
  if (number !== undefined && order.orderNumber !== number) return false
  if (type === 'labs' && !order.lines.some((line) => line.labTestId !== null)) return false
  return inDateRange(query['completed_at'], order.completedAt)
}
