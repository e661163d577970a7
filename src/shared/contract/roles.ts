/** Bridge area `roles`: what each role of the practice allows. */
import { z } from 'zod'
import { CAPABILITIES } from '../capabilities'
import { nameSchema } from '../line-of-text'
import { DEFAULT_ROLE_IDS } from '../roles'
import { call, nothing } from './contract'
import { proofSchema, roleIdSchema } from './people'

const capabilitiesSchema = z.array(z.enum(CAPABILITIES))

export const roleSchema = z.object({
  id: roleIdSchema,
  name: z.string(),
  /** One of the roles in src/shared/roles.ts: what this one allows where the practice said nothing else. */
  defaultsOf: z.enum(DEFAULT_ROLE_IDS),
  allows: capabilitiesSchema,
  /** How many people have it, also those who do not sign in any more. */
  people: z.number().int(),
})
export type Role = z.infer<typeof roleSchema>

/** `id` null: a role that is new. */
const roleFieldsSchema = z.object({
  id: roleIdSchema.nullable(),
  name: nameSchema(60),
  defaultsOf: z.enum(DEFAULT_ROLE_IDS),
  allows: capabilitiesSchema,
})
export type RoleFields = z.infer<typeof roleFieldsSchema>

export const rolesCalls = {
  list: call({ input: nothing, output: z.array(roleSchema), capability: 'people:manage', audit: null }),
  /** Holds at once. `invalid-input` with detail `name` when another role has it; `last-administrator`; `not-found`. */
  save: call({
    input: roleFieldsSchema.extend({ proof: proofSchema }),
    output: roleSchema,
    capability: 'people:manage',
    audit: 'role.changed',
  }),
  /** Only one that nobody has and that is the practice's own: else `role-in-use`. `not-found`. */
  remove: call({
    input: z.object({ id: roleIdSchema, proof: proofSchema }),
    output: z.null(),
    capability: 'people:manage',
    audit: 'role.removed',
  }),
}
