/** Bridge area `setup`: the first start of a practice, and the demo practice beside it. */
import { z } from 'zod'
import { nameSchema } from '../line-of-text'
import { call, nothing } from './contract'
import { personFieldsSchema, welcomeSchema } from './accounts'
import { passwordSchema } from './people'

export const setupStateSchema = z.object({
  needed: z.boolean(),
  demo: z.boolean(),
  /** These came out of a backup just now; `keptIn`: where those of before are, null when there was nothing in them. */
  restored: z.object({ madeAt: z.number().int(), keptIn: z.string().nullable() }).nullable(),
})
export type SetupState = z.infer<typeof setupStateSchema>

export const setupCalls = {
  /** `needed`: no practice here yet. `demo`: these are the invented records of the demo practice. */
  state: call({
    input: nothing,
    output: setupStateSchema,
    capability: 'anyone',
    audit: null,
  }),
  /**
   * Makes the practice and its first administrator in one transaction, and signs them in. `not-allowed` once there is a
   * practice. The recovery code is shown this once.
   */
  createPractice: call({
    input: z.object({
      practiceName: nameSchema(120),
      region: z.enum(['US', 'CA']),
      username: nameSchema(100),
      password: passwordSchema,
      administrator: personFieldsSchema.extend({
        role: z.enum(['administrator', 'practitioner-administrator']),
      }),
    }),
    output: welcomeSchema,
    capability: 'anyone',
    audit: 'practice.created',
  }),
  /** Closes these records and opens the others: the demo practice, or one's own. Whoever is signed in is signed out. */
  openDemo: call({ input: nothing, output: z.null(), capability: 'anyone', audit: null }),
  leaveDemo: call({ input: nothing, output: z.null(), capability: 'anyone', audit: null }),
}
