/** Proves: folding and the ways to type names, numbers and dates. */
import { fc, test as property } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { foldedWords } from './fold'
import { isNear, nearNames } from './near-name'
import { matches, nearQuery, readQuery, searchTextOf, sortNameOf } from './patient-search'

const patient = {
  givenName: 'José María',
  familyName: 'Núñez-Ibáñez',
  preferredName: 'Pepe',
  birthDate: '1962-12-04',
  email: 'Pepe.Nunez@Correo.example',
  phone: '+15035550145',
  chartNumber: '1007',
}

const ASKED = { locale: 'en-US', today: '2026-11-30' }
const finds = (query: string, of: typeof patient = patient, locale = 'en-US') =>
  matches(searchTextOf(of), readQuery(query, { ...ASKED, locale }))

test.each([
  'jose',
  'JOSÉ',
  'maria nunez',
  'nunez maria',
  'ibanez',
  'nuñez-iba',
  'núñez ibáñez',
  'pepe',
  '1007',
  'pepe.nunez@',
  '+1 503 555 0145',
  '(503) 555-0145',
  '503.555.0145',
  '5035550145',
  '555-0145',
  '1962-12-04',
  '1962-12',
  '12/04/1962',
  '19621204',
  'pepe 1962',
  '  pepe   nun ',
  '',
])('finds by %j', (query) => {
  expect(finds(query)).toBe(true)
})

test.each(['ose', 'nunez juan', '0145', '1963', 'correo', '%', '_', 'pe_e', '555 0146', '(504) 555', ','])(
  'does not find by %j',
  (query) => {
    expect(finds(query)).toBe(false)
  },
)

test.each([
  ['O’Sullivan', "o'sullivan"],
  ['O’Sullivan', 'osullivan'],
  ['O’Sullivan', 'sullivan'],
  ["O'Brien", 'o’brien'],
  ['Ødegård', 'odegard'],
  ['Weiß', 'weiss'],
  ['Wiśniewski', 'wisniewski'],
  ['Łukasz', 'lukasz'],
  ['Đặng', 'dang'],
  ['Nguyễn', 'nguyen'],
  ['Æsa', 'aesa'],
  ['Al-Zahrani', 'zahrani'],
  ['St. John', 'st. john'],
  ['St. John', 'st john'],
])('%s is found by %s', (familyName, query) => {
  expect(finds(query, { ...patient, familyName })).toBe(true)
})

property.prop([fc.string({ unit: 'grapheme', minLength: 1 })])(
  'a name is always found by itself',
  (familyName) => {
    const query = familyName.trim()
    fc.pre(foldedWords(query).length > 0 && !/\d/.test(query))
    expect(finds(query, { ...patient, familyName: query })).toBe(true)
  },
)

test('accents do not change the order of names', () => {
  expect(sortNameOf({ familyName: 'Ødegård', givenName: 'Björn' })).toBe('odegard, bjorn')
})

const maya = {
  givenName: 'Maya',
  familyName: 'Lindqvist',
  preferredName: '',
  birthDate: '1988-04-12',
  email: 'm.lindqvist88@mail.example',
  phone: '+15035550145',
  chartNumber: '1007',
}

test.each([
  'Lindqvist, Maya',
  'Lindqvist,Maya',
  'lindqvist,',
  'Maya, Lindqvist',
  'Dr. Maya Lindqvist',
  '“Maya” (Lindqvist)',
])('B01: finds by %s', (query) => {
  expect(finds(query, maya)).toBe(true)
})

test.each([
  '4/12/1988',
  '04-12-1988',
  '4-12-1988',
  '04/12/88',
  'Apr 12, 1988',
  '12 Apr 1988',
  'April 1988',
  '04/1988',
  '4/12',
  '4/1',
  '04/12/19',
  '04/12/198',
  '1988-04-1',
  '04121988',
  'Lindqvist Maya 4/12/1988',
  'Lindqvist, Maya (4/12/1988)',
  'Apr 12, 1988 maya',
  'maya lindqvist 503-555-0145',
  '(503) 555 0145 maya',
  '+1 (503) 555-0145 Lindqvist 04-12-1988',
  '1-503-555-0145',
  '#1007',
  '# 1007',
  '1007 maya',
  '1007 1988',
  '503 5550145',
  'M.Lindqvist88@mail.example maya',
  'm.lindqvist88',
])('B02: finds by %s', (query) => {
  expect(finds(query, maya)).toBe(true)
})

test.each([
  '4/13/1988',
  '12/5/1988',
  '12/4/1988',
  '#1008',
  'Apr 13, 1988 maya',
  '503-555-0146 maya',
  '12 May 1988',
  '2/30/1988',
])('B02: does not find by %s', (query) => {
  expect(finds(query, maya)).toBe(false)
})

test('B02: the locale says what comes first', () => {
  expect(finds('12/4/1988', maya, 'en-GB')).toBe(true)
  expect(finds('4/12/1988', maya, 'en-GB')).toBe(false)
  expect(finds('12 avril 1988', maya, 'fr-CA')).toBe(true)
})

test.each([
  ['Smi\u200bth', 'smith'],
  ['Smith', 'smi\u200bth'],
  ['Smith', '\u200esmith'],
  ['M\u00fcl\u00adler', 'muller'],
])('B04: %j is found by %j', (familyName, query) => {
  expect(finds(query, { ...maya, familyName })).toBe(true)
})

test.each([
  ['Müller', 'mueller'],
  ['Mueller', 'müller'],
  ['De la Cruz', 'delacruz'],
  ['McDonald', 'mc donald'],
  ["O'Leary", 'O’Leary'],
  ['O’Leary', 'o leary'],
  ['OLeary', "o'leary"],
  ['Smith Jr.', 'smith, jr'],
  ['June', 'june 12'],
])('%s is found by %s', (familyName, query) => {
  expect(finds(query, { ...maya, familyName, chartNumber: '12' })).toBe(true)
})

test('numbers abroad are found with and without what is dialled before them', () => {
  const abroad = { ...maya, phone: '+442079460123' }
  for (const query of ['+44 20 7946 0123', '0044 20 7946 0123', '020 7946 0123', '7946'.padStart(6, '20')])
    expect(finds(query, abroad)).toBe(true)
})

test.each([
  ['lindquist', 'lindqvist'],
  ['lindqivst', 'lindqvist'],
  ['linqvist', 'lindqvist'],
  ['mya', 'maya'],
  ['jonson', 'johnson'],
  ['katherine', 'catherine'],
  ['smyth', 'smith'],
  ['stephan', 'stefan'],
  ['schmitt', 'schmidt'],
  ['gonzales', 'gonzalez'],
])('%s is near %s', (one, other) => {
  expect(isNear(one, other)).toBe(true)
  expect(isNear(other, one)).toBe(true)
})

test.each([
  ['maya', 'noah'],
  ['ann', 'ian'],
  ['li', 'le'],
  ['anna', 'hannah'],
  ['smith', 'jones'],
  ['martin', 'mercer'],
  ['lindqvist', 'lundgren'],
])('%s is not near %s', (one, other) => {
  expect(isNear(one, other)).toBe(false)
})

test('B07: near names, also the other way round, and not a sibling', () => {
  const near = (givenName: string, familyName: string) => nearNames(maya, { givenName, familyName })
  expect(near('Maya', 'Lindquist')).toBe(true)
  expect(near('Mya', 'Lindqvist')).toBe(true)
  expect(near('Lindqvist', 'Maya')).toBe(true)
  expect(near('Maya Sofia', 'Lindqvist-Berg')).toBe(true)
  expect(near('Noah', 'Lindqvist')).toBe(false)
})

test('a near name keeps the rest of the query', () => {
  const near = (query: string) => {
    const read = nearQuery(readQuery(query, ASKED), (name) =>
      isNear(name, 'lindqvist') ? ['lindqvist'] : [],
    )
    return read !== null && matches(searchTextOf(maya), read)
  }
  expect(near('lindquist maya')).toBe(true)
  expect(near('lindquist 4/12/1988')).toBe(true)
  expect(near('lindquist 4/13/1988')).toBe(false)
  expect(near('lindquist noah')).toBe(false)
  expect(near('4/12/1988')).toBe(false)
})
