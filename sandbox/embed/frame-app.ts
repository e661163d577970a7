/** The in-frame application: every page and every form of it. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { patientFull } from '../api/shapes'
import { emit } from '../events'
import { fieldsOf, textOf, type Fields } from '../http/body'
import { createPatient, patientProblems, readGender, type PatientInput } from '../patients'
import { createPlan } from '../plans'
import type { FrameSession } from '../store/store'
import type { World } from '../world'
import { frameHeaders } from './frame-headers'
import { readFrame } from './frame-session'
import { addLine, removeLine, updateLine } from './plan-lines'
import { renderFrame } from './render'
import { errorView } from './views/error'
import { postPatientSelected, postPlanActivated } from './wire'

type Act = (frame: FrameSession, fields: Fields) => string[] | undefined

export function addFrameApp(app: FastifyInstance, world: World): void {
  app.get('/embed/app', (request, reply) => {
    const frame = readFrame(world, request)
    if (!frame) return sendGone(world, reply)
    return show(reply, frame, request.query as Fields)
  })

  const post = (path: string, act: Act) => {
    app.post(`/embed/app/${path}`, (request, reply) => {
      const frame = readFrame(world, request)
      const fields = fieldsOf(request)
      if (!frame || fields['authenticity_token'] !== frame.csrf) return sendGone(world, reply)
      const problems = act(frame, fields)
      if (problems && problems.length > 0) return show(reply.code(422), frame, {}, { fields, problems })
      if (wantsPage(request)) return reply.redirect('/embed/app', 303)
      return show(reply, frame, fields)
    })
  }

  function show(
    reply: FastifyReply,
    frame: FrameSession,
    query: Fields,
    failed: { fields: Fields; problems: string[] } = { fields: {}, problems: [] },
  ): FastifyReply {
    const nonce = frameHeaders(reply, world.store.applications.get(frame.applicationId))
    return reply.send(renderFrame(world, frame, { nonce, query, ...failed }).text)
  }

  post('practitioner', (frame, fields) => {
    const user = world.store.users.get(textOf(fields['practitioner_id']) ?? '')
    if (user?.type === 'Practitioner' && user.clinicId === frame.clinicId) frame.practitionerId = user.id
    return undefined
  })

  post('patient/select', (frame, fields) => {
    const patient = world.store.patients.get(textOf(fields['patient_id']) ?? '')
    if (patient?.clinicId !== frame.clinicId) return undefined
    frame.patientId = patient.id
    postPatientSelected(world, frame, patient)
    return undefined
  })

  post('patient/create', (frame, fields) => {
    const input = readPatient(world, frame, fields)
    const problems = patientProblems(world, frame.clinicId, input)
    if (problems.length > 0) return problems
    const patient = createPatient(world, frame.clinicId, input)
    frame.patientId = patient.id
    emit(world, frame.clinicId, 'patient.created', { patient: patientFull(world, patient) })
    postPatientSelected(world, frame, patient)
    return undefined
  })

  post('lines/add', (frame, fields) => addLine(world.store, frame, fields))
  post('lines/update', (frame, fields) => updateLine(world.store, frame, fields))
  post('lines/remove', (frame, fields) => removeLine(world.store, frame, fields))
  post('labs/add', (frame, fields) => {
    const id = textOf(fields['lab_id']) ?? ''
    if (world.store.labTests.has(id) && !frame.labTestIds.includes(id)) frame.labTestIds.push(id)
    return undefined
  })
  post('labs/remove', (frame, fields) => {
    frame.labTestIds = frame.labTestIds.filter((id) => id !== fields['lab_id'])
    return undefined
  })

  post('send', (frame, fields) => {
    const patient = world.store.patients.get(frame.patientId ?? '')
    const empty = frame.lines.length + frame.labTestIds.length === 0
    if (!patient || frame.practitionerId === null || empty || frame.sentPlanId !== null) return undefined
    const plan = createPlan(world, {
      clinicId: frame.clinicId,
      patientId: patient.id,
      practitionerId: frame.practitionerId,
      source: 'embed',
      state: 'active',
      personalMessage: textOf(fields['message'])?.trim() || null,
      recommendations: structuredClone(frame.lines),
      labTestIds: [...frame.labTestIds],
      metadataId: null,
    })
    frame.sentPlanId = plan.id
    postPlanActivated(world, frame, plan, patient)
    return undefined
  })
}

/** A form sent without the page's script: answer with a redirect, so that reloading repeats nothing. */
const wantsPage = (request: FastifyRequest): boolean => request.headers['sec-fetch-mode'] === 'navigate'

function sendGone(world: World, reply: FastifyReply): FastifyReply {
  const application = [...world.store.applications.values()][0]
  const nonce = frameHeaders(reply.code(401), application)
  return reply.send(errorView(nonce, null, 'This session has ended. Please open Fullscript again.').text)
}

function readPatient(world: World, frame: FrameSession, fields: Fields): PatientInput {
  const text = (name: string) => textOf(fields[name])?.trim() ?? ''
  const guardian = world.store.patients.get(text('guardian_id'))
  const ours = guardian?.clinicId === frame.clinicId ? guardian : undefined
  return {
    firstName: text('first_name'),
    lastName: text('last_name'),
    email: ours ? ours.email : text('email'),
    dateOfBirth: text('date_of_birth') || null,
    gender: readGender(fields['gender']),
    mobileNumber: text('mobile_number') || null,
    discount: 0,
    metadataId: null,
    guardianId: ours?.id ?? null,
  }
}
