/** Who in the practice may be the person that is being added, and why it seems so. Pure. */
import type { PatientRow } from '../../../../shared/contract/patients'
import { fold } from '../../../../shared/fold'
import { nearNames, sameNames } from '../../../../shared/near-name'

/** What of a new patient is compared; `birthDate` is empty, or what was typed and is no day, as long as there is none. */
export type Newcomer = {
  givenName: string
  familyName: string
  birthDate: string
  email: string
  phone: string
}

/** `same`: the same name and birth date. All others only seem alike; a family shares addresses and numbers. */
export type Lookalike = {
  patient: PatientRow
  because: 'same' | 'name-and-birth-date' | 'name' | 'email' | 'phone'
}

const ORDER: readonly Lookalike['because'][] = ['same', 'name-and-birth-date', 'name', 'email', 'phone']
const MOST = 5

export const BECAUSE: Record<Lookalike['because'], string> = {
  same: 'same name and birth date',
  'name-and-birth-date': 'similar name, same birth date',
  name: 'similar name',
  email: 'same e-mail',
  phone: 'same phone',
}

function because(newcomer: Newcomer, patient: PatientRow): Lookalike['because'] | null {
  const sameDay = newcomer.birthDate !== '' && newcomer.birthDate === patient.birthDate
  if (sameDay && sameNames(newcomer, patient)) return 'same'
  const named = { ...patient, givenName: patient.preferredName }
  const near = nearNames(newcomer, patient) || nearNames(newcomer, named)
  if (near) return sameDay ? 'name-and-birth-date' : 'name'
  if (newcomer.email !== '' && fold(newcomer.email) === fold(patient.email)) return 'email'
  return newcomer.phone !== '' && newcomer.phone === patient.phone ? 'phone' : null
}

/** The likeliest first, each patient once. `found`: by any search. */
export function lookalikesAmong(newcomer: Newcomer, found: readonly PatientRow[]): Lookalike[] {
  const once = [...new Map(found.map((patient) => [patient.id, patient])).values()]
  return once
    .flatMap((patient) => {
      const reason = because(newcomer, patient)
      return reason === null ? [] : [{ patient, because: reason }]
    })
    .toSorted((one, other) => ORDER.indexOf(one.because) - ORDER.indexOf(other.because))
    .slice(0, MOST)
}

/** What to search for, so that everybody alike is among the answers. Empty as long as too little is typed. */
export function searchesFor({ givenName, familyName, birthDate, email, phone }: Newcomer): string[] {
  const named = givenName.trim().length > 1 && familyName.trim().length > 1
  return [
    ...(named ? [`${givenName} ${familyName}`] : []),
    ...(/^\d{4}-\d{2}-\d{2}$/.test(birthDate) ? [birthDate] : []),
    ...(/.@.+\../.test(email) ? [email.trim()] : []),
    ...(/^\+\d{7,}$/.test(phone) ? [phone] : []),
  ]
}
