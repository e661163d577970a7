/** What each role of the practice allows, for whoever manages people. */
import { randomUUID } from 'node:crypto'
import { CAPABILITIES } from '../../shared/capabilities'
import type { Proof } from '../../shared/contract/people'
import type { Role as ShownRole, RoleFields } from '../../shared/contract/roles'
import { failed, ok, type Result } from '../../shared/failures'
import { fold } from '../../shared/fold'
import { DEFAULT_ROLES } from '../../shared/roles'
import { withStorageFailures } from '../records/database-errors'
import type { PeopleCore } from './people-core'
import { administrators, peopleWith } from './people-repository'
import { peopleByRole, putRole, readRoles, type Role } from './roles-repository'

export interface Roles {
  /** Those of the defaults first, then the practice's own by name. */
  list(): Promise<Result<ShownRole[]>>
  /**
   * Holds at once, also for whoever is signed in. `not-found`; `invalid-input` with detail `name` when another role is
   * called so; `last-administrator` when nobody could manage people any more; as `PeopleCore.prove`.
   */
  save(role: RoleFields & { proof: Proof }): Promise<Result<ShownRole>>
  /** `not-found`; `role-in-use` for one that somebody has, and for those that every practice has. */
  remove(role: { id: string; proof: Proof }): Promise<Result<null>>
}

const isDefault = ({ id }: Pick<Role, 'id'>) => id in DEFAULT_ROLES

export function createRoles(core: PeopleCore): Roles {
  const { records } = core.with

  const list = () =>
    records.read(async (handle) => {
      const people = await peopleByRole(handle)
      const order = Object.keys(DEFAULT_ROLES)
      const place = ({ id }: Role) => (isDefault({ id }) ? order.indexOf(id) : order.length)
      return (await readRoles(handle))
        .filter(({ active }) => active)
        .sort((a, b) => place(a) - place(b) || a.name.localeCompare(b.name))
        .map(({ id, name, defaultsOf, allows }): ShownRole => ({
          ...{ id, name, defaultsOf },
          allows: [...allows],
          people: people.get(id) ?? 0,
        }))
    })

  return {
    list: () => withStorageFailures(async () => ok(await list())),

    save: ({ proof, ...fields }) =>
      core.inSession(async (session) => {
        const proved = await core.prove(session, proof)
        if (!proved.ok) return proved
        const id = fields.id ?? randomUUID()
        const actor = { personId: session.person.id }
        const action = fields.id === null ? 'role.created' : 'role.changed'
        const saved = await records.run(actor, action, null, async (handle, unit) => {
          const roles = (await readRoles(handle)).filter(({ active }) => active)
          const before = roles.find((role) => role.id === fields.id)
          if (fields.id !== null && !before) return failed('not-found')
          if (roles.some((role) => role.id !== id && fold(role.name) === fold(fields.name)))
            return failed('invalid-input', { detail: 'name' })
          const allows = CAPABILITIES.filter((capability) => fields.allows.includes(capability))
          const defaultsOf = before?.defaultsOf ?? fields.defaultsOf
          await putRole(handle, { id, name: fields.name, defaultsOf, allows, active: true })
          if ((await administrators(handle)).length === 0) return failed('last-administrator')
          const was = before?.allows ?? [...DEFAULT_ROLES[defaultsOf].allows]
          const changed = CAPABILITIES.filter((one) => allows.includes(one) !== was.includes(one))
          unit.row({ subject: changed.length === 0 ? id : `${id} changed:${changed.join(',')}` })
          return ok(null)
        })
        if (!saved.ok) return saved
        const [shown] = (await list()).filter((role) => role.id === id)
        if (!shown) return failed('not-found')
        if (!shown.allows.includes('people:manage')) {
          for (const personId of await records.read((handle) => peopleWith(handle, id)))
            await core.forgetRecovery(personId)
        }
        if (session.person.role === id) await core.describeAgain(session.person.id)
        core.tellAccountsChanged()
        return ok(shown)
      }),

    remove: ({ id, proof }) =>
      core.inSession(async (session) => {
        const proved = await core.prove(session, proof)
        if (!proved.ok) return proved
        const actor = { personId: session.person.id }
        return records.run(actor, 'role.removed', null, async (handle, unit) => {
          unit.row({ subject: id })
          const role = (await readRoles(handle)).find((one) => one.id === id && one.active)
          if (!role) return failed('not-found')
          if (isDefault(role) || (await peopleByRole(handle)).has(id)) return failed('role-in-use')
          await putRole(handle, { ...role, active: false })
          return ok(null)
        })
      }),
  }
}
