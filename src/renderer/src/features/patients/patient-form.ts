/** The demographics form: what is typed, what of it is right, and what it becomes. Pure. */
import { counted } from '../../../../shared/plural'
import { patientFieldsSchema, type PatientFields } from '../../../../shared/contract/patients'
import { birthDateProblem } from '../../../../shared/age'
import { HIDDEN_CHARACTERS } from '../../../../shared/line-of-text'
import type { Checked } from '../../data/use-record-form'
import { formatDate, formatPhone, formatSex, parsePhone } from '../../ui/format'
import { HIDDEN_IN_NAME } from '../../ui/person-form'

/** As typed: dates and phone numbers are text until they are saved. */
export type PatientForm = Omit<PatientFields, 'birthDate'> & { birthDate: string }

export const EMPTY: PatientForm = {
  givenName: '',
  familyName: '',
  preferredName: '',
  birthDate: '',
  sex: 'unspecified',
  email: '',
  phone: '',
  addressLine1: '',
  addressLine2: '',
  city: '',
  region: '',
  postalCode: '',
  country: '',
  note: '',
}

export function toForm(patient: PatientFields): PatientForm {
  const form: Record<string, string> = {}
  for (const field of Object.keys(EMPTY) as (keyof PatientForm)[]) form[field] = patient[field] ?? ''
  return { ...(form as PatientForm), phone: formatPhone(patient.phone) }
}

/**
 * What was looked for as the start of a new patient: "Parks, Rosa" and "rosa parks" are given and family name; numbers
 * and addresses among the words are no part of it.
 */
export function splitName(typed: string): Pick<PatientForm, 'givenName' | 'familyName'> {
  const names = (text: string) => text.split(/\s+/).filter((word) => /^[^\d@#]*\p{L}[^\d@#]*$/u.test(word))
  const comma = typed.indexOf(',')
  if (comma >= 0) {
    const familyName = names(typed.slice(0, comma)).join(' ')
    const givenName = names(typed.slice(comma + 1).replaceAll(',', ' ')).join(' ')
    return { givenName, familyName }
  }
  const words = names(typed)
  const familyName = words.length > 1 ? (words.pop() ?? '') : ''
  return { givenName: words.join(' '), familyName }
}

const MESSAGES: Partial<Record<keyof PatientForm, string>> = {
  givenName: 'Enter the given name',
  familyName: 'Enter the family name',
  birthDate: 'Enter a day that exists, with its year',
  email: 'Enter an address such as name@example.org',
  phone: 'Enter the whole number, with +country code outside the US and Canada',
}

/** `today`: ISO date; nobody is born after it. */
export function checkForm(form: PatientForm, today: string): Checked<PatientForm, PatientFields> {
  const parsed = patientFieldsSchema.safeParse({
    ...form,
    phone: parsePhone(form.phone),
    birthDate: form.birthDate === '' ? null : form.birthDate,
  })
  const errors: Partial<Record<keyof PatientForm, string>> = {}
  if (!parsed.success)
    for (const { path, message } of parsed.error.issues) {
      const field = path[0] as keyof PatientForm
      errors[field] = message === HIDDEN_CHARACTERS ? HIDDEN_IN_NAME : (MESSAGES[field] ?? 'This is too long')
    }
  const problem = birthDateError(form.birthDate, today)
  if (problem !== null) errors.birthDate = problem
  return parsed.success && Object.keys(errors).length === 0
    ? { ok: true, fields: parsed.data }
    : { ok: false, errors }
}

/** Why the text of a birth date is none, in words; null when the general words say it. */
function birthDateError(text: string, today: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null
  const problem = birthDateProblem(text, today)
  if (problem === 'future') return 'This date is in the future'
  return problem === null ? null : 'Nobody living was born so long ago'
}

const LABELS: Record<keyof PatientForm, string> = {
  givenName: 'Given name',
  familyName: 'Family name',
  preferredName: 'Preferred name',
  birthDate: 'Birth date',
  sex: 'Sex',
  email: 'E-mail',
  phone: 'Phone',
  addressLine1: 'Address',
  addressLine2: 'Address, second line',
  city: 'City',
  region: 'State or province',
  postalCode: 'Postal code',
  country: 'Country',
  note: 'Note',
}
export const labelOf = (field: keyof PatientForm): string => LABELS[field]

const COUNTRIES: Record<PatientFields['country'], string> = { US: 'United States', CA: 'Canada', '': '' }

/** A field as it is read; empty for nothing. */
function words(fields: PatientFields, field: keyof PatientFields, locale: string): string {
  if (field === 'birthDate') return fields.birthDate === null ? '' : formatDate(fields.birthDate, locale)
  if (field === 'sex') return fields.sex === 'unspecified' ? '' : formatSex(fields.sex)
  if (field === 'phone') return formatPhone(fields.phone)
  if (field === 'country') return COUNTRIES[fields.country]
  return fields[field]
}

/** What was new in a version, a line for each field; of the first one all that it said. */
export function versionSays(
  version: PatientFields,
  before: PatientFields | undefined,
  locale: string,
): string[] {
  return (Object.keys(EMPTY) as (keyof PatientFields)[])
    .filter((field) => version[field] !== (before ?? NOTHING)[field])
    .map((field) => `${labelOf(field)}: ${words(version, field, locale) || 'Not stated'}`)
}
const NOTHING: PatientFields = { ...EMPTY, birthDate: null }

/** "birth date", "birth date and e-mail", "3 details": what differs between two versions of a patient. */
export function changedWords(before: PatientFields, after: PatientFields): string {
  const changed = (Object.keys(EMPTY) as (keyof PatientFields)[]).filter(
    (field) => before[field] !== after[field],
  )
  if (changed.length === 0 || changed.length > 2) return counted(changed.length, 'detail')
  return changed.map((field) => labelOf(field).toLowerCase()).join(' and ')
}
