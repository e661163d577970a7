/**
 * Bridge area `links`: which patient at Fullscript is the patient of a chart. What is not certain is asked of a person,
 * and what was linked wrongly can be undone. `chart-restricted` for a chart that is closed to whoever asks.
 */
import { z } from 'zod'
import { call } from './contract'

/** `similar`: can be the same and does not prove it (an initial, a short form). `unknown`: missing on one side. */
const comparisonSchema = z.enum(['same', 'similar', 'different', 'unknown'])

export const COMPARED_FIELDS = ['givenName', 'familyName', 'birthDate', 'email', 'phone', 'sex'] as const

/** Somebody who said or did something, and when (epoch milliseconds). */
const saidSchema = z.object({ personName: z.string(), at: z.number() })

export const matchQuestionSchema = z.object({
  id: z.uuid(),
  /** Empty until it was read. */
  clinicName: z.string(),
  /** Each field as the chart has it and as Fullscript has it; empty when it has none. */
  fields: z.array(
    z.object({
      field: z.enum(COMPARED_FIELDS),
      chart: z.string(),
      fullscript: z.string(),
      comparison: comparisonSchema,
    }),
  ),
  /** How the patient likes to be called, as the chart has it. */
  preferredName: z.string(),
  /** How many plans wait for the answer. */
  plansWaiting: z.number().int(),
  askedAt: z.number(),
  /** Somebody said before that it is not the same person, or undid the link. */
  denied: saidSchema.nullable(),
})
export type MatchQuestion = z.infer<typeof matchQuestionSchema>

export const patientLinkSchema = z.object({
  environment: z.string(),
  clinicId: z.string(),
  clinicName: z.string(),
  fullscriptPatientId: z.string(),
  linked: saidSchema,
  /** How many plans of the chart came by it. */
  plans: z.number().int(),
})
export type PatientLink = z.infer<typeof patientLinkSchema>

export const patientLinksSchema = z.object({
  questions: z.array(matchQuestionSchema),
  links: z.array(patientLinkSchema),
})
export type PatientLinks = z.infer<typeof patientLinksSchema>

const patient = z.object({ patientId: z.uuid() })

export const linksCalls = {
  forPatient: call({
    input: patient,
    output: patientLinksSchema,
    capability: 'plans:read',
    audit: 'patient.links-read',
  }),
  /**
   * Says whether the patient at Fullscript is the patient of the chart; the plans that waited come in, or are no longer
   * waited for. `embed-wrong-patient` when the chart says by now that they cannot be the same.
   */
  answer: call({
    input: patient.extend({ questionId: z.uuid(), same: z.boolean() }),
    output: patientLinksSchema,
    capability: 'plans:write',
    audit: 'patient.match-confirmed',
  }),
  /** Undoes a link with what came by it: its plans leave the chart and are kept. */
  undo: call({
    input: patient.extend({
      environment: z.string().max(20),
      clinicId: z.string().max(200),
      fullscriptPatientId: z.string().max(200),
    }),
    output: patientLinksSchema,
    capability: 'plans:write',
    audit: 'patient.unlinked',
  }),
}
