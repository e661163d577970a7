/** Proves: who somebody is at Fullscript is suggested by NPI or name, never between several, never against the role. */
import { expect, test } from 'vitest'
import { type Candidate, type Member, suggestUsers } from './suggest-users'

const person = (id: string, more: Partial<Candidate> = {}): Candidate => ({
  id,
  displayName: id,
  npi: '',
  mayPrescribe: true,
  ...more,
})
const member = (id: string, name: string, more: Partial<Member> = {}): Member => ({
  id,
  name,
  type: 'Practitioner',
  npi: '',
  ...more,
})

test('the NPI before the name, and the name without accents, title and credentials', () => {
  const people = [
    person('june', { displayName: 'June Hartwell', npi: '1234567893' }),
    person('ines', { displayName: 'Dr. Inés Valderrama, NP' }),
  ]
  const members = [
    member('a', 'June Hartwell'),
    member('b', 'J. Hartwell-Stone', { npi: '1234567893' }),
    member('c', 'Ines Valderrama'),
  ]
  expect(suggestUsers(people, members)).toEqual([
    { personId: 'june', userId: 'b', userType: 'Practitioner', because: 'npi' },
    { personId: 'ines', userId: 'c', userType: 'Practitioner', because: 'name' },
  ])
})

test('two of the same name, here or there, are nobody’s suggestion', () => {
  const two = [member('a', 'Kim Lee'), member('b', 'Kim Lee', { type: 'Staff' })]
  expect(suggestUsers([person('Kim Lee')], two)).toEqual([])
  const people = [person('1', { displayName: 'Kim Lee' }), person('2', { displayName: 'kim  lee' })]
  expect(suggestUsers(people, [member('a', 'Kim Lee')])).toEqual([])
  expect(suggestUsers([person('')], [member('a', '')])).toEqual([])
})

test('whoever does not prescribe is suggested as office staff or not at all', () => {
  const kim = person('Kim Lee', { mayPrescribe: false, npi: '1234567893' })
  expect(suggestUsers([kim], [member('a', 'Kim Lee', { npi: '1234567893' })])).toEqual([])
  const both = [member('a', 'Kim Lee'), member('b', 'Kim Lee', { type: 'Staff' })]
  expect(suggestUsers([kim], both)).toMatchObject([{ userId: 'b', userType: 'Staff', because: 'name' }])
})
