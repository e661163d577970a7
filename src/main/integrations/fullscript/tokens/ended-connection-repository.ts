/**
 * Connections that an administrator ended for somebody else. Out of use at once; but their tokens open with their
 * person's key alone (S-17), so it is at that person's next sign-in that they move on to the list of revocations.
 */
import type { Environment } from '../../../../shared/contract/fullscript'
import type { Writing } from '../../../records/handles'
import type { Owner } from './token-subject'
import { openTokens, type OpenedTokens } from './token-store-row'

/** What was taken out of use: whose it was, and which Fullscript account. */
export type Ended = { personId: string; ownerId: string }

/** Takes one person's connection in an environment out of use, sealed as it is; null when there is none. */
export async function endConnection(
  handle: Writing,
  of: { personId: string; environment: Environment },
  now: number,
): Promise<Ended | null> {
  const row = await handle
    .deleteFrom('fullscriptConnection')
    .where('personId', '=', of.personId)
    .where('environment', '=', of.environment)
    .where('status', '<>', 'pending')
    .returningAll()
    .executeTakeFirst()
  if (!row) return null
  const { personId, environment, version, ownerId } = row
  const { accessTokenSealed, refreshTokenSealed, previousRefreshTokenSealed } = row
  const sealed = { accessTokenSealed, refreshTokenSealed, previousRefreshTokenSealed }
  await handle
    .insertInto('fullscriptEndedConnection')
    .values({ personId, environment, version, ...sealed, endedAt: now })
    .execute()
  return { personId, ownerId }
}

/** Takes out what was ended for this person; `tokens` is null where the seal no longer opens. */
export async function takeEnded(
  handle: Writing,
  owner: Owner,
): Promise<{ environment: Environment; tokens: OpenedTokens | null }[]> {
  const rows = await handle
    .deleteFrom('fullscriptEndedConnection')
    .where('personId', '=', owner.personId)
    .returningAll()
    .execute()
  return rows.map((row) => ({
    environment: row.environment as Environment,
    tokens: openTokens(owner, row),
  }))
}
