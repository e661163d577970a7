/** Making and checking patients; the frame, the REST API and the dynamic links share it. */
import { newId } from './ids'
import type { Patient } from './store/types'
import type { World } from './world'

export type PatientInput = {
  email: string
  firstName: string
  lastName: string
  dateOfBirth: string | null
  gender: Patient['gender']
  mobileNumber: string | null
  discount: number
  metadataId: string | null
  guardianId: string | null
}

export const readGender = (value: unknown): Patient['gender'] =>
  value === 'male' || value === 'female' || value === 'x' ? value : null

/** The sentences Rails would give; empty when all is well. A dependent shares the guardian's e-mail. */
export function patientProblems(
  world: World,
  clinicId: string,
  input: PatientInput,
  except: string | null = null,
): string[] {
  const problems: string[] = []
  if (!input.lastName) problems.push("Last name can't be blank")
  if (!input.firstName) problems.push("First name can't be blank")
  if (!input.email) problems.push("Email can't be blank")
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(input.email)) problems.push('Email is invalid')
  if (input.dateOfBirth !== null && !/^\d{4}-\d\d-\d\d$/.test(input.dateOfBirth)) {
    problems.push('Date of birth is invalid')
  }
  if (input.mobileNumber !== null && !/^\+\d{8,15}$/.test(input.mobileNumber)) {
    problems.push('Mobile number is invalid')
  }
  const taken =
    input.guardianId === null &&
    world.store
      .patientsOf(clinicId)
      .some(
        (other) =>
          other.id !== except &&
          other.guardianId === null &&
          other.email.toLowerCase() === input.email.toLowerCase(),
      )
  if (taken && input.email) problems.push('Email has already been taken')
  return problems
}

export function createPatient(world: World, clinicId: string, input: PatientInput): Patient {
  const patient: Patient = {
    ...input,
    id: newId(),
    clinicId,
    archived: false,
    textMessageNotification: false,
    addresses: [],
    createdAt: world.clock.now(),
  }
  world.store.patients.set(patient.id, patient)
  return patient
}
