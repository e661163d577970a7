/**
 * Everything about Fullscript that its documents leave open (fullscript.md 12), in one place: what Yarrow takes for
 * granted until it is known. What a practice may have to change at its own Fullscript app is in `Assumptions`, kept with
 * the settings and shown there under "Advanced"; the rest are the constants below.
 *
 * Left open too, and settled by taking whatever comes: whether a public key is the client id (12.4: two settings), codes
 * of the embed's serverError (12.5: every one is a failure with a way on), rules of e-mail matching (12.6: a match is
 * compared with the chart and never believed).
 */
import { type Assumptions, assumptionsSchema, type WayBack } from '../../../shared/contract/fullscript'

/**
 * `pkce` (12.1): Doorkeeper takes a challenge and ignores it where it has no columns for one, so it is sent.
 * `clientCredentials`, `tokenBody` (mission/002 shows the body and JSON; stock servers know HTTP Basic and forms too).
 * `idempotencyKey` (12.8): the name of the header was seen, its rules were not.
 */
export const DEFAULT_ASSUMPTIONS: Assumptions = {
  pkce: true,
  clientCredentials: 'body',
  tokenBody: 'json',
  idempotencyKey: false,
}

/** From the settings' row; what is missing or not understood is the default. */
export function readAssumptions(json: string | null): Assumptions {
  if (json === null) return DEFAULT_ASSUMPTIONS
  const parsed = assumptionsSchema.partial().safeParse(JSON.parse(json))
  return parsed.success ? { ...DEFAULT_ASSUMPTIONS, ...parsed.data } : DEFAULT_ASSUMPTIONS
}

/**
 * 12.1, which redirect URIs are taken: those that the practice registers, so each way is tried as chosen. A loopback that
 * is not free is said, not silently replaced, because the other address may not be registered (F-119). A scheme that
 * another program took falls back to loopback (F-212).
 */
export const WAYS_IN_ORDER: Record<WayBack, readonly WayBack[]> = {
  loopback: ['loopback'],
  'deep-link': ['deep-link', 'loopback'],
  paste: ['paste'],
}

/** 12.1, how the consent page says that the person cancelled: Doorkeeper's word. */
export const DENIED = 'access_denied'

/** 12.2, statuses with which the token endpoint says something about grant or client in an OAuth error body. */
export const TOKEN_REFUSALS: readonly number[] = [400, 401, 403]
/** R-DK-14, the status that asks for the other kind of body. */
export const OTHER_BODY = 415

/** 12.2 and 12.3, mission/003 beside the reference: a scope that is missing may be either. */
export const UNAUTHORIZED = 401
export const FORBIDDEN = 403
/** 12.2, the one wording that was seen: "Must have `catalog` scope …". The family of a scope, or a scope. */
export const NAMED_SCOPE = /`([a-z_:]{1,60})` scope/

/**
 * 12.3, what a session grant needs: the recipe for the embed (fullscript.md 3). Not asked for before the call, only to
 * explain a refusal. Any 2xx is taken for a grant.
 */
export const GRANT_SCOPES: readonly string[] = [
  'clinic:read',
  'clinic:write',
  'patients:write',
  'patients:treatment_plan_history',
]

/** 12.8. */
export const IDEMPOTENCY_HEADER = 'idempotency-key'
