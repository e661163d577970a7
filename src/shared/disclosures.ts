/**
 * What was given out of a patient's record, in words for a list that the patient may ask for (170.315(d)(11)): to whom,
 * what, and what for. The audit row has kinds of data in its subject, never their content.
 */
import { AUDIT_ACTIONS, type AuditAction } from './audit-actions'

/** Actions after which something has left Yarrow. */
export const DISCLOSING_ACTIONS = (Object.keys(AUDIT_ACTIONS) as AuditAction[]).filter(
  (action) => AUDIT_ACTIONS[action].discloses === true,
)

export const PLACES: Record<string, string> = {
  us: 'Fullscript, United States',
  ca: 'Fullscript, Canada',
  'us-snd': 'Fullscript’s sandbox, United States',
  'ca-snd': 'Fullscript’s sandbox, Canada',
  local: 'A stand-in for Fullscript on this computer',
}

const KINDS: Record<string, string> = {
  id: 'Fullscript’s own number of the patient',
  firstName: 'first name',
  lastName: 'last name',
  email: 'e-mail',
  mobileNumber: 'phone',
  dateOfBirth: 'birth date',
  biologicalSex: 'sex',
}

/** For the audit's subject of a hand-over: environment, clinic and the kinds of data. */
export const handOverSubject = (environment: string, clinicId: string, kinds: readonly string[]): string =>
  `${environment} ${kinds.join(',')} ${clinicId}`

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

function handOver(subject: string, nameOf: NameOf) {
  const [environment = '', kinds = '', clinic = ''] = subject.split(' ')
  const named = kinds.split(',').map((kind) => KINDS[kind] ?? kind)
  return {
    to: `${PLACES[environment] ?? 'Fullscript'}, clinic ${nameOf(clinic) ?? clinic}`,
    what: capital(named.join(', ')),
    why: 'To make a treatment plan',
  }
}

const FORMS: Record<string, string> = {
  csv: 'A file (CSV) on this computer',
  jsonl: 'A signed file on this computer',
  print: 'Paper',
}

export type DisclosureWords = { to: string; what: string; why: string }

/** The name of an id, when it is known. */
type NameOf = (id: string) => string | undefined

type Row = { action: string; subject: string | null; names: Readonly<Record<string, string>> }

/** `subject`: of the audit row; null in rows of versions that did not write it yet. `names`: of the ids in it. */
export function disclosureWords({ action, subject, names }: Row): DisclosureWords {
  if (action === 'patient.handed-to-fullscript')
    return subject === null
      ? {
          to: 'Fullscript',
          what: 'Name, e-mail, phone, birth date and sex, as far as known, or Fullscript’s own number of the patient',
          why: 'To make a treatment plan',
        }
      : handOver(subject, (id) => names[id])
  const to = FORMS[subject ?? ''] ?? 'A file on this computer'
  if (action === 'audit.disclosures-taken') return { to, what: 'This list', why: 'Accounting of disclosures' }
  return { to, what: 'The audit record, which may name this patient', why: 'Audit' }
}
