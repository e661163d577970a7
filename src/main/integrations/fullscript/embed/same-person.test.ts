/**
 * Proves: a given name or a birth date that contradicts is another person, full agreement is the same one, and
 * everything between is for a person to say, however people write names.
 */
import { describe, expect, test } from 'vitest'
import { compareIdentities, type Identity } from './same-person'

const maya: Identity = {
  givenName: 'Maya',
  familyName: 'Lindqvist',
  email: 'maya@example.com',
  birthDate: '1984-03-09',
  phone: '+15035550112',
  sex: 'female',
}
const theirs = (change: Partial<Identity> = {}): Identity => ({ ...maya, ...change })
const verdict = (chart: Partial<Identity> & { preferredName?: string }, other: Partial<Identity>) =>
  compareIdentities({ ...maya, preferredName: '', ...chart }, theirs(other)).verdict

describe('B08', () => {
  const person = (givenName: string, familyName: string, email: string, birthDate: string | null) => ({
    ...{ givenName, familyName, email, birthDate },
    ...{ phone: '', sex: '' },
  })
  test.each([
    [
      'a twin with the family’s e-mail and the same birth date',
      person('Noah', 'Lindqvist', 'maya.lindqvist@mail.example', '1988-04-12'),
      person('Maya', 'Lindqvist', 'maya.lindqvist@mail.example', '1988-04-12'),
      'different',
    ],
    [
      'two people of one e-mail and one birth date',
      person('Ann', 'Lee', 'j@x.example', '1980-01-01'),
      person('Bob', 'Ray', 'j@x.example', '1980-01-01'),
      'different',
    ],
    [
      'parent and child of one name, no birth date at Fullscript',
      person('John', 'Kaur', 'fam@x.example', '2019-05-01'),
      person('John', 'Kaur', 'fam@x.example', null),
      'uncertain',
    ],
  ])('%s', (_what, chart, other, expected) => {
    expect(compareIdentities({ ...chart, preferredName: '' }, other).verdict).toBe(expected)
  })
})

test.each([
  ['everything agrees', {}, 'same'],
  ['another e-mail and phone', { email: 'other@example.com', phone: '+12065550100' }, 'same'],
  ['no birth date there', { birthDate: null }, 'uncertain'],
  ['a new family name', { familyName: 'Okafor' }, 'uncertain'],
  ['half of a family name', { familyName: 'Okafor-Lindqvist' }, 'uncertain'],
  ['another sex', { sex: 'male' }, 'uncertain'],
  ['no given name there', { givenName: '' }, 'uncertain'],
  ['names entered the wrong way round', { givenName: 'Lindqvist', familyName: 'Maya' }, 'uncertain'],
  ['another birth date', { birthDate: '1984-03-10' }, 'different'],
  ['another given name', { givenName: 'Nora' }, 'different'],
  ['another given name, nothing else known', { givenName: 'Per', birthDate: null, email: '' }, 'different'],
] as const)('%s', (_what, other, expected) => {
  expect(verdict({}, other)).toBe(expected)
})

test.each([
  ['Siobhán', 'siobhan', 'same'],
  ['ZOË', 'Zoe', 'same'],
  ['Jürgen', 'Juergen', 'same'],
  ['Jürgen', 'Jurgen', 'same'],
  ['Søren', 'Soeren', 'same'],
  ['Łukasz', 'Lukasz', 'same'],
  ['Mary-Ann', 'Mary Ann', 'same'],
  ['Mary Ann', 'Maryann', 'same'],
  ['D’Angelo', "D'angelo", 'same'],
  ['Ma\u200bya', 'Maya ', 'same'],
  ['Ma\u0301ya', 'M\u00e1ya', 'same'],
  ['N.', 'Noah', 'uncertain'],
  ['Maya R.', 'Maya', 'uncertain'],
  ['Anna Maria', 'Anna', 'uncertain'],
  ['Maria Anna', 'Anna Maria', 'uncertain'],
  ['Bill', 'William', 'uncertain'],
  ['Liz', 'Elisabeth', 'uncertain'],
  ['Sam', 'Samuel', 'uncertain'],
  ['Мая', 'Maya', 'uncertain'],
  ['N.', 'Maya', 'different'],
  ['Anna Lena', 'Anna Maria', 'different'],
  ['Maya R.', 'Maya Sofia', 'different'],
  ['Jayden', 'Hayden', 'different'],
  ['Bill', 'Robert', 'different'],
])('given names %s and %s: %s', (one, other, expected) => {
  expect(verdict({ givenName: one }, { givenName: other })).toBe(expected)
  expect(verdict({ givenName: other }, { givenName: one })).toBe(expected)
})

test('the name the person likes to be called counts as a given name', () => {
  expect(verdict({ givenName: 'Alexandra', preferredName: 'Maya' }, {})).toBe('same')
  expect(verdict({ givenName: 'Alexandra', preferredName: 'Al' }, { givenName: 'Noah' })).toBe('different')
})

test('what is missing on both sides agrees in nothing', () => {
  const empty = { givenName: '', familyName: '', email: '', birthDate: null, phone: '', sex: '' }
  expect(compareIdentities({ ...empty, preferredName: '' }, empty).verdict).toBe('uncertain')
})

test('each field says for itself how it compares, for whoever is asked', () => {
  const compared = compareIdentities(
    { ...maya, preferredName: '', sex: 'unspecified', familyName: 'Lindqvist Okafor' },
    theirs({ givenName: 'M.', birthDate: null, email: 'MAYA@example.com', phone: '(503) 555-0199' }),
  )
  expect(compared).toEqual({
    verdict: 'uncertain',
    fields: {
      givenName: 'similar',
      familyName: 'similar',
      birthDate: 'unknown',
      email: 'same',
      phone: 'different',
      sex: 'unknown',
    },
  })
})
