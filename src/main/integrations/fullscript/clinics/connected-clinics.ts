/** The clinics that are connected as a whole, as an administrator sees them; never a token. */
import type { ConnectedClinic, Environment } from '../../../../shared/contract/fullscript'
import type { Records } from '../../../records/unit-of-work'
import type { Colleague } from '../types'
import type { ScopesAdded } from '../scopes-added'
import { clinicName } from '../tokens/clinic-repository'
import { missingOf } from '../tokens/scopes'
import { clinicConnections } from '../tokens/connection-facts-repository'

type Dependencies = {
  records: Pick<Records, 'read'>
  scopesAdded: Pick<ScopesAdded, 'at'>
  everybody: () => Promise<Colleague[]>
}

/** The one that was connected first comes first. */
export async function connectedClinics(
  { records, scopesAdded, everybody }: Dependencies,
  environment: Environment,
): Promise<ConnectedClinic[]> {
  const people = await everybody()
  const addedAt = await scopesAdded.at(environment)
  return records.read(async (handle) => {
    const clinics: ConnectedClinic[] = []
    for (const connection of await clinicConnections(handle, environment)) {
      const { clinicId, status, connectedAt, lastUsedAt, personId, scopes } = connection
      clinics.push({
        clinicId: clinicId ?? '',
        name: await clinicName(handle, environment, clinicId),
        state: status === 'connected' ? 'connected' : 'reconnect-needed',
        connectedAt,
        connectedByName: people.find(({ id }) => id === personId)?.displayName ?? '',
        lastUsedAt,
        missingScopes: missingOf(scopes),
        toReauthorize: addedAt !== null && connectedAt <= addedAt,
      })
    }
    return clinics
  })
}
