/**
 * What a patient is found by. Words are folded (no accents, no capitals), each with a space before it, so that "word
 * starts with" is one plain text search.
 */
import type { PatientFields } from '../../shared/bridge/patients'
import { fold, foldings } from '../../shared/fold'

const words = (text: string): string[] => text.split(/\s+/u).filter((word) => word !== '')

/** "Garcia-Lopez" is found by either half and by the whole; "O'Brien" by "obrien", "o'brien" and "brien". */
const nameWords = (name: string): string[] =>
  words(name).flatMap((word) => [word, ...word.split(/[-'’‘ʼ`.]/u)].flatMap(foldings))

/** Digits with the country code, without it, and (US and CA) without the area code. */
function phoneWords(phone: string): string[] {
  const digits = phone.replace(/\D/g, '')
  return phone.startsWith('+1') ? [digits, digits.slice(1), digits.slice(4)] : [digits]
}

/** 1988-04-12, 19880412 and 04/12/1988. */
function dateWords(date: string | null): string[] {
  if (!date) return []
  const [year = '', month = '', day = ''] = date.split('-')
  return [date, `${year}${month}${day}`, `${month}/${day}/${year}`]
}

type Searched = Pick<
  PatientFields,
  'givenName' | 'familyName' | 'preferredName' | 'birthDate' | 'email' | 'phone'
> & { chartNumber: string }

export function searchTextOf(patient: Searched): string {
  const all = [
    ...nameWords(patient.familyName),
    ...nameWords(patient.givenName),
    ...nameWords(patient.preferredName),
    fold(patient.chartNumber),
    fold(patient.email),
    ...phoneWords(patient.phone),
    ...dateWords(patient.birthDate),
  ]
  return [...new Set(all)]
    .filter((word) => word !== '')
    .map((word) => ` ${word}`)
    .join('')
}

export const sortNameOf = ({
  familyName,
  givenName,
}: Pick<PatientFields, 'familyName' | 'givenName'>): string => fold(`${familyName}, ${givenName}`)

/**
 * The query as alternatives; one matches when each of its words is the start of a word of the patient. A number typed
 * with blanks, brackets or dashes is also tried as one number.
 */
export function searchAlternatives(query: string): string[][] {
  const asTyped = words(fold(query))
  if (!/^[\d\s()+./-]+$/u.test(query)) return [asTyped]
  const digits = query.replace(/\D/g, '')
  return digits === '' || (asTyped.length === 1 && asTyped[0] === digits) ? [asTyped] : [asTyped, [digits]]
}
