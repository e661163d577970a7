/** Role by capability, in one table: what a person may do is decided here and nowhere else. */
import type { Capability } from '../../shared/bridge/contract'
import type { Person, Role } from '../../shared/bridge/people'

const STAFF = [
  'anyone',
  'signed-in',
  'patients:read',
  'patients:write',
  'plans:read',
  'plans:write',
  'fullscript:connect',
] as const satisfies readonly Capability[]

const TABLE: Record<Role, readonly Capability[]> = {
  owner: [...STAFF, 'practice:settings'],
  practitioner: STAFF,
  // Office staff work on plans with a Fullscript account of their own, so they connect too.
  staff: STAFF,
}

export const capabilitiesOf = (role: Role): readonly Capability[] => TABLE[role]

/** `null`: nobody is signed in. */
export const may = (person: Person | null, capability: Capability): boolean =>
  person ? TABLE[person.role].includes(capability) : capability === 'anyone'
