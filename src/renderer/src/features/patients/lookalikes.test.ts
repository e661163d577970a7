// Proves that who may be the same person is found and told why, and that a family is not taken for one person.
import { expect, it } from 'vitest'
import type { PatientRow } from '../../../../shared/contract/patients'
import { lookalikesAmong, searchesFor, type Newcomer } from './lookalikes'

const maya: PatientRow = {
  ...{ id: '00000000-0000-4000-8000-000000000001', chartNumber: '1001', sex: 'female' },
  givenName: 'Maya',
  familyName: 'Lindqvist',
  preferredName: '',
  birthDate: '1988-04-12',
  email: 'maya.lindqvist@mail.example',
  phone: '+15035550145',
  restriction: 'free',
  near: false,
}
const typed: Newcomer = {
  givenName: 'Maya',
  familyName: 'Lindqvist',
  birthDate: '1988-04-12',
  email: 'maya.lindqvist@mail.example',
  phone: '',
}
const why = (part: Partial<Newcomer>, patient = maya) =>
  lookalikesAmong({ ...typed, ...part }, [patient]).map(({ because }) => because)

it.each([
  [{}, 'same'],
  [{ givenName: ' maya', familyName: 'LINDQVIST' }, 'same'],
  [{ familyName: 'Lindquist' }, 'name-and-birth-date'],
  [{ givenName: 'Mya' }, 'name-and-birth-date'],
  [{ givenName: 'Lindqvist', familyName: 'Maya' }, 'name-and-birth-date'],
  [{ birthDate: '' }, 'name'],
  [{ givenName: 'Noah', birthDate: '2019-05-01' }, 'email'],
  [{ givenName: 'Noah', birthDate: '2019-05-01', email: 'MAYA.lindqvist@mail.example' }, 'email'],
  [{ givenName: 'Noah', birthDate: '2019-05-01', email: '', phone: '+15035550145' }, 'phone'],
])('B07: %j is alike: %s', (part, because) => {
  expect(why(part)).toEqual([because])
})

it('B07: a sibling, and a twin, with an address of their own are nobody else', () => {
  expect(why({ givenName: 'Noah', email: '' })).toEqual([])
})

it('finds her by the name that she goes by', () => {
  expect(
    why({ givenName: 'Maja', email: '' }, { ...maya, givenName: 'Margareta', preferredName: 'Maya' }),
  ).toEqual(['name-and-birth-date'])
})

it('a restricted chart tells no more than its name', () => {
  const closed: PatientRow = { ...maya, birthDate: null, email: '', phone: '', restriction: 'closed' }
  expect(why({}, closed)).toEqual(['name'])
})

it('looks for whatever is typed to its end, and for nothing before', () => {
  expect(
    searchesFor({ givenName: 'M', familyName: 'Lind', birthDate: '4/1', email: 'maya@', phone: '503' }),
  ).toEqual([])
  expect(searchesFor({ ...typed, phone: '+15035550145' })).toEqual([
    'Maya Lindqvist',
    '1988-04-12',
    'maya.lindqvist@mail.example',
    '+15035550145',
  ])
})

it('names the likeliest first, and everybody once', () => {
  const other = { ...maya, id: '00000000-0000-4000-8000-000000000009', givenName: 'Mya' }
  const found = lookalikesAmong(typed, [other, maya, other])
  expect(found.map(({ patient }) => patient.givenName)).toEqual(['Maya', 'Mya'])
})
