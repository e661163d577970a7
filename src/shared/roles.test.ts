/** Proves: what the roles that every practice starts with allow, cell by cell, written out a second time. */
import { expect, test } from 'vitest'
import { CAPABILITIES, may, type Capability } from './capabilities'
import { ENTRY_CAPABILITIES, type EntryCapability } from './entry-kinds'
import { DEFAULT_ROLES, type DefaultRoleId } from './roles'

type Row = [staff: boolean, practitioner: boolean, administrator: boolean, both: boolean]
const everybody: Row = [true, true, true, true]
const clinical: Row = [false, true, false, true]
const administrators: Row = [false, false, true, true]

const EXPECTED: Record<Capability, Row> = {
  'patients:read': everybody,
  'patients:write': everybody,
  'plans:read': everybody,
  'plans:write': everybody,
  'fullscript:connect': everybody,
  'notes:read': clinical,
  'notes:write': clinical,
  // The clinical entries of every kind.
  ...(Object.fromEntries(ENTRY_CAPABILITIES.map((capability) => [capability, clinical])) as Record<
    EntryCapability,
    Row
  >),
  'plans:prescribe': clinical,
  'patients:restrict': clinical,
  'emergency:use': clinical,
  'patients:access-report': [false, true, true, true],
  'practice:settings': administrators,
  'backups:manage': administrators,
  'people:manage': administrators,
  'fullscript:oversee': administrators,
  'audit:read': administrators,
}

const withRole = (role: DefaultRoleId) => ({ capabilities: [...DEFAULT_ROLES[role].allows] })

test.each(CAPABILITIES)('%s', (capability) => {
  expect([
    may(withRole('staff'), capability),
    may(withRole('practitioner'), capability),
    may(withRole('administrator'), capability),
    may(withRole('practitioner-administrator'), capability),
  ]).toEqual(EXPECTED[capability])
  expect(may(null, capability)).toBe(false)
})

test('what needs nobody and what needs anybody hang on no role', () => {
  expect([may(null, 'anyone'), may(null, 'signed-in')]).toEqual([true, false])
  expect([may({ capabilities: [] }, 'anyone'), may({ capabilities: [] }, 'signed-in')]).toEqual([true, true])
})
