// Proves that the demographics form takes what people type, refuses what is wrong, and loses nobody's edit.
import { describe, expect, it } from 'vitest'
import type { PatientFields } from '../../../../shared/contract/patients'
import { checkForm, EMPTY, splitName, toForm } from './patient-form'

const TODAY = '2026-03-09'
const fields: PatientFields = {
  ...{ givenName: 'Rosalind', familyName: 'Achterberg', preferredName: 'Rose' },
  ...{ birthDate: '1984-03-09', sex: 'female', email: 'rosalind@example.org', phone: '+12025550123' },
  ...{ addressLine1: '14 Linden Street', addressLine2: '', city: 'Portland', region: 'OR' },
  ...{ postalCode: '97205', country: 'US', note: '' },
}

describe('checkForm', () => {
  it('gives back what came from the chart', () => {
    expect(checkForm(toForm(fields), TODAY)).toEqual({ ok: true, fields })
  })
  it('names every field that is wrong, in words', () => {
    const checked = checkForm({ ...EMPTY, email: 'nobody', phone: '12', birthDate: '2026-03-10' }, TODAY)
    expect(checked.ok).toBe(false)
    expect(Object.keys(checked.ok ? {} : checked.errors).toSorted()).toEqual([
      'birthDate',
      'email',
      'familyName',
      'givenName',
      'phone',
    ])
  })
  it('takes an empty date, e-mail and phone', () => {
    const checked = checkForm({ ...EMPTY, givenName: ' Ada ', familyName: 'Byron' }, TODAY)
    expect(checked).toMatchObject({
      ok: true,
      fields: { givenName: 'Ada', birthDate: null, email: '', phone: '' },
    })
  })
})

it.each([
  ['Lindqvist, Maya', 'Maya', 'Lindqvist'],
  ['Lindqvist,Maya', 'Maya', 'Lindqvist'],
  ['lindqvist,', '', 'lindqvist'],
  ['Maya Sofia Lindqvist', 'Maya Sofia', 'Lindqvist'],
  ['de la Cruz, Ana Maria', 'Ana Maria', 'de la Cruz'],
  ["O'Leary, Ann 4/12/1988 #1007 ann@example.org", 'Ann', "O'Leary"],
  ['Maya', 'Maya', ''],
  ['', '', ''],
])('B01: %j begins a patient as given name %j, family name %j', (typed, givenName, familyName) => {
  expect(splitName(typed)).toEqual({ givenName, familyName })
})
