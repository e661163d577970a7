/** `POST /clinic/embeddable/session_grants` (mission/004). The answer is not wrapped. */
import { z } from 'zod'
import { userTypeSchema } from '../../../../shared/contract/fullscript'
import { parseInstant } from '../../../../shared/day'
import { GRANT_SCOPES } from '../unknowns'
import type { ApiRequest } from './transport'

const grantSchema = z
  .object({
    secret_token: z.string(),
    claimed_at: z.unknown().optional(),
    expires_at: z.string().max(60),
    user: z.object({ id: z.string().min(1).max(200), type: userTypeSchema }),
  })
  .transform((grant) => ({
    secretToken: grant.secret_token,
    claimed: grant.claimed_at !== null && grant.claimed_at !== undefined,
    /** Epoch milliseconds by Fullscript's clock; NaN when it is no date. */
    expiresAt: parseInstant(grant.expires_at) ?? Number.NaN,
    user: grant.user,
  }))
export type GrantAnswer = z.output<typeof grantSchema>

/**
 * `user`: for whom, which a clinic's token does not say by itself; left out with a person's own. Which scope it needs is
 * not documented (fullscript.md 12.3), so none is checked before asking.
 */
export const sessionGrantRequest = (user?: GrantAnswer['user']): ApiRequest<GrantAnswer> => ({
  method: 'POST',
  path: '/clinic/embeddable/session_grants',
  ...(user ? { body: { user_id: user.id, user_type: user.type } } : {}),
  schema: grantSchema,
  recipe: GRANT_SCOPES,
})
