/** The roles of the practice, as rows say them over the defaults of src/shared/roles.ts. */
import { CAPABILITIES, type Capability } from '../../shared/capabilities'
import { DEFAULT_ROLES, type DefaultRoleId } from '../../shared/roles'
import type { Reading, Writing } from '../records/handles'

export type Role = {
  id: string
  name: string
  defaultsOf: DefaultRoleId
  /** In the order of CAPABILITIES. */
  allows: readonly Capability[]
  /** False for one that was removed. Nobody has it. */
  active: boolean
}

/** Every role there is or was. */
export async function readRoles(handle: Reading): Promise<Role[]> {
  const rows = await handle.selectFrom('role').selectAll().orderBy('id').execute()
  const changes = await handle.selectFrom('roleCapability').selectAll().execute()
  return rows.map(({ id, name, defaultsOf: from, active }) => {
    // A role of a later Yarrow whose defaults are not known here allows what a row says and nothing else.
    const known = from in DEFAULT_ROLES ? (from as DefaultRoleId) : null
    const said = new Map(
      changes.filter(({ roleId }) => roleId === id).map((row) => [row.capability, row.allowed === 1]),
    )
    return {
      id,
      name: name ?? (known ? DEFAULT_ROLES[known].name : id),
      defaultsOf: known ?? 'staff',
      allows: CAPABILITIES.filter(
        (capability) =>
          said.get(capability) ?? (known !== null && DEFAULT_ROLES[known].allows.has(capability)),
      ),
      active: active === 1,
    }
  })
}

/** Somebody's role; a person cannot be without one. */
export async function readRole(handle: Reading, id: string): Promise<Role> {
  const role = (await readRoles(handle)).find((one) => one.id === id)
  if (!role) throw new Error('A role is missing')
  return role
}

/** How many people have each role, by its id. */
export async function peopleByRole(handle: Reading): Promise<ReadonlyMap<string, number>> {
  const rows = await handle
    .selectFrom('person')
    .select(({ fn }) => ['role', fn.countAll<number>().as('people')])
    .groupBy('role')
    .execute()
  return new Map(rows.map(({ role, people }) => [role, people]))
}

/** Writes the role whole; what it allows is kept as its difference from the defaults. */
export async function putRole(
  handle: Writing,
  { id, name, defaultsOf, allows, active }: Role,
): Promise<void> {
  const { name: usual, allows: byDefault } = DEFAULT_ROLES[defaultsOf]
  const values = { name: id === defaultsOf && name === usual ? null : name, active: active ? 1 : 0 } as const
  await handle
    .insertInto('role')
    .values({ id, defaultsOf, ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute()
  await handle.deleteFrom('roleCapability').where('roleId', '=', id).execute()
  const differing = CAPABILITIES.filter(
    (capability) => allows.includes(capability) !== byDefault.has(capability),
  )
  if (differing.length === 0) return
  await handle
    .insertInto('roleCapability')
    .values(
      differing.map((capability) => ({
        roleId: id,
        capability,
        allowed: allows.includes(capability) ? (1 as const) : (0 as const),
      })),
    )
    .execute()
}
