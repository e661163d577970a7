/** `GET /clinic/patients/{id}`: who somebody is at Fullscript, to compare with the chart. */
import { z } from 'zod'
import { parseDay } from '../../../../shared/day'
import { idSchema, textSchema as text } from './answers'
import type { ApiRequest } from './transport'

const patientSchema = z
  .object({
    patient: z.object({
      id: idSchema,
      first_name: text,
      last_name: text,
      email: text,
      date_of_birth: text,
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
    birthDate: parseDay(patient.date_of_birth.slice(0, 10)),
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
