/** Whether a row that is already on screen also answers a newer query. Main decides what is found; this only hides. */
import type { PatientRow } from '../../../shared/bridge/patients'

const plain = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()

export function answers(patient: Omit<PatientRow, 'restriction'>, query: string): boolean {
  const { givenName, familyName, preferredName, chartNumber, email, phone, birthDate } = patient
  const texts = [givenName, familyName, preferredName, chartNumber, email, birthDate ?? ''].map(plain)
  const starts = texts.flatMap((text) => [text, ...text.split(/[\s'’-]+/)])
  const digits = phone.replaceAll(/\D/g, '')
  return plain(query)
    .split(/\s+/)
    .every(
      (word) =>
        starts.some((start) => start.startsWith(word)) ||
        (/^[\d()+-]+$/.test(word) && digits.includes(word.replaceAll(/\D/g, ''))),
    )
}
