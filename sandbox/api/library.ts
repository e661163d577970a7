/** What plans are made from: protocols, templates as they were called before, and resources to read. */
import type { FastifyInstance } from 'fastify'
import { fieldsOf, textOf, type Fields } from '../http/body'
import { newId } from '../ids'
import type { Protocol, Resource, User } from '../store/types'
import type { World } from '../world'
import { notFound, unprocessable } from './answers'
import { bearer, callerOf } from './bearer'
import { originOf, paginate, queryOf } from './pagination'
import { protocolFull, protocolShort, resourceShape, templateShort } from './shapes'

type ById = { Params: { id: string } }
type OfPractitioner = { Params: { practitioner: string } }
type ByBoth = { Params: { practitioner: string; id: string } }

const TYPES = ['Guide', 'Handout', 'Infographic', 'Meal plan', 'Workbook']
const CATEGORIES = ['Nutrition', 'Lifestyle', 'Physical activity', 'Supplements', 'Health conditions']

export function addLibraryApi(app: FastifyInstance, world: World): void {
  addProtocols(app, world)
  addResources(app, world)
}

function addProtocols(app: FastifyInstance, world: World): void {
  const read = bearer(world, 'clinic:read')
  const all = () => [...world.store.protocols.values()]

  app.get('/api/clinic/fullscript_protocols', read, (request) =>
    paginate(
      request,
      'protocols',
      byName(
        queryOf(request),
        all().filter(({ practitionerId }) => practitionerId === null),
      ),
      (protocol) => protocolShort(protocol, null),
    ),
  )

  app.get<OfPractitioner>('/api/clinic/practitioners/:practitioner/protocols', read, (request, reply) => {
    const owner = practitionerOf(world, request.params.practitioner, callerOf(request).clinic.id)
    if (!owner) return notFound(reply)
    const query = queryOf(request)
    const { current_state: state, ownership_type: ownership = 'owned' } = query
    if (!['owned', 'shared', 'all'].includes(ownership))
      return unprocessable(reply, ['Ownership type is invalid'])
    const found = all().filter((protocol) => {
      const owned = protocol.practitionerId === owner.id
      const shared = protocol.sharedWith.includes(owner.id)
      if (state !== undefined && protocol.state !== state) return false
      return (owned && ownership !== 'shared') || (shared && ownership !== 'owned')
    })
    return reply.send(
      paginate(request, 'protocols', byName(query, found), (one) => protocolShort(one, owner.id)),
    )
  })

  app.get<OfPractitioner>('/api/clinic/practitioners/:practitioner/templates', read, (request, reply) => {
    const owner = practitionerOf(world, request.params.practitioner, callerOf(request).clinic.id)
    if (!owner) return notFound(reply)
    const found = all().filter(({ practitionerId }) => practitionerId === owner.id)
    return reply.send(paginate(request, 'templates', found, templateShort))
  })

  for (const [path, key] of [
    ['protocols', 'protocol'],
    ['templates', 'template'],
  ] as const) {
    app.get<ById>(`/api/clinic/${path}/:id`, read, (request, reply) => {
      const found = world.store.protocols.get(request.params.id)
      const clinicId = callerOf(request).clinic.id
      const foreign = found !== undefined && !isFor(world, found, clinicId)
      return found && !foreign ? reply.send({ [key]: protocolFull(found) }) : notFound(reply)
    })
  }
}

function addResources(app: FastifyInstance, world: World): void {
  const read = bearer(world, 'clinic:read')
  const write = bearer(world, 'clinic:write')
  const base = '/api/clinic/practitioners/:practitioner/resources'
  const listed = (of: string | null) =>
    [...world.store.resources.values()].filter((one) => one.practitionerId === of && one.inLibrary)
  const own = (params: ByBoth['Params'], clinicId: string): Resource | undefined => {
    const found = world.store.resources.get(params.id)
    const owner = practitionerOf(world, params.practitioner, clinicId)
    return owner && found?.practitionerId === owner.id ? found : undefined
  }

  app.get('/api/clinic/fullscript_resources', read, (request) =>
    paginate(request, 'resources', listed(null), (one) => resourceShape(one, originOf(request))),
  )

  app.get<OfPractitioner>(base, read, (request, reply) => {
    const owner = practitionerOf(world, request.params.practitioner, callerOf(request).clinic.id)
    if (!owner) return notFound(reply)
    return reply.send(
      paginate(request, 'resources', listed(owner.id), (one) => resourceShape(one, originOf(request))),
    )
  })

  app.post<OfPractitioner>(base, write, (request, reply) => {
    const { clinic } = callerOf(request)
    const owner = practitionerOf(world, request.params.practitioner, clinic.id)
    if (!owner) return notFound(reply)
    const fields = fieldsOf(request)
    const problems = problemsOf(fields)
    if (problems.length > 0) return unprocessable(reply, problems)
    const planId = textOf(fields['treatment_plan_id'])
    const plan = planId === undefined ? undefined : world.store.plans.get(planId)
    if (planId !== undefined && plan?.clinicId !== clinic.id) return notFound(reply)
    const made: Resource = {
      ...factsFrom(fields),
      id: newId(),
      practitionerId: owner.id,
      inLibrary: String(fields['save_to_library']) === 'true',
    }
    world.store.resources.set(made.id, made)
    plan?.resourceIds.push(made.id)
    return reply.send({ resource: resourceShape(made, originOf(request)) })
  })

  app.get<ByBoth>(`${base}/:id`, read, (request, reply) => {
    const found = own(request.params, callerOf(request).clinic.id)
    return found ? reply.send({ resource: resourceShape(found, originOf(request)) }) : notFound(reply)
  })

  app.route<ByBoth>({
    method: ['PUT', 'PATCH'],
    url: `${base}/:id`,
    ...write,
    handler: (request, reply) => {
      const found = own(request.params, callerOf(request).clinic.id)
      if (!found) return notFound(reply)
      const { name, type, category, attachment, inLibrary } = found
      const before = { name, type, category, attachment, save_to_library: inLibrary }
      const fields = { ...before, ...fieldsOf(request) }
      const problems = problemsOf(fields)
      if (problems.length > 0) return unprocessable(reply, problems)
      Object.assign(found, factsFrom(fields))
      return reply.send({ resource: resourceShape(found, originOf(request)) })
    },
  })

  app.delete<ByBoth>(`${base}/:id`, write, (request, reply) => {
    const found = own(request.params, callerOf(request).clinic.id)
    if (!found) return notFound(reply)
    world.store.resources.delete(found.id)
    return reply.code(204).send()
  })
}

/** Fullscript's own are for everybody. */
const isFor = (world: World, { practitionerId }: Protocol, clinicId: string): boolean =>
  practitionerId === null || practitionerOf(world, practitionerId, clinicId) !== undefined

function practitionerOf(world: World, id: string, clinicId: string): User | undefined {
  const user = world.store.users.get(id)
  return user?.type === 'Practitioner' && user.clinicId === clinicId ? user : undefined
}

function byName<T extends { name: string }>(query: Record<string, string | undefined>, rows: T[]): T[] {
  const sign = query['order_by']?.toUpperCase() === 'DESC' ? -1 : 1
  return [...rows].sort((a, b) => sign * a.name.localeCompare(b.name))
}

const factsFrom = (fields: Fields) => ({
  name: textOf(fields['name']) ?? '',
  type: textOf(fields['type']) ?? null,
  category: textOf(fields['category']) ?? null,
  attachment: textOf(fields['attachment']) ?? '',
})

function problemsOf(fields: Fields): string[] {
  const blank = (name: string, label: string) =>
    fields[name] === undefined || fields[name] === '' ? [`${label} can't be blank`] : []
  const among = (name: string, label: string, values: string[]) => {
    const value = textOf(fields[name])
    return value === undefined || values.includes(value) ? [] : [`${label} is not included in the list`]
  }
  return [
    ...blank('name', 'Name'),
    ...blank('attachment', 'Attachment'),
    ...blank('save_to_library', 'Save to library'),
    ...among('type', 'Type', TYPES),
    ...among('category', 'Category', CATEGORIES),
  ]
}
