/** Which patients of the clinic the one that was sent may be. */
import { fold } from '../catalogue-search'
import type { Patient } from '../store/types'
import type { World } from '../world'

export type Suggestion = { patient: Patient; reasons: string[] }

const digits = (text: string): string => text.replace(/\D/g, '')

/** Best first; an e-mail, or two other facts, must agree. */
export function suggestPatients(
  world: World,
  clinicId: string,
  offered: Record<string, string>,
): Suggestion[] {
  return world.store
    .patientsOf(clinicId)
    .filter((patient) => !patient.archived)
    .map((patient) => ({ patient, reasons: agreement(patient, offered) }))
    .filter(({ reasons }) => reasons.includes('e-mail') || reasons.length >= 2)
    .sort((a, b) => b.reasons.length - a.reasons.length)
    .slice(0, 5)
}

function agreement(patient: Patient, offered: Record<string, string>): string[] {
  const same = (a: string | null, b: string | undefined) => Boolean(a && b) && fold(a ?? '') === fold(b ?? '')
  const reasons: string[] = []
  if (same(patient.email, offered['email'])) reasons.push('e-mail')
  if (same(patient.firstName, offered['first_name'])) reasons.push('first name')
  if (same(patient.lastName, offered['last_name'])) reasons.push('last name')
  if (same(patient.dateOfBirth, offered['date_of_birth'])) reasons.push('date of birth')
  const phone = offered['mobile_number']
  if (patient.mobileNumber && phone && digits(patient.mobileNumber) === digits(phone))
    reasons.push('mobile number')
  return reasons
}

export function findPatients(world: World, clinicId: string, words: string): Patient[] {
  const wanted = fold(words).split(/\s+/).filter(Boolean)
  return world.store
    .patientsOf(clinicId)
    .filter((patient) => !patient.archived)
    .filter((patient) => {
      const text = fold(`${patient.firstName} ${patient.lastName} ${patient.email}`)
      return wanted.every((word) => text.includes(word))
    })
    .sort((a, b) => a.lastName.localeCompare(b.lastName) || a.firstName.localeCompare(b.firstName))
}
