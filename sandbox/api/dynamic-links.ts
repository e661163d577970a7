/** Dynamic links: addresses of plan pages in the Fullscript app. All of them need clinic:write. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { fieldsOf, textOf, type Fields } from '../http/body'
import { createPatient, patientProblems } from '../patients'
import { createPlan } from '../plans'
import type { Patient, TreatmentPlan } from '../store/types'
import type { World } from '../world'
import { notFound, unprocessable } from './answers'
import { bearer, callerOf, hasScope, sendMissingScope } from './bearer'
import { originOf } from './pagination'
import { readInput } from './patients'
import { patientOfLink, planShort } from './shapes'
import { findPlan, practitionerFor } from './treatment-plans'

const objectOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}

export function addDynamicLinks(app: FastifyInstance, world: World): void {
  const write = bearer(world, 'clinic:write')
  const base = '/api/clinic/dynamic_links/treatment_plans'
  const linkTo = (request: FastifyRequest, plan: TreatmentPlan, patient: Patient) => ({
    dynamic_links: {
      redirect_url: editLink(originOf(request), plan.id),
      treatment_plan: { id: plan.id, state: plan.state, available_at: planShort(plan).available_at },
      patient: patientOfLink(world, patient),
    },
  })
  const blank = (origin: string, clientId: string) => `${origin}/o/treatment_plans/new?client_id=${clientId}`

  app.get(base, write, (request) => ({
    redirect_url: blank(originOf(request), callerOf(request).application.clientId),
  }))

  /** Finds the patient by e-mail or makes one, and opens a draft. */
  app.post(base, write, (request, reply) => {
    const caller = callerOf(request)
    if (!hasScope(caller, 'patients:write')) return sendMissingScope(reply, 'patients:write')
    const fields = fieldsOf(request)
    const practitioner = practitionerFor(
      world,
      caller,
      textOf(objectOf(fields['treatment_plan'])['practitioner_id']),
    )
    if (!practitioner) return unprocessable(reply, ['Practitioner must exist'])
    const input = readInput(objectOf(fields['patient']))
    const known = world.store
      .patientsOf(caller.clinic.id)
      .find(
        (patient) => patient.guardianId === null && patient.email.toLowerCase() === input.email.toLowerCase(),
      )
    const problems = known ? [] : patientProblems(world, caller.clinic.id, input)
    if (problems.length > 0) return unprocessable(reply, problems)
    const patient = known ?? createPatient(world, caller.clinic.id, input)
    const plan = createPlan(world, {
      clinicId: caller.clinic.id,
      patientId: patient.id,
      practitionerId: practitioner.id,
      source: 'redirect',
      state: 'draft',
      personalMessage: null,
      recommendations: [],
      labTestIds: [],
      metadataId: null,
    })
    return reply.send(linkTo(request, plan, patient))
  })

  app.post('/api/clinic/dynamic_links/gateway/treatment_plans', write, (request) => ({
    dynamic_links: { redirect_url: blank(originOf(request), callerOf(request).application.clientId) },
  }))

  app.get<{ Params: { id: string } }>(`${base}/:id`, write, (request, reply) => {
    const plan = findPlan(world, request)
    if (!plan || plan.state === 'cancelled') return notFound(reply)
    const patient = world.store.patients.get(plan.patientId)
    return patient ? reply.send(linkTo(request, plan, patient)) : notFound(reply)
  })
}

const editLink = (origin: string, planId: string): string =>
  `${origin}/o/treatment_plans/${Buffer.from(`TreatmentPlan-${planId}`).toString('base64url')}/edit`
