/**
 * Bridge area `clinics`: for an app created before 26 August 2021. The clinics that are connected as a whole, and which
 * Fullscript user each person works as (mission/001, mission/004).
 */
import { z } from 'zod'
import { call, nothing } from './contract'
import { authorizationSchema, connectedClinicSchema, userTypeSchema } from './fullscript'

const fullscriptId = z.string().min(1).max(200)

export const chosenUserSchema = z.object({
  clinicId: z.string(),
  userId: z.string(),
  userType: userTypeSchema,
  userName: z.string(),
  /** False when the person's role no longer allows this user; the person cannot work with it. */
  fits: z.boolean(),
})

export const clinicsOverviewSchema = z.object({
  authorization: authorizationSchema,
  clinics: z.array(connectedClinicSchema),
  /** Everybody who is active. */
  people: z.array(
    z.object({
      personId: z.uuid(),
      displayName: z.string(),
      roleName: z.string(),
      /** False: may only stand as office staff. */
      mayPrescribe: z.boolean(),
      user: chosenUserSchema.nullable(),
    }),
  ),
})
export type ClinicsOverview = z.infer<typeof clinicsOverviewSchema>

/** The people that Fullscript lists for a clinic, and who of the practice each seems to be. Nothing is chosen by it. */
export const clinicMembersSchema = z.object({
  members: z.array(z.object({ id: z.string(), type: userTypeSchema, name: z.string() })),
  suggestions: z.array(
    z.object({
      personId: z.uuid(),
      userId: z.string(),
      userType: userTypeSchema,
      because: z.enum(['npi', 'name']),
    }),
  ),
})
export type ClinicMembers = z.infer<typeof clinicMembersSchema>

export const clinicsCalls = {
  overview: call({
    input: nothing,
    output: clinicsOverviewSchema,
    capability: 'practice:settings',
    audit: null,
  }),
  /** Reads both lists from Fullscript now. */
  members: call({
    input: z.object({ clinicId: fullscriptId }),
    output: clinicMembersSchema,
    capability: 'practice:settings',
    audit: null,
  }),
  choose: call({
    input: z.object({
      personId: z.uuid(),
      clinicId: fullscriptId,
      userId: fullscriptId,
      userType: userTypeSchema,
    }),
    output: clinicsOverviewSchema,
    capability: 'practice:settings',
    audit: 'fullscript.user-chosen',
  }),
  /** Nobody any more; the person is told what to ask for. */
  clear: call({
    input: z.object({ personId: z.uuid() }),
    output: clinicsOverviewSchema,
    capability: 'practice:settings',
    audit: 'fullscript.user-cleared',
  }),
  disconnect: call({
    input: z.object({ clinicId: fullscriptId }),
    output: z.object({ revoked: z.enum(['done', 'pending']) }),
    capability: 'practice:settings',
    audit: 'fullscript.disconnected',
  }),
}
