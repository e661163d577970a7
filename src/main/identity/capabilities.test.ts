/** Proves: the table of roles and capabilities, cell by cell, written out a second time. */
import { expect, test } from 'vitest'
import type { Capability } from '../../shared/contract/contract'
import type { Person, Role } from '../../shared/contract/people'
import { ENTRY_CAPABILITIES, type EntryCapability } from '../../shared/entry-kinds'
import { capabilitiesOf, may } from './capabilities'

const person = (role: Role): Person => ({
  id: '00000000-0000-4000-8000-000000000000',
  username: 'x',
  displayName: 'X',
  credentials: '',
  role,
  practiceName: '',
  capabilities: [],
})

type Row = [nobody: boolean, staff: boolean, practitioner: boolean, administrator: boolean, both: boolean]
const everybody: Row = [false, true, true, true, true]
const clinical: Row = [false, false, true, false, true]
const administrators: Row = [false, false, false, true, true]

const EXPECTED: Record<Capability, Row> = {
  anyone: [true, true, true, true, true],
  'signed-in': everybody,
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
  'patients:access-report': [false, false, true, true, true],
  'practice:settings': administrators,
  'backups:manage': administrators,
  'people:manage': administrators,
  'fullscript:oversee': administrators,
  'audit:read': administrators,
}

test.each(Object.entries(EXPECTED) as [Capability, Row][])('%s', (capability, expected) => {
  expect([
    may(null, capability),
    may(person('staff'), capability),
    may(person('practitioner'), capability),
    may(person('administrator'), capability),
    may(person('practitioner-administrator'), capability),
  ]).toEqual(expected)
})

test('it is the role that counts, not the list that a person carries', () => {
  expect(may({ ...person('staff'), capabilities: ['practice:settings'] }, 'practice:settings')).toBe(false)
  expect(capabilitiesOf('staff')).not.toContain('practice:settings')
})
