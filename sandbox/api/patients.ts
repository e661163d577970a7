/** Patients: list, search, families, addresses, create and change. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { findPatients } from '../embed/patient-match'
import { fieldsOf, textOf, type Fields } from '../http/body'
import { createPatient, patientProblems, readGender, type PatientInput } from '../patients'
import type { Patient } from '../store/types'
import type { World } from '../world'
import { notFound, unprocessable } from './answers'
import { bearer, callerOf } from './bearer'
import { paginate, queryOf } from './pagination'
import { patientFull, patientShort } from './shapes'
import { metadataIdOf } from './users'

type ById = { Params: { id: string } }

export function addPatients(app: FastifyInstance, world: World): void {
  const read = bearer(world, 'patients:read')

  app.get('/api/clinic/patients', read, (request) =>
    paginate(
      request,
      'patients',
      ofType(request, world.store.patientsOf(callerOf(request).clinic.id)),
      patientShort,
    ),
  )

  app.get('/api/clinic/search/patients', read, (request) => {
    const found = findPatients(world, callerOf(request).clinic.id, queryOf(request)['query'] ?? '')
    return paginate(request, 'patients', ofType(request, found), patientShort)
  })

  app.post('/api/clinic/patients', bearer(world, 'patients:write'), (request, reply) => {
    const { clinic } = callerOf(request)
    const input = readInput(fieldsOf(request))
    const problems = patientProblems(world, clinic.id, input)
    if (problems.length > 0) return unprocessable(reply, problems)
    return reply.code(201).send({ patient: patientFull(world, createPatient(world, clinic.id, input)) })
  })

  app.get<ById>('/api/clinic/patients/:id', read, (request, reply) => {
    const patient = findPatient(world, request)
    return patient ? reply.send({ patient: patientFull(world, patient) }) : notFound(reply)
  })

  app.route<ById>({
    method: ['PATCH', 'PUT'],
    url: '/api/clinic/patients/:id',
    ...bearer(world, 'patients:write'),
    handler: (request, reply) => {
      const patient = findPatient(world, request)
      if (!patient) return notFound(reply)
      const input = readInput({ ...fieldsOfPatient(patient), ...fieldsOf(request) }, patient.guardianId)
      const problems = patientProblems(world, patient.clinicId, input, patient.id)
      if (problems.length > 0) return unprocessable(reply, problems)
      Object.assign(patient, input)
      return reply.send({ patient: patientFull(world, patient) })
    },
  })

  app.get<ById>('/api/clinic/patients/:id/dependents', read, (request, reply) => {
    const guardian = findPatient(world, request)
    if (!guardian) return notFound(reply)
    const dependents = world.store
      .patientsOf(guardian.clinicId)
      .filter((other) => other.guardianId === guardian.id)
    return reply.send(paginate(request, 'dependents', dependents, patientShort))
  })

  app.get<ById>('/api/clinic/patients/:id/addresses', read, (request, reply) => {
    const patient = findPatient(world, request)
    if (!patient) return notFound(reply)
    return reply.send(paginate(request, 'addresses', patient.addresses, (address) => address))
  })
}

export function findPatient(world: World, request: FastifyRequest): Patient | undefined {
  const patient = world.store.patients.get((request.params as { id: string }).id)
  return patient?.clinicId === callerOf(request).clinic.id ? patient : undefined
}

function ofType(request: FastifyRequest, patients: Patient[]): Patient[] {
  const type = queryOf(request)['patient_type'] ?? 'all'
  if (type === 'dependent') return patients.filter((patient) => patient.guardianId !== null)
  if (type === 'guardian') return patients.filter((patient) => patient.guardianId === null)
  return patients
}

/** REST words to a patient; also used by the dynamic links. */
export function readInput(fields: Fields, guardianId: string | null = null): PatientInput {
  return {
    email: textOf(fields['email'])?.trim() ?? '',
    firstName: textOf(fields['first_name'])?.trim() ?? '',
    lastName: textOf(fields['last_name'])?.trim() ?? '',
    dateOfBirth: textOf(fields['date_of_birth']) ?? null,
    gender: readGender(fields['gender']),
    mobileNumber: textOf(fields['mobile_number']) ?? null,
    discount: Number(fields['discount'] ?? 0) || 0,
    metadataId: metadataIdOf(fields),
    guardianId,
  }
}

const fieldsOfPatient = (patient: Patient): Fields => ({
  email: patient.email,
  first_name: patient.firstName,
  last_name: patient.lastName,
  date_of_birth: patient.dateOfBirth,
  gender: patient.gender,
  mobile_number: patient.mobileNumber,
  discount: patient.discount,
  metadata: { id: patient.metadataId },
})
