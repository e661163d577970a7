// Proves that the demographics form takes what people type, refuses what is wrong, and loses nobody's edit.
import { describe, expect, it } from 'vitest'
import { patientFieldsSchema } from '../../../../shared/contract/patients'
import { ROSALIND } from '../../test-support/sample-data'
import { checkForm, EMPTY, splitName, toForm } from './patient-form'

const TODAY = '2026-03-09'
const fields = patientFieldsSchema.parse(ROSALIND)

describe('checkForm', () => {
  it('gives back what came from the chart', () => {
    expect(checkForm(toForm(ROSALIND), TODAY)).toEqual({ ok: true, fields })
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
