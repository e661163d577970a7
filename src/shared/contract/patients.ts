/** Bridge area `patients`: find, read and edit demographics. `chart-restricted` for a chart that is closed to whoever asks. */
import { z } from 'zod'
import { birthDateProblem } from '../age'
import { localDay } from '../day'
import { emailSchema } from '../email'
import { lineOfText, nameSchema } from '../line-of-text'
import { call } from './contract'

export const sexSchema = z.enum(['female', 'male', 'unspecified'])

/** Not for what is read: an older Yarrow has taken any day. */
const birthDateSchema = z.iso
  .date()
  .refine((date) => birthDateProblem(date, localDay(Date.now())) === null, { error: 'nobody-born-then' })

/** What is written. What is read is not held to it, so that a record of an older Yarrow still opens. */
export const patientFieldsSchema = z.object({
  givenName: nameSchema(100),
  familyName: nameSchema(100),
  /** How the person likes to be called; empty when the given name does. */
  preferredName: lineOfText(100),
  birthDate: birthDateSchema.nullable(),
  sex: sexSchema,
  email: z.union([z.literal(''), emailSchema]),
  /** E.164, e.g. +12025550123, or empty. */
  phone: z.union([z.literal(''), z.string().regex(/^\+[1-9]\d{6,14}$/)]),
  addressLine1: lineOfText(200),
  addressLine2: lineOfText(200),
  city: lineOfText(100),
  region: lineOfText(100),
  postalCode: lineOfText(20),
  country: z.enum(['US', 'CA', '']),
  /** Answered empty to those who may not read notes, and left as it is when they save. */
  note: z.string().trim().max(2000),
})
export type PatientFields = z.infer<typeof patientFieldsSchema>

const asKept = Object.fromEntries(
  Object.keys(patientFieldsSchema.shape).map((field) => [field, z.string()]),
) as Record<Exclude<keyof PatientFields, 'birthDate' | 'sex' | 'country'>, z.ZodString>

export const patientSchema = z.object({
  ...asKept,
  birthDate: z.string().nullable(),
  sex: sexSchema,
  country: patientFieldsSchema.shape.country,
  id: z.uuid(),
  /** Short number the practice says aloud. */
  chartNumber: z.string(),
  createdAt: z.number(),
  updatedAt: z.number(),
  /** Optimistic lock: an update names the version it was made from. */
  version: z.number().int(),
})
export type Patient = z.infer<typeof patientSchema>

/** What of a patient is typed by people, as it was from `recordedAt` on; nobody: Yarrow wrote it. */
export const patientVersionSchema = z.object({
  ...asKept,
  birthDate: z.string().nullable(),
  sex: sexSchema,
  country: patientFieldsSchema.shape.country,
  version: z.number().int(),
  recordedAt: z.number(),
  recordedBy: z.object({ id: z.uuid(), name: z.string() }).nullable(),
})
export type PatientVersion = z.infer<typeof patientVersionSchema>

/** What of a patient is typed by people. */
export function fieldsOf(patient: Patient): PatientFields {
  const {
    id: _id,
    chartNumber: _number,
    createdAt: _made,
    updatedAt: _changed,
    version: _version,
    ...fields
  } = patient
  return fields
}

export const patientRowSchema = patientSchema
  .pick({
    id: true,
    chartNumber: true,
    givenName: true,
    familyName: true,
    preferredName: true,
    birthDate: true,
    sex: true,
    email: true,
    phone: true,
  })
  .extend({
    /** `closed`: this person may not open the chart, and the row tells the name and the chart number only. */
    restriction: z.enum(['free', 'listed', 'closed']),
    /** True when only a name near to this one was looked for. */
    near: z.boolean(),
  })
export type PatientRow = z.infer<typeof patientRowSchema>

export const patientsCalls = {
  /**
   * Every word must match the start of a name, the chart number, the e-mail, the phone's digits or the birth date, however
   * each is usually written. Those whose name is only near come after all others.
   */
  search: call({
    input: z.object({
      query: z.string().max(200),
      limit: z.number().int().min(1).max(200),
      offset: z.number().int().min(0),
    }),
    output: z.object({ rows: z.array(patientRowSchema), total: z.number().int() }),
    capability: 'patients:read',
    audit: 'patient.search',
  }),
  get: call({
    input: z.object({ patientId: z.uuid() }),
    output: patientSchema,
    capability: 'patients:read',
    audit: 'patient.read',
  }),
  /** Every version, the newest first; notes as in `get`. */
  history: call({
    input: z.object({ patientId: z.uuid() }),
    output: z.array(patientVersionSchema),
    capability: 'patients:read',
    audit: 'patient.history-read',
  }),
  create: call({
    input: patientFieldsSchema,
    output: patientSchema,
    capability: 'patients:write',
    audit: 'patient.created',
  }),
  update: call({
    input: patientFieldsSchema.extend({ patientId: z.uuid(), version: z.number().int() }),
    output: patientSchema,
    capability: 'patients:write',
    audit: 'patient.updated',
  }),
}
