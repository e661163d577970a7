/**
 * What a row of the audit record is about, in words. Its subject is made of a few words of its own, apart by blanks: ids,
 * the code of why, where, in which form, or which fields were changed; never what stood or stands in them.
 */
import { AUDIT_REASONS } from './audit-reasons'
import { CAPABILITY_TYPES } from './capabilities'
import { PLACES } from './disclosures'
import { ENTRY_CATEGORIES } from './entry-kinds'
import type { FailureCode } from './failures'

/** Fields that people change, as their forms call them. */
export const FIELD_WORDS: Readonly<Record<string, string>> = {
  givenName: 'given name',
  familyName: 'family name',
  preferredName: 'preferred name',
  birthDate: 'birth date',
  sex: 'sex',
  email: 'e-mail',
  phone: 'phone',
  addressLine1: 'address',
  addressLine2: 'address, second line',
  city: 'city',
  region: 'state or province',
  postalCode: 'postal code',
  country: 'country',
  note: 'note',
  displayName: 'name',
  credentials: 'credentials',
  npi: 'NPI',
  role: 'role',
  name: 'practice name',
  idleLockMinutes: 'minutes until the lock',
  backupFolder: 'folder for backups',
  backupNightly: 'backup every night',
  backupPassphrase: 'passphrase of backups',
  chosen: 'environment in use',
  clientId: 'client ID',
  clientSecretSealed: 'client secret',
  publicKey: 'public key',
  hosts: 'Fullscript’s addresses',
  originUri: 'origin URI',
  wayBack: 'way back from the browser',
  loopbackPorts: 'ports',
  authorization: 'how the app is authorized',
  feature: 'what “Add plan” opens',
  assumptions: 'advanced settings',
  status: 'status',
  effective: 'date',
  codings: 'code',
  text: 'name of the entry',
  body: 'details',
  // Of a role: what it allows or no longer allows.
  ...Object.fromEntries(
    Object.entries(CAPABILITY_TYPES).flatMap(([type, { verbs }]) =>
      Object.entries(verbs).map(([verb, says]) => [`${type}:${verb}`, `“${says}”`]),
    ),
  ),
}

const OTHER_WORDS: Readonly<Record<string, string>> = {
  // Kinds of entries, where several were looked at together.
  ...ENTRY_CATEGORIES,
  csv: 'as CSV',
  jsonl: 'as a signed file',
  print: 'on paper',
  passphrase: 'with the passphrase',
  'recovery-code': 'with a recovery code',
  restored: 'in records that were restored',
  first: 'with the records',
  copied: 'in records that were copied',
  joined: 'on a computer that is new to the records',
  cancelled: 'cancelled before its end',
  'taken back': 'taken back',
}

const CHANGED = 'changed:'

/**
 * The word of a subject that says which fields were changed: those of `names` in which `after` differs from `before`.
 * Undefined when there is none.
 */
export function changedFields<T extends object>(
  names: readonly (keyof T & string)[],
  before: Partial<T>,
  after: Partial<T>,
): string | undefined {
  const changed = names.filter((name) => after[name] !== undefined && after[name] !== before[name])
  return changed.length === 0 ? undefined : `${CHANGED}${changed.join(',')}`
}

/** Which fields a word of a subject names; null when it is another word. */
export const fieldsIn = (word: string): string[] | null =>
  word.startsWith(CHANGED) ? word.slice(CHANGED.length).split(',') : null

/** The words of a subject that may be the id of somebody or something with a name. */
export const idsIn = (subject: string): string[] =>
  isBackup(subject) ? [] : subject.split(' ').filter((word) => word !== '' && wordFor(word) === null)

function wordFor(word: string): string | null {
  const fields = fieldsIn(word)
  if (fields) return `changed: ${fields.map((field) => FIELD_WORDS[field] ?? field).join(', ')}`
  if (word in PLACES) return PLACES[word] ?? null
  if (word in AUDIT_REASONS) return AUDIT_REASONS[word as FailureCode]
  return OTHER_WORDS[word] ?? null
}

/** For a person to read. `nameOf`: the name of an id, when it is known; other ids are left out, as they say nothing. */
export function subjectWords(subject: string, nameOf: (id: string) => string | undefined): string {
  if (isBackup(subject)) return subject
  if (subject in OTHER_WORDS) return OTHER_WORDS[subject] ?? ''
  return subject
    .split(' ')
    .map((word) => wordFor(word) ?? nameOf(word) ?? (isId(word) ? '' : word))
    .filter((word) => word !== '')
    .join(' · ')
}

/** Its name as the folder shows it, which says when it was made. */
const isBackup = (subject: string): boolean => subject.endsWith('.yarrow-backup')

/** UUIDs and the other long names that programs give to things. */
const isId = (word: string): boolean => /^(?=.*\d)[A-Za-z0-9_-]{8,}$/.test(word)
