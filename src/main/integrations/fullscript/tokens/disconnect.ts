/**
 * Ends the connection of a person or of a clinic. Locally it always ends at once (R-7009-05): the tokens move to the revocation list in
 * the transaction that removes the connection, so a refresh under way finds it gone and its result is revoked (F-325).
 */
import { failed, ok, type Result } from '../../../../shared/failures'
import type { Audit } from '../../../audit/audit'
import type { Sessions } from '../../../identity/session'
import { withStorageFailures } from '../../../records/database-errors'
import type { Applications } from '../types'
import type { TokenKeeper } from './keeper'
import type { Revocations } from './revocations'
import { type Holder, ownerOf } from './holder'
import type { TokenVault } from './vault'

export type DisconnectDependencies = {
  vault: TokenVault
  revocations: Revocations
  keeper: TokenKeeper
  applications: Applications
  sessions: Sessions
  audit: Audit
  changed: (personId: string) => void
}

/**
 * `holder`: the person signed in when left out. `pending`: Fullscript has not confirmed every token as revoked yet, and is
 * asked again later (R-7009-03).
 */
export async function disconnect(
  dependencies: DisconnectDependencies,
  holder?: Holder,
): Promise<Result<{ revoked: 'done' | 'pending' }>> {
  const { vault, revocations, keeper, applications, sessions, audit } = dependencies
  const session = sessions.current()
  if (!session) return failed('signed-out')
  const application = await applications.current()
  if (!application.ok) return application
  const owner = ownerOf(session, holder)
  const { environment } = application.value
  return withStorageFailures(async () => {
    const found = await vault.transaction(async (within) => {
      const connection = await vault.read(owner, environment, within)
      if (!connection) return false
      // Revoked by whoever ends it, so kept for that person (S-17).
      if (connection.tokens) {
        await revocations.add(owner, { personId: owner.personId, environment }, connection.tokens, within)
      }
      await vault.remove(connection, within)
      const entry = { personId: owner.personId, action: 'fullscript.disconnected', outcome: 'done' } as const
      await audit.record({ ...entry, subject: connection.ownerId }, within)
      return true
    })
    if (!found) return failed('fullscript-not-connected')
    keeper.forget()
    dependencies.changed(owner.personId)
    await revocations.run()
    return ok({ revoked: (await revocations.pending(owner.personId, environment)) > 0 ? 'pending' : 'done' })
  })
}
