/**
 * The roles that every practice starts with. A practice changes what a role allows and adds roles of its own under
 * People; only what differs from here is kept in rows, so that what a later Yarrow can do comes with its default.
 */
import type { Capability } from './capabilities'
import { ENTRY_CAPABILITIES } from './entry-kinds'

/**
 * Office staff work on plans with a Fullscript account of their own, so they connect too; they read no notes and nothing
 * else that is clinical.
 */
const STAFF: readonly Capability[] = [
  'patients:read',
  'patients:write',
  'plans:read',
  'plans:write',
  'fullscript:connect',
]

const PRACTITIONER: readonly Capability[] = [
  ...STAFF,
  'notes:read',
  'notes:write',
  ...ENTRY_CAPABILITIES,
  'plans:prescribe',
  'patients:restrict',
  'patients:access-report',
  'emergency:use',
]

const ADMINISTRATION: readonly Capability[] = [
  'practice:settings',
  'backups:manage',
  'people:manage',
  'fullscript:oversee',
  'audit:read',
  'patients:access-report',
]

type DefaultRole = { name: string; says: string; allows: ReadonlySet<Capability> }

export const DEFAULT_ROLES = {
  practitioner: {
    name: 'Practitioner',
    says: 'Sees patients, writes notes, prescribes plans',
    allows: new Set(PRACTITIONER),
  },
  'practitioner-administrator': {
    name: 'Practitioner and administrator',
    says: 'Sees patients and manages people and settings',
    allows: new Set([...PRACTITIONER, ...ADMINISTRATION]),
  },
  staff: {
    name: 'Office staff',
    says: 'Front desk: patients and plans, no clinical notes',
    allows: new Set(STAFF),
  },
  administrator: {
    name: 'Administrator',
    says: 'Manages people and settings, no clinical notes',
    allows: new Set([...STAFF, ...ADMINISTRATION]),
  },
} as const satisfies Record<string, DefaultRole>

export type DefaultRoleId = keyof typeof DEFAULT_ROLES
export const DEFAULT_ROLE_IDS = Object.keys(DEFAULT_ROLES) as [DefaultRoleId, ...DefaultRoleId[]]
