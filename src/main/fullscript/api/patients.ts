/** `GET /clinic/patients/{id}`: who somebody is at Fullscript, to compare with the chart. */
import { z } from 'zod'
import type { ApiRequest } from './transport'

const text = z
  .string()
  .max(500)
  .nullish()
  .transform((value) => value ?? '')

const patientSchema = z
  .object({
    patient: z.object({
      id: z.string().min(1).max(200),
      first_name: text,
      last_name: text,
      email: text,
      date_of_birth: z.string().max(40).nullish(),
      mobile_number: text,
      gender: text,
    }),
  })
  .transform(({ patient }) => ({
    id: patient.id,
    givenName: patient.first_name,
    familyName: patient.last_name,
    email: patient.email,
    /** yyyy-mm-dd, or null when Fullscript has none. */
    birthDate: /^\d{4}-\d{2}-\d{2}/.exec(patient.date_of_birth ?? '')?.[0] ?? null,
    phone: patient.mobile_number,
    /** `male`, `female`, `x`, or empty. */
    sex: patient.gender,
  }))
export type FullscriptPatient = z.output<typeof patientSchema>

export const patientRequest = (patientId: string): ApiRequest<FullscriptPatient> => ({
  method: 'GET',
  path: `/clinic/patients/${encodeURIComponent(patientId)}`,
  schema: patientSchema,
  scopes: ['patients:read', 'patients:write'],
})
