/** Bridge area `patients`: find, read and edit demographics. `chart-restricted` for a chart that is closed to whoever asks. */
import { z } from 'zod'
import { call } from './contract'

export const sexSchema = z.enum(['female', 'male', 'unspecified'])

const isoDate = z.iso.date()
const text = (max: number) => z.string().trim().max(max)

export const patientFieldsSchema = z.object({
  givenName: text(100).min(1),
  familyName: text(100).min(1),
  /** How the person likes to be called; empty when the given name does. */
  preferredName: text(100),
  birthDate: isoDate.nullable(),
  sex: sexSchema,
  email: z.union([z.literal(''), z.email().max(254)]),
  /** E.164, e.g. +12025550123, or empty. */
  phone: z.union([z.literal(''), z.string().regex(/^\+[1-9]\d{6,14}$/)]),
  addressLine1: text(200),
  addressLine2: text(200),
  city: text(100),
  region: text(100),
  postalCode: text(20),
  country: z.enum(['US', 'CA', '']),
  /** Answered empty to those who may not read notes, and left as it is when they save. */
  note: text(2000),
})
export type PatientFields = z.infer<typeof patientFieldsSchema>

export const patientSchema = patientFieldsSchema.extend({
  id: z.uuid(),
  /** Short number the practice says aloud. */
  chartNumber: z.string(),
  createdAt: z.number(),
  updatedAt: z.number(),
  /** Optimistic lock: an update names the version it was made from. */
  version: z.number().int(),
})
export type Patient = z.infer<typeof patientSchema>

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
  })
export type PatientRow = z.infer<typeof patientRowSchema>

export const patientsCalls = {
  /** Every word must match the start of a name, the chart number, the e-mail, the phone's digits or the birth date. */
  search: call({
    input: z.object({
      query: z.string().max(200),
      limit: z.number().int().min(1).max(200),
      offset: z.number().int().min(0),
    }),
    output: z.object({ rows: z.array(patientRowSchema), total: z.number().int() }),
    needs: 'patients:read',
  }),
  get: call({ input: z.object({ patientId: z.uuid() }), output: patientSchema, needs: 'patients:read' }),
  create: call({ input: patientFieldsSchema, output: patientSchema, needs: 'patients:write' }),
  update: call({
    input: patientFieldsSchema.extend({ id: z.uuid(), version: z.number().int() }),
    output: patientSchema,
    needs: 'patients:write',
  }),
}
