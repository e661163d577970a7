/** Role by capability, in one table: what a person may do is decided here and nowhere else. */
import type { Capability } from '../../shared/contract/contract'
import type { Person, Role } from '../../shared/contract/people'
import { ENTRY_CAPABILITIES } from '../../shared/entry-kinds'

/**
 * Office staff work on plans with a Fullscript account of their own, so they connect too; they read no notes and nothing
 * else that is clinical.
 */
const STAFF = [
  'anyone',
  'signed-in',
  'patients:read',
  'patients:write',
  'plans:read',
  'plans:write',
  'fullscript:connect',
] as const satisfies readonly Capability[]

const PRACTITIONER = [
  ...STAFF,
  'notes:read',
  'notes:write',
  ...ENTRY_CAPABILITIES,
  'plans:prescribe',
  'patients:restrict',
  'patients:access-report',
  'emergency:use',
] as const satisfies readonly Capability[]

const ADMINISTRATION = [
  'practice:settings',
  'backups:manage',
  'people:manage',
  'fullscript:oversee',
  'audit:read',
  'patients:access-report',
] as const satisfies readonly Capability[]

const TABLE: Record<Role, ReadonlySet<Capability>> = {
  staff: new Set(STAFF),
  practitioner: new Set(PRACTITIONER),
  administrator: new Set([...STAFF, ...ADMINISTRATION]),
  'practitioner-administrator': new Set([...PRACTITIONER, ...ADMINISTRATION]),
}

export const capabilitiesOf = (role: Role): readonly Capability[] => [...TABLE[role]]

/** `null`: nobody is signed in, or Yarrow is locked. */
export const may = (
  person: (Pick<Person, 'role'> & Partial<Person>) | null,
  capability: Capability,
): boolean => (person ? TABLE[person.role].has(capability) : capability === 'anyone')
