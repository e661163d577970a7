/**
 * A prescriber's account stays with prescribers: somebody whose role was changed since loses the connection at the next
 * sign-in, here at once and at Fullscript as any other that is ended.
 */
import { ok, type Result } from '../../../../shared/failures'
import type { Session } from '../../../identity/session'
import type { Records } from '../../../records/unit-of-work'
import type { Application } from '../types'
import { unsuitable } from './connecting-for'
import type { ConnectionService } from './connection-service'
import { personConnection } from './connection-facts-repository'

type Dependencies = {
  applications: { current(): Promise<Result<Application>> }
  connections: Pick<ConnectionService, 'disconnect'>
  records: Pick<Records, 'read'>
}

export async function endUnsuitable(
  session: Session,
  { applications, connections, records }: Dependencies,
): Promise<Result<unknown>> {
  const application = await applications.current()
  if (!application.ok || application.value.authorization === 'clinic') return ok(null)
  const own = await records.read((handle) =>
    personConnection(handle, session.person.id, application.value.environment),
  )
  if (!own) return ok(null)
  const owner = { id: own.ownerId, type: own.ownerType }
  return unsuitable(session, application.value, { owner }) ? connections.disconnect() : ok(null)
}
