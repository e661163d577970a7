/** The clinics that are connected as a whole, as an administrator sees them; never a token. */
import type { ConnectedClinic, Environment } from '../../../../shared/contract/fullscript'
import type { Database } from '../../../records/database'
import type { Colleague } from '../types'
import type { ScopesAdded } from '../scopes-added'
import { clinicName } from '../tokens/clinics'
import { missingOf } from '../tokens/scopes'
import type { TokenVault } from '../tokens/vault'

type Dependencies = {
  database: Database
  vault: Pick<TokenVault, 'clinics'>
  scopesAdded: Pick<ScopesAdded, 'at'>
  everybody: () => Promise<Colleague[]>
}

/** The one that was connected first comes first. */
export async function connectedClinics(
  { database, vault, scopesAdded, everybody }: Dependencies,
  environment: Environment,
): Promise<ConnectedClinic[]> {
  const people = await everybody()
  const addedAt = await scopesAdded.at(environment)
  const clinics: ConnectedClinic[] = []
  for (const { clinicId, status, connectedAt, lastUsedAt, personId, scopes } of await vault.clinics(
    environment,
  ))
    clinics.push({
      clinicId: clinicId ?? '',
      name: await clinicName(database, environment, clinicId),
      state: status === 'connected' ? 'connected' : 'reconnect-needed',
      connectedAt,
      connectedByName: people.find(({ id }) => id === personId)?.displayName ?? '',
      lastUsedAt,
      missingScopes: missingOf(scopes),
      toReauthorize: addedAt !== null && connectedAt <= addedAt,
    })
  return clinics
}
