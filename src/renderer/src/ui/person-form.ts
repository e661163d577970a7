/** What is asked about a person of the practice: what is typed, what of it is right, and what it becomes. Pure. */
import type { PersonFields } from '../../../shared/contract/accounts'
import type { Capability } from '../../../shared/capabilities'
import { fold } from '../../../shared/fold'
import { HIDDEN_CHARACTERS, nameSchema } from '../../../shared/line-of-text'
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
export const treatsPatients = (allowed: Iterable<Capability>): boolean => new Set(allowed).has('notes:write')

export type Errors = Partial<Record<keyof PersonForm, string>>

const LONGEST_NAME = 120
/** Beside the field of a name. */
export const HIDDEN_IN_NAME = 'This has characters in it that cannot be seen. Type it again.'

/** What is wrong with a name, in words; null when nothing is. `missing`: what to say where there is none. */
export function nameProblem(name: string, missing: string): string | null {
  const issue = nameSchema(LONGEST_NAME).safeParse(name).error?.issues[0]
  if (!issue) return null
  return issue.message === HIDDEN_CHARACTERS ? HIDDEN_IN_NAME : missing
}

/** `treats`: whether their role treats patients. */
export function personErrors(form: PersonForm, treats: boolean): Errors {
  const errors: Errors = {}
  const displayName = nameProblem(form.displayName, 'Enter the name')
  if (displayName) errors.displayName = displayName
  const username = nameProblem(form.username, 'Enter a name to sign in with')
  if (username) errors.username = username
  if (treats && form.npi.trim() !== '' && !isNpi(form.npi.trim()))
    errors.npi = 'Enter the ten digits, or leave it empty'
  return errors
}

/** What is sent: nothing of what is no longer asked for. */
export function toPersonFields(
  { displayName, credentials, npi, role }: PersonForm,
  treats: boolean,
): PersonFields {
  return {
    displayName: displayName.trim(),
    credentials: treats ? credentials.trim() : '',
    npi: treats ? npi.trim() : '',
    role,
  }
}

/** "Dr. June Hartwell" → "june": a first idea for somebody's username. */
export function suggestUsername(displayName: string): string {
  const words = fold(displayName)
    .split(/\s+/)
    .filter((word) => !/^(dr|mr|mrs|ms|mx|prof)\.?$/.test(word))
  return (words[0] ?? '').replaceAll(/[^a-z0-9-]/g, '')
}
