/** `GET /clinic` and its people (fullscript.md 4.1). Unknown keys are ignored: additions are not breaking. */
import { z } from 'zod'
import type { UserType } from '../../../../shared/contract/fullscript'
import type { Result } from '../../../../shared/failures'
import type { TokenSet } from '../types'
import { idSchema as id, textSchema as text } from './answers'
import type { ApiAnswer, ApiRequest } from './transport'

const count = z.number().nullish().catch(null)

const clinicSchema = z
  .object({ clinic: z.object({ id, name: text, patient_count: count, practitioner_count: count }) })
  .transform(({ clinic }) => ({
    id: clinic.id,
    name: clinic.name,
    patientCount: clinic.patient_count ?? null,
    practitionerCount: clinic.practitioner_count ?? null,
  }))
export type Clinic = z.output<typeof clinicSchema>

export const clinicRequest = (): ApiRequest<Clinic> => ({
  method: 'GET',
  path: '/clinic',
  schema: clinicSchema,
  scopes: ['clinic:read', 'clinic:write'],
})

/** `npi` is in no document; it is looked at where it is there. */
const memberSchema = z.object({ id, first_name: text, last_name: text, npi: text }).transform((member) => ({
  id: member.id,
  name: `${member.first_name} ${member.last_name}`.trim(),
  npi: member.npi,
}))
export type ClinicMember = z.output<typeof memberSchema>

/** `practitioner`, or `staff` where a list of one kind names it so. */
const oneSchema = z
  .object({ practitioner: memberSchema.optional(), staff: memberSchema.optional() })
  .transform((body, context) => {
    const member = body.practitioner ?? body.staff
    if (member) return member
    context.addIssue('no member')
    return z.NEVER
  })

const CLINIC_READ = ['clinic:read', 'clinic:write'] as const

/** One practitioner or member of staff of the token's clinic, by Fullscript id. */
export const memberRequest = (type: UserType, memberId: string): ApiRequest<ClinicMember> => ({
  method: 'GET',
  path: `/clinic/${type === 'Staff' ? 'staff' : 'practitioners'}/${encodeURIComponent(memberId)}`,
  schema: oneSchema,
  scopes: CLINIC_READ,
})

const pageSchema = z
  .object({
    practitioners: z.array(memberSchema).max(1000).optional(),
    staff: z.array(memberSchema).max(1000).optional(),
    meta: z.object({ next_page: z.number().int().positive().nullish() }).nullish(),
  })
  .transform((body, context) => {
    const members = body.practitioners ?? body.staff
    if (members) return { members, nextPage: body.meta?.next_page ?? null }
    context.addIssue('no members')
    return z.NEVER
  })
export type MembersPage = z.output<typeof pageSchema>

/** A page of the practitioners or of the office staff of the token's clinic; the first page is 1. */
export const membersRequest = (type: UserType, page: number): ApiRequest<MembersPage> => ({
  method: 'GET',
  path: `/clinic/${type === 'Staff' ? 'staff' : 'practitioners'}?page[number]=${page}&page[size]=100`,
  schema: pageSchema,
  scopes: CLINIC_READ,
})

/** `clinic` is null and `name` empty when they could not be read; neither stops anybody from connecting. */
type Who = { name: string; clinic: Clinic | null }

/** Who a token speaks for: the clinic (its id is what Fullscript data is grouped by, mission/000) and the name in it. */
export async function whoIs(
  owner: TokenSet['owner'],
  call: <T>(request: ApiRequest<T>) => Promise<Result<ApiAnswer<T>>>,
): Promise<Who> {
  const clinic = await call(clinicRequest())
  // A clinic has no name but its own.
  const member = owner.type === 'Clinic' ? null : await call(memberRequest(owner.type, owner.id))
  return {
    clinic: clinic.ok ? clinic.value.value : null,
    name: member?.ok ? member.value.value.name : '',
  }
}
