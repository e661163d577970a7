/** What is asked about a person of the practice: what is typed, what of it is right, and what it becomes. Pure. */
import type { PersonFields } from '../../../shared/bridge/accounts'
import type { Role } from '../../../shared/bridge/people'
import { isNpi } from '../../../shared/npi'

export type PersonForm = PersonFields & { username: string }

export const EMPTY_PERSON: PersonForm = {
  displayName: '',
  credentials: '',
  npi: '',
  role: 'practitioner',
  username: '',
}

/** Credentials and an NPI belong to people who treat patients. */
export const treatsPatients = (role: Role): boolean =>
  role === 'practitioner' || role === 'practitioner-administrator'

export type Errors = Partial<Record<keyof PersonForm, string>>

export function personErrors(form: PersonForm): Errors {
  const errors: Errors = {}
  if (form.displayName.trim() === '') errors.displayName = 'Enter the name'
  if (form.username.trim() === '') errors.username = 'Enter a name to sign in with'
  if (treatsPatients(form.role) && form.npi.trim() !== '' && !isNpi(form.npi.trim()))
    errors.npi = 'Enter the ten digits, or leave it empty'
  return errors
}

/** What is sent: nothing of what is no longer asked for. */
export function toPersonFields({ displayName, credentials, npi, role }: PersonForm): PersonFields {
  const treats = treatsPatients(role)
  return {
    displayName: displayName.trim(),
    credentials: treats ? credentials.trim() : '',
    npi: treats ? npi.trim() : '',
    role,
  }
}

/** "Dr. June Hartwell" → "june": a first idea for somebody's username. */
export function suggestUsername(displayName: string): string {
  const words = displayName
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => !/^(dr|mr|mrs|ms|mx|prof)\.?$/.test(word))
  return (words[0] ?? '').replaceAll(/[^a-z0-9-]/g, '')
}
