/** Staff, practitioners and practitioner types. */
import type { FastifyInstance } from 'fastify'
import { fieldsOf, textOf, type Fields } from '../http/body'
import { newId } from '../ids'
import { practitionerTypes } from '../seed/clinics'
import type { User } from '../store/types'
import type { World } from '../world'
import { notFound, unprocessable } from './answers'
import { bearer, callerOf } from './bearer'
import { paginate } from './pagination'
import { practitionerShape, staffShape } from './shapes'

const KINDS = [
  { path: 'staff', list: 'staff', one: 'staff', type: 'Staff', shape: staffShape },
  {
    path: 'practitioners',
    list: 'practitioners',
    one: 'practitioner',
    type: 'Practitioner',
    shape: practitionerShape,
  },
] as const

export function addUsers(app: FastifyInstance, world: World): void {
  for (const { path, list, one, type, shape } of KINDS) {
    const find = (id: string, clinicId: string): User | undefined => {
      const user = world.store.users.get(id)
      return user?.type === type && user.clinicId === clinicId ? user : undefined
    }

    app.get(`/api/clinic/${path}`, bearer(world, 'clinic:read'), (request) =>
      paginate(request, list, world.store.usersOf(callerOf(request).clinic.id, type), shape),
    )

    app.post(`/api/clinic/${path}`, bearer(world, 'clinic:write'), (request, reply) => {
      const fields = fieldsOf(request)
      const problems = problemsOf(world, fields, type, null)
      if (problems.length > 0) return unprocessable(reply, problems)
      const user = newUser(fields, type, callerOf(request).clinic.id)
      world.store.users.set(user.id, user)
      return reply.code(201).send({ [one]: shape(user) })
    })

    app.get<{ Params: { id: string } }>(
      `/api/clinic/${path}/:id`,
      bearer(world, 'clinic:read'),
      (request, reply) => {
        const user = find(request.params.id, callerOf(request).clinic.id)
        return user ? reply.send({ [one]: shape(user) }) : notFound(reply)
      },
    )

    app.route<{ Params: { id: string } }>({
      method: ['PATCH', 'PUT'],
      url: `/api/clinic/${path}/:id`,
      ...bearer(world, 'clinic:write'),
      handler: (request, reply) => {
        const user = find(request.params.id, callerOf(request).clinic.id)
        if (!user) return notFound(reply)
        const fields = { ...fieldsOfUser(user), ...fieldsOf(request) }
        const problems = problemsOf(world, fields, type, user.id)
        if (problems.length > 0) return unprocessable(reply, problems)
        Object.assign(user, namesFrom(fields))
        return reply.send({ [one]: shape(user) })
      },
    })
  }

  app.get('/api/catalog/practitioner_types', bearer(world, 'catalog:read'), (request) =>
    paginate(request, 'practitioner_types', practitionerTypes(), (type) => type),
  )
}

export const metadataIdOf = (fields: Fields): string | null => {
  const metadata = fields['metadata']
  const id = typeof metadata === 'object' && metadata !== null ? (metadata as Fields)['id'] : undefined
  return typeof id === 'string' ? id : null
}

const fieldsOfUser = (user: User): Fields => ({
  email: user.email,
  first_name: user.firstName,
  last_name: user.lastName,
  practitioner_type_id: user.practitionerTypeId ?? undefined,
  metadata: { id: user.metadataId },
})

const namesFrom = (fields: Fields) => ({
  email: textOf(fields['email']) ?? '',
  firstName: textOf(fields['first_name']) ?? '',
  lastName: textOf(fields['last_name']) ?? '',
  practitionerTypeId: textOf(fields['practitioner_type_id']) ?? null,
  metadataId: metadataIdOf(fields),
})

/** An invited user has no password until the invitation is accepted. */
const newUser = (fields: Fields, type: User['type'], clinicId: string): User => ({
  ...namesFrom(fields),
  id: newId(),
  type,
  clinicId,
  password: newId(),
  storeOwner: false,
  inviteAccepted: false,
})

function problemsOf(world: World, fields: Fields, type: User['type'], except: string | null): string[] {
  const blank = (name: string, label: string) =>
    textOf(fields[name])?.trim() ? [] : [`${label} can't be blank`]
  const email = textOf(fields['email']) ?? ''
  const taken = world.store.userByEmail(email)
  const known = practitionerTypes().some(({ id }) => id === fields['practitioner_type_id'])
  return [
    ...blank('last_name', 'Last name'),
    ...blank('first_name', 'First name'),
    ...blank('email', 'Email'),
    ...(email.includes('@') ? [] : ['Email is invalid']),
    ...(taken && taken.id !== except ? ['Email has already been taken'] : []),
    ...(type === 'Practitioner' && !known ? ['Practitioner type must exist'] : []),
  ]
}
