// Proves what is asked about a person: an NPI only of who treats patients, and with its check digit.
import { expect, it } from 'vitest'
import { EMPTY_PERSON, personErrors, suggestUsername, toPersonFields } from './person-form'

const MAYA = { ...EMPTY_PERSON, displayName: ' Maya Lindqvist ', username: 'maya', credentials: 'ND' }

it('takes a name, a username and no NPI at all', () => {
  expect(personErrors(MAYA, true)).toEqual({})
  expect(toPersonFields(MAYA, true)).toEqual({
    displayName: 'Maya Lindqvist',
    credentials: 'ND',
    npi: '',
    role: 'practitioner',
  })
})

it('marks what is missing and a mistyped NPI', () => {
  expect(Object.keys(personErrors({ ...MAYA, displayName: ' ', username: '' }, true))).toEqual([
    'displayName',
    'username',
  ])
  expect(personErrors({ ...MAYA, npi: '1234567890' }, true).npi).toBeTruthy()
  expect(personErrors({ ...MAYA, npi: '1234567893' }, true)).toEqual({})
})

it('forgets credentials and NPI of somebody who sees no patients', () => {
  const staff = { ...MAYA, role: 'staff', npi: '12' } as const
  expect(personErrors(staff, false)).toEqual({})
  expect(toPersonFields(staff, false)).toMatchObject({ credentials: '', npi: '' })
})

it.each([
  ['Dr. June Hartwell', 'june'],
  ['Zoë Ångström', 'zoe'],
  ['D’Arcy Wells', 'darcy'],
  ['', ''],
])('suggests for “%s” “%s”', (name, username) => expect(suggestUsername(name)).toBe(username))
