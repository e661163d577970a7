/** Proves: two of name, e-mail and birth date must agree, and birth dates must not contradict each other. */
import { expect, test } from 'vitest'
import { type Identity, samePerson } from './same-person'

const maya: Identity = {
  givenNames: ['Maya', ''],
  familyName: 'Lindqvist',
  email: 'maya@example.com',
  birthDate: '1984-03-09',
}
const theirs = (change: Partial<Identity> = {}): Identity => ({ ...maya, givenNames: ['Maya'], ...change })

test.each([
  ['all three agree', theirs(), true],
  [
    'another case and accents',
    theirs({ givenNames: ['MAYÁ'], familyName: 'lindqvist ', email: 'Maya@Example.com' }),
    true,
  ],
  ['a new family name, the rest agrees', theirs({ familyName: 'Okafor' }), true],
  ['no birth date there', theirs({ birthDate: null }), true],
  ['another e-mail', theirs({ email: 'other@example.com' }), true],
  ['a twin with the same e-mail', theirs({ givenNames: ['Nora'], email: 'other@example.com' }), false],
  ['a relative who shares the e-mail', theirs({ givenNames: ['Per'], birthDate: '2015-01-01' }), false],
  ['a relative without a birth date', theirs({ givenNames: ['Per'], birthDate: null }), false],
  ['the same name and e-mail, another birth date', theirs({ birthDate: '1984-03-10' }), false],
  ['only the name', theirs({ email: '', birthDate: null }), false],
  ['nothing known', { givenNames: [''], familyName: '', email: '', birthDate: null }, false],
])('%s: %o', (_what, other, same) => {
  expect(samePerson(maya, other)).toBe(same)
})

test('the name the person likes to be called counts as a given name', () => {
  const chart = { ...maya, givenNames: ['Alexandra', 'Alex'], email: '' }
  expect(samePerson(chart, theirs({ givenNames: ['Alex'], email: '' }))).toBe(true)
})

test('two empty e-mails or names are no agreement', () => {
  const empty: Identity = { givenNames: [''], familyName: '', email: '', birthDate: '1984-03-09' }
  expect(samePerson(empty, empty)).toBe(false)
})
