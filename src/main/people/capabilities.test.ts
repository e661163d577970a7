/** Proves: the table of roles and capabilities, cell by cell, written out a second time. */
import { expect, test } from 'vitest'
import type { Capability } from '../../shared/bridge/contract'
import type { Person, Role } from '../../shared/bridge/people'
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

const EXPECTED: Record<Capability, [nobody: boolean, staff: boolean, practitioner: boolean, owner: boolean]> =
  {
    anyone: [true, true, true, true],
    'signed-in': [false, true, true, true],
    'patients:read': [false, true, true, true],
    'patients:write': [false, true, true, true],
    'plans:read': [false, true, true, true],
    'plans:write': [false, true, true, true],
    'fullscript:connect': [false, true, true, true],
    'practice:settings': [false, false, false, true],
  }

test.each(Object.entries(EXPECTED) as [Capability, boolean[]][])('%s', (capability, expected) => {
  expect([
    may(null, capability),
    may(person('staff'), capability),
    may(person('practitioner'), capability),
    may(person('owner'), capability),
  ]).toEqual(expected)
})

test('it is the role that counts, not the list that a person carries', () => {
  expect(may({ ...person('staff'), capabilities: ['practice:settings'] }, 'practice:settings')).toBe(false)
  expect(capabilitiesOf('staff')).not.toContain('practice:settings')
})
