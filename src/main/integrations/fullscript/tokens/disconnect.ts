/**
 * Ends the connection of a person or of a clinic. Locally it always ends at once (R-7009-05): the tokens move to the revocation list in
 * the unit of work that removes the connection, so a refresh under way finds it gone and its result is revoked (F-325).
 */
import { failed, ok, type Result } from '../../../../shared/failures'
import type { Sessions } from '../../../identity/session'
import { withStorageFailures } from '../../../records/database-errors'
import type { Records } from '../../../records/unit-of-work'
import type { Applications } from '../types'
import type { AccessTokenProvider } from './access-token-provider'
import type { Revocations } from './revocations'
import { type TokenSubject, ownerOf } from './token-subject'
import { readConnection, removeConnection } from './token-store-repository'

export type DisconnectDependencies = {
  records: Records
  revocations: Revocations
  accessTokens: AccessTokenProvider
  applications: Applications
  sessions: Sessions
  changed: (personId: string) => void
}

/**
 * `subject`: the person signed in when left out. `pending`: Fullscript has not confirmed every token as revoked yet, and is
 * asked again later (R-7009-03).
 */
export async function disconnect(
  dependencies: DisconnectDependencies,
  subject?: TokenSubject,
): Promise<Result<{ revoked: 'done' | 'pending' }>> {
  const { records, revocations, accessTokens, applications, sessions } = dependencies
  const session = sessions.current()
  if (!session) return failed('signed-out')
  const application = await applications.current()
  if (!application.ok) return application
  const owner = ownerOf(session, subject)
  const { environment } = application.value
  const { personId } = owner
  const ended = await records.run({ personId }, 'fullscript.disconnected', null, async (handle, unit) => {
    const connection = await readConnection(handle, owner, environment)
    if (!connection) return failed('fullscript-not-connected')
    // Revoked by whoever ends it, so kept for that person (S-17).
    if (connection.tokens) await revocations.add(owner, { personId, environment }, connection.tokens, handle)
    await removeConnection(handle, connection)
    unit.row({ subject: connection.ownerId })
    return ok(null)
  })
  if (!ended.ok) return ended
  accessTokens.forget()
  dependencies.changed(personId)
  return withStorageFailures(async () => {
    await revocations.run()
    return ok({ revoked: (await revocations.pending(personId, environment)) > 0 ? 'pending' : 'done' })
  })
}
