/**
 * A prescriber's account stays with prescribers: somebody whose role was changed since loses the connection at the next
 * sign-in, here at once and at Fullscript as any other that is ended.
 */
import { ok, type Result } from '../../../../shared/failures'
import type { Session } from '../../../identity/session'
import type { Application } from '../types'
import { unsuitable } from './connecting-for'
import type { ConnectionService } from './connection-service'
import type { TokenVault } from './vault'

type Dependencies = {
  applications: { current(): Promise<Result<Application>> }
  connections: Pick<ConnectionService, 'disconnect'>
  vault: Pick<TokenVault, 'factsOfEverybody'>
}

export async function endUnsuitable(
  session: Session,
  { applications, connections, vault }: Dependencies,
): Promise<Result<unknown>> {
  const application = await applications.current()
  if (!application.ok || application.value.authorization === 'clinic') return ok(null)
  const all = await vault.factsOfEverybody(application.value.environment)
  const own = all.find(({ personId }) => personId === session.person.id)
  if (!own) return ok(null)
  const owner = { id: own.ownerId, type: own.ownerType }
  return unsuitable(session, application.value, { owner }) ? connections.disconnect() : ok(null)
}
