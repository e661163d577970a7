/** Bridge area `people`: who is signed in. */
import { z } from 'zod'
import { call, event, nothing } from './contract'

export const roleSchema = z.enum(['owner', 'practitioner', 'staff'])
export type Role = z.infer<typeof roleSchema>

export const personSchema = z.object({
  id: z.uuid(),
  username: z.string(),
  displayName: z.string(),
  /** E.g. "ND", "LAc"; empty for staff. */
  credentials: z.string(),
  role: roleSchema,
  practiceName: z.string(),
  /** What the person may do, so that screens leave out what would be refused. Main decides anyway. */
  capabilities: z.array(z.string()),
})
export type Person = z.infer<typeof personSchema>

export const peopleCalls = {
  current: call({ input: nothing, output: personSchema.nullable(), needs: 'anyone' }),
  signIn: call({
    input: z.object({ username: z.string().trim().min(1).max(100), password: z.string().min(1).max(1024) }),
    output: personSchema,
    needs: 'anyone',
  }),
  signOut: call({ input: nothing, output: z.null(), needs: 'signed-in' }),
  /**
   * The practice's name for the sign-in screen, and whether a link came that somebody has to sign in for (F-209). No
   * person is named before signing in.
   */
  names: call({
    input: nothing,
    output: z.object({ practiceName: z.string(), linkParked: z.boolean() }),
    needs: 'anyone',
  }),
}

export const peopleEvents = { changed: event(personSchema.nullable()), linkParked: event(z.boolean()) }
