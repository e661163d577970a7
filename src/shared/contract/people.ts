/** Bridge area `people`: who is signed in, and locking. */
import { z } from 'zod'
import { CAPABILITIES } from '../capabilities'
import { call, event, nothing } from './contract'

/** One of src/shared/roles.ts, or of the practice's own. */
export const roleIdSchema = z.string().min(1).max(64)

export const personSchema = z.object({
  id: z.uuid(),
  username: z.string(),
  displayName: z.string(),
  /** E.g. "ND", "LAc"; empty for staff. */
  credentials: z.string(),
  role: roleIdSchema,
  roleName: z.string(),
  practiceName: z.string(),
  /** What the role allows now, so that screens leave out what would be refused. Main decides anyway. */
  capabilities: z.array(z.enum(CAPABILITIES)),
})
export type Person = z.infer<typeof personSchema>

/**
 * `locked`: the keys are wiped and nothing of the records can be read; `username` is whose work waits behind the lock.
 */
export const sessionStateSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('signed-out') }),
  z.object({ state: z.literal('locked'), username: z.string() }),
  z.object({ state: z.literal('open'), person: personSchema }),
])
export type SessionState = z.infer<typeof sessionStateSchema>

export const usernameSchema = z.string().trim().min(1).max(100)
/** Longest that is looked at; main counts bytes (F-704). */
export const passwordSchema = z.string().min(1).max(1024)
/** A code that is typed from paper or from another screen: blanks, dashes and case do not matter. */
export const typedCodeSchema = z.string().trim().min(1).max(100)

/**
 * Asked of whoever is signed in before something that must not be done in their name by whoever sits down at an open
 * screen. `code`: of the second factor, null at first; `second-factor-needed` asks for it.
 */
export const proofSchema = z.object({ password: passwordSchema, code: typedCodeSchema.nullable() })
export type Proof = z.infer<typeof proofSchema>

/** The practice's name, and whether a link came that somebody has to sign in for (F-209). Nobody is named. */
export const namesSchema = z.object({ practiceName: z.string(), answerWaits: z.boolean() })

export const peopleCalls = {
  session: call({ input: nothing, output: sessionStateSchema, capability: 'anyone', audit: null }),
  /**
   * Signs in, unlocks, or switches to somebody else; one and the same. `code`: of the authenticator or a backup code,
   * null at first; `second-factor-needed` asks for it. Not asked again while Yarrow runs (twelve hours at most).
   */
  signIn: call({
    input: z.object({
      username: usernameSchema,
      password: passwordSchema,
      code: typedCodeSchema.nullable(),
    }),
    output: personSchema,
    capability: 'anyone',
    audit: 'person.sign-in',
  }),
  signOut: call({
    input: nothing,
    output: z.null(),
    capability: 'signed-in',
    audit: 'person.sign-out',
    endsSession: true,
  }),
  lock: call({
    input: nothing,
    output: z.null(),
    capability: 'signed-in',
    audit: 'person.lock',
    endsSession: true,
  }),
  /** What the sign-in screen says before anybody has signed in. */
  names: call({ input: nothing, output: namesSchema, capability: 'anyone', audit: null }),
}

export const peopleEvents = {
  changed: event(sessionStateSchema),
  answerWaits: event(z.boolean()),
}
