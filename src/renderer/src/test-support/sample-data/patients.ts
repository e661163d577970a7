/** Invented patients. */
import type { Patient } from '../../../../shared/contract/patients'
import { id, NOW } from './common'

const patient = (number: number, part: Partial<Patient>): Patient => ({
  id: id(2, number),
  chartNumber: String(1000 + number),
  givenName: 'Rosalind',
  familyName: 'Achterberg',
  preferredName: '',
  birthDate: '1984-03-09',
  sex: 'female',
  email: 'rosalind@example.org',
  phone: '+12025550123',
  addressLine1: '14 Linden Street',
  addressLine2: '',
  city: 'Portland',
  region: 'OR',
  postalCode: '97205',
  country: 'US',
  note: '',
  createdAt: NOW,
  updatedAt: NOW,
  version: 1,
  ...part,
})

export const ROSALIND = patient(1, { preferredName: 'Rose' })
export const WITHOUT_EMAIL = patient(2, {
  givenName: 'Benedict',
  familyName: 'Oyelaran',
  email: '',
  sex: 'male',
  birthDate: '1951-11-30',
})
export const LONG_NAME = patient(3, {
  givenName: 'Maximiliana Theodora Wilhelmina',
  familyName: 'von Hohenfels-Schwarzenberg-Oyelaran-Castellanos y Montemayor',
  preferredName: 'Max',
  email: 'maximiliana.theodora.wilhelmina.von.hohenfels@an-unusually-long-domain-name.example.org',
})

const GIVEN = [
  'Amara',
  'Beatriz',
  'Caleb',
  'Dmitri',
  'Esme',
  'Farah',
  'Gideon',
  'Hana',
  'Ingrid',
  'Joaquin',
  'Keiko',
  'Leif',
]
const FAMILY = [
  'Adeyemi',
  'Bergström',
  'Castellanos',
  'Dubois',
  'Eriksen',
  'Fontaine',
  'Grigoryan',
  'Haddad',
  'Ivanova',
  'Jankowski',
  'Kowalczyk',
  'Lindgren',
  'Moreau',
]

/** `count` patients in the order of the list, the three above among them. */
export function manyPatients(count: number): Patient[] {
  const made = Array.from({ length: Math.max(0, count - 3) }, (_, place) => {
    const given = GIVEN[place % GIVEN.length] ?? ''
    const family = FAMILY[Math.floor(place / GIVEN.length) % FAMILY.length] ?? ''
    return patient(place + 4, {
      givenName: given,
      familyName: family,
      birthDate: `${1930 + ((place * 7) % 90)}-0${1 + (place % 9)}-1${place % 9}`,
      sex: place % 2 === 0 ? 'female' : 'male',
      email: `${given}.${place}@example.org`.toLowerCase(),
      phone: `+1202555${String(place % 10_000).padStart(4, '0')}`,
    })
  })
  return [ROSALIND, WITHOUT_EMAIL, LONG_NAME, ...made]
    .slice(0, count)
    .toSorted((one, other) =>
      `${one.familyName} ${one.givenName}`.localeCompare(`${other.familyName} ${other.givenName}`, 'en'),
    )
}
