/**
 * The token endpoint's answer in the two shapes that exist: Fullscript's, nested under `oauth` (mission/002), and the
 * flat one of RFC 6749. Nothing else is accepted, and nothing of a doubtful answer is kept (F-306).
 */
import { z } from 'zod'
import { ownerTypeSchema } from '../../../../shared/contract/fullscript'
import { dateAt } from '../../../../shared/day'
import type { TokenSet } from '../types'

/** R-6749-06: no assumption about the size of a token, but a limit on what is kept. */
const LONGEST_TOKEN = 64 * 1024
const LONGEST_LIFE = 24 * 60 * 60

/** A token goes into a header, so it is visible ASCII. */
const token = z
  .string()
  .min(1)
  .max(LONGEST_TOKEN)
  .regex(/^[\x21-\x7e]+$/)

/** F-307: digits as text are tolerated, huge values clamped, negative ones and fractions of nothing refused. */
const seconds = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ])
  .pipe(
    z
      .number()
      .min(0)
      .transform((value) => Math.min(Math.floor(value), LONGEST_LIFE)),
  )

/** For display only (F-308): ISO text, or unix seconds as stock servers send them. */
const issued = z.union([
  z
    .string()
    .min(1)
    .max(40)
    .regex(/^[\x20-\x7e]+$/),
  z
    .number()
    .min(0)
    .max(8.64e12)
    .transform((value) => dateAt(value * 1000).toISOString()),
])

const bodySchema = z.object({
  access_token: token,
  refresh_token: token.nullish(),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: seconds.nullish(),
  scope: z.string().max(4096).nullish(),
  created_at: issued.nullish(),
  resource_owner: z.object({
    id: z.string().min(1).max(200),
    type: ownerTypeSchema,
    clinic_id: z.string().min(1).max(200).nullish(),
  }),
})
export type TokenBody = z.output<typeof bodySchema>

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The one token object in an answer, or the name of what is wrong with it (a field, never a value). */
export function readTokenBody(json: unknown): { ok: true; body: TokenBody } | { ok: false; reason: string } {
  if (!isObject(json)) return { ok: false, reason: 'body' }
  const nested = 'oauth' in json
  if (nested && 'access_token' in json) return { ok: false, reason: 'oauth and access_token' }
  const parsed = bodySchema.safeParse(nested ? json['oauth'] : json)
  if (parsed.success) return { ok: true, body: parsed.data }
  return { ok: false, reason: parsed.error.issues[0]?.path.join('.') || 'body' }
}

/** `receivedAt`: epoch milliseconds. `scopesBefore`: what an omitted scope stands for (RFC 6749 5.1 and 6). */
export function toTokenSet(body: TokenBody, receivedAt: number, scopesBefore: readonly string[]): TokenSet {
  const { id, type, clinic_id: clinicId } = body.resource_owner
  const scopes = body.scope?.split(' ').filter((scope) => scope !== '')
  return {
    accessToken: body.access_token,
    refreshToken: body.refresh_token ?? null,
    scopes: scopes ?? [...scopesBefore],
    owner: { id, type },
    ...(clinicId ? { statedClinicId: clinicId } : {}),
    expiresIn: body.expires_in ?? null,
    issuedAt: body.created_at ?? dateAt(receivedAt).toISOString(),
    receivedAt,
  }
}
