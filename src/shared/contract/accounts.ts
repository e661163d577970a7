/** Bridge area `accounts`: everybody's account, codes for a first sign-in, and how one's own is protected. */
import { z } from 'zod'
import { lineOfText, nameSchema } from '../line-of-text'
import { call, nothing } from './contract'
import {
  passwordSchema,
  personSchema,
  proofSchema,
  roleIdSchema,
  typedCodeSchema,
  usernameSchema,
} from './people'

export const personFieldsSchema = z.object({
  displayName: nameSchema(100),
  credentials: lineOfText(40),
  /** Ten digits with their check digit, or empty. */
  npi: z.union([z.literal(''), z.string().regex(/^\d{10}$/)]),
  role: roleIdSchema,
})
export type PersonFields = z.infer<typeof personFieldsSchema>

/** A person as the administrator sees them. */
export const accountSchema = personFieldsSchema.extend({
  displayName: z.string(),
  credentials: z.string(),
  id: z.uuid(),
  username: z.string(),
  roleName: z.string(),
  /** Manages people, so that a code of this person's opens more than their own account. */
  manages: z.boolean(),
  active: z.boolean(),
  createdAt: z.number(),
  lastSignInAt: z.number().nullable(),
  secondFactor: z.boolean(),
  /** After a change of the practice key this person gets in by a new sign-in code only. */
  needsCodeForNewKeys: z.boolean(),
  /** `invited`: no password chosen yet; `reset`: an administrator has given a new code; `own`: a password of their own. */
  access: z.enum(['invited', 'reset', 'own']),
  /** When the code that waits to be used lapses; of somebody who has no password also when it has. Null without one. */
  codeExpiresAt: z.number().nullable(),
  /** True while too many wrong tries keep the name waiting. */
  waiting: z.boolean(),
})
export type Account = z.infer<typeof accountSchema>

/** A code for a person's next sign-in, shown once; it sets a password and is then used up. */
export const accessCodeSchema = z.object({ code: z.string(), expiresAt: z.number() })
export type AccessCode = z.infer<typeof accessCodeSchema>

/** Signed in with a new password, and the recovery code that is shown this once. */
export const welcomeSchema = z.object({ person: personSchema, recoveryCode: z.string() })
export type Welcome = z.infer<typeof welcomeSchema>

/** `known`: on the list of breached passwords, or made of the practice's or the person's own names. */
export const passwordVerdictSchema = z.enum(['good', 'too-short', 'too-long', 'known'])
export type PasswordVerdict = z.infer<typeof passwordVerdictSchema>

/** How a person's own account is protected. */
export const protectionSchema = z.object({
  passwordChangedAt: z.number(),
  recoveryCodeMadeAt: z.number().nullable(),
  secondFactorSince: z.number().nullable(),
  backupCodesLeft: z.number().int(),
})
export type Protection = z.infer<typeof protectionSchema>

export const accountsCalls = {
  /** Says before it is sent whether a password will do; asks nobody and keeps nothing. */
  checkPassword: call({
    input: z.object({
      password: z.string().max(2000),
      username: z.string().max(100),
      /** Beside what is saved already: names that the first-run guide has asked for. */
      names: z.array(z.string().max(200)).max(4).optional(),
    }),
    output: passwordVerdictSchema,
    capability: 'anyone',
    audit: null,
  }),
  /** First sign-in, or after an administrator's reset: the code, and a password of one's own. */
  redeemCode: call({
    input: z.object({ username: usernameSchema, code: typedCodeSchema, password: passwordSchema }),
    output: welcomeSchema,
    capability: 'anyone',
    audit: 'person.code-redeemed',
  }),
  /** Forgotten password: the recovery code opens the account, Fullscript included, and is replaced by a new one. */
  recover: call({
    input: z.object({ username: usernameSchema, recoveryCode: typedCodeSchema, password: passwordSchema }),
    output: welcomeSchema,
    capability: 'anyone',
    audit: 'person.recovered',
  }),
  protection: call({ input: nothing, output: protectionSchema, capability: 'signed-in', audit: null }),
  changePassword: call({
    input: z.object({ current: passwordSchema, next: passwordSchema }),
    output: protectionSchema,
    capability: 'signed-in',
    audit: 'person.password-changed',
  }),
  newRecoveryCode: call({
    input: z.object({ password: passwordSchema }),
    output: z.object({ recoveryCode: z.string() }),
    capability: 'signed-in',
    audit: 'person.recovery-code-made',
  }),
  /** `uri`: otpauth:// for the QR code; `secret`: the same to type, in base32. Nothing is on before it is confirmed. */
  beginSecondFactor: call({
    input: z.object({ password: passwordSchema }),
    output: z.object({ uri: z.string(), secret: z.string() }),
    capability: 'signed-in',
    audit: 'person.second-factor-offered',
  }),
  confirmSecondFactor: call({
    input: z.object({ code: typedCodeSchema }),
    output: z.object({ backupCodes: z.array(z.string()) }),
    capability: 'signed-in',
    audit: 'person.second-factor-on',
  }),
  endSecondFactor: call({
    input: z.object({ password: passwordSchema }),
    output: protectionSchema,
    capability: 'signed-in',
    audit: 'person.second-factor-off',
  }),
  list: call({ input: nothing, output: z.array(accountSchema), capability: 'people:manage', audit: null }),
  /** `invalid-input` with detail `username` when the name was ever used, `role` when there is no such role. */
  add: call({
    input: personFieldsSchema.extend({ username: nameSchema(100), proof: proofSchema }),
    output: z.object({ account: accountSchema, access: accessCodeSchema }),
    capability: 'people:manage',
    audit: 'person.created',
  }),
  update: call({
    input: personFieldsSchema.extend({ id: z.uuid(), proof: proofSchema }),
    output: accountSchema,
    capability: 'people:manage',
    audit: 'person.updated',
  }),
  /** `last-administrator` when nobody could manage people any more. */
  setActive: call({
    input: z.object({ id: z.uuid(), active: z.boolean() }),
    output: accountSchema,
    capability: 'people:manage',
    audit: 'person.updated',
  }),
  /** Forgotten without a recovery code, or a lapsed invitation: a new code. Destroys the old seal when it is redeemed. */
  issueCode: call({
    input: z.object({ id: z.uuid(), proof: proofSchema }),
    output: accessCodeSchema,
    capability: 'people:manage',
    audit: 'person.code-issued',
  }),
  /** Lets a name try again at once after too many wrong tries (F-702). */
  allowTries: call({
    input: z.object({ id: z.uuid() }),
    output: accountSchema,
    capability: 'people:manage',
    audit: 'person.tries-allowed',
  }),
}
