/** Proves that a subject of the audit record reads as a practice speaks, and that which fields changed is said without what stands in them. */
import { describe, expect, test } from 'vitest'
import { AUDIT_REASONS } from './audit-reasons'
import { changedFields, FIELD_WORDS, fieldsIn, idsIn, subjectWords } from './audit-subjects'
import { patientFieldsSchema } from './contract/patients'
import { FAILURES } from './failures'

const ID = '2f1c5a30-7f0e-4a58-9d2b-1f0e6c1b2a33'
const nobody = () => undefined

describe('in words', () => {
  test.each([
    ['connect-timed-out', 'the time ran out'],
    ['changed:birthDate,email', 'changed: birth date, e-mail'],
    ['us-snd', 'Fullscript’s sandbox, United States'],
    [
      'us-snd changed:clientSecretSealed,loopbackPorts',
      'Fullscript’s sandbox, United States · changed: client secret, ports',
    ],
    ['csv', 'as CSV'],
    ['recovery-code', 'with a recovery code'],
    ['taken back', 'taken back'],
    [ID, ''],
    ['7f1c88aa2b', ''],
  ])('%s', (subject, words) => {
    expect(subjectWords(subject, nobody)).toBe(words)
  })

  test('an id is said by its name, beside what else is there', () => {
    const nameOf = (id: string) => (id === ID ? 'Priya Raman' : undefined)
    expect(subjectWords(`${ID} changed:role`, nameOf)).toBe('Priya Raman · changed: role')
    expect(idsIn(`${ID} changed:role`)).toEqual([ID])
  })

  test('every failure has words of its own, and none of them speaks to the reader', () => {
    expect(Object.keys(AUDIT_REASONS).sort()).toEqual(Object.keys(FAILURES).sort())
    for (const words of Object.values(AUDIT_REASONS)) expect(words).not.toMatch(/\b(you|your)\b|\.$/i)
  })

  test('every field of a patient has a word', () => {
    for (const field of Object.keys(patientFieldsSchema.shape)) expect(FIELD_WORDS).toHaveProperty(field)
  })
})

describe('what changed', () => {
  const before = { email: 'maya@mail.example', phone: '', note: 'x' }
  test('names the fields and nothing of their content', () => {
    const word = changedFields(['email', 'phone', 'note'], before, {
      ...before,
      phone: '+15035550145',
      note: '',
    })
    expect(word).toBe('changed:phone,note')
    expect(fieldsIn(word ?? '')).toEqual(['phone', 'note'])
  })
  test('is nothing when nothing changed, and a field that is left out did not', () => {
    expect(changedFields(['email', 'phone'], before, before)).toBeUndefined()
    expect(changedFields<typeof before>(['email', 'phone'], before, { phone: '' })).toBeUndefined()
  })
})
