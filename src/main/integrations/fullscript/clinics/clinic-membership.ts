/**
 * Where a person stands when the practice's app was authorized by a clinic (apps created before 26 August 2021): which
 * clinic's tokens serve, and as which Fullscript user the person works there.
 */
import type { Connection, UserType } from '../../../../shared/contract/fullscript'
import type { Person } from '../../../../shared/contract/people'
import { failed, ok, type Result } from '../../../../shared/failures'
import { may } from '../../../../shared/capabilities'
import type { Records } from '../../../records/unit-of-work'
import { clinicName } from '../tokens/clinic-repository'
import type { ScopesAdded } from '../scopes-added'
import type { AccessTokenProvider } from '../tokens/access-token-provider'
import { missingOf } from '../tokens/scopes'
import type { Revocations } from '../tokens/revocations'
import { clinicConnection, clinicConnections } from '../tokens/connection-facts-repository'
import type { ConnectionFacts } from '../tokens/token-store-row'
import type { Application, Colleague } from '../types'
import { type FullscriptUser, userOf } from './fullscript-user-repository'

type Dependencies = { records: Pick<Records, 'read'> }

type Known = {
  accessTokens: Pick<AccessTokenProvider, 'expiry'>
  revocations: Pick<Revocations, 'pending'>
  scopesAdded: Pick<ScopesAdded, 'at'>
}

/** A person without the right to prescribe never stands as a practitioner, whatever was chosen before. */
export const maySpeakAs = (person: Pick<Colleague, 'capabilities'>, type: UserType): boolean =>
  type === 'Staff' || may(person, 'plans:prescribe')

export class ClinicMembership {
  readonly #deps: Dependencies

  constructor(dependencies: Dependencies) {
    this.#deps = dependencies
  }

  /**
   * As whom the person works, and in which clinic. `fullscript-not-mapped` while nobody has chosen, or the choice does not
   * fit any more; `fullscript-clinic-not-connected` while there is no clinic to work in.
   */
  connected(
    person: Person,
    { environment }: Application,
  ): Promise<Result<{ user: FullscriptUser; clinic: ConnectionFacts }>> {
    return this.#deps.records.read(async (handle) => {
      const user = await userOf(handle, person.id, environment)
      if (user && maySpeakAs(person, user.userType)) {
        const clinic = await clinicConnection(handle, user.clinicId, environment)
        return clinic ? ok({ user, clinic }) : failed('fullscript-clinic-not-connected')
      }
      const clinics = await clinicConnections(handle, environment)
      return failed(clinics.length === 0 ? 'fullscript-clinic-not-connected' : 'fullscript-not-mapped')
    })
  }

  /** The connection as the window sees it: the clinic's, and as whom. */
  async connection(person: Person, application: Application, known: Known): Promise<Connection> {
    const { environment } = application
    const { accessTokens, revocations, scopesAdded } = known
    const personId = person.id
    const connected = await this.connected(person, application)
    if (!connected.ok) {
      const { code } = connected.failure
      return { state: code === 'fullscript-not-mapped' ? 'not-mapped' : 'clinic-not-connected' }
    }
    const { user, clinic } = connected.value
    const subject = { kind: 'clinic', clinicId: user.clinicId } as const
    const addedAt = await scopesAdded.at(environment)
    const older = addedAt !== null && clinic.connectedAt <= addedAt
    const lasting = clinic.status === 'connected' && clinic.expiresIn !== null
    return {
      state: clinic.status === 'connected' ? 'connected' : 'reconnect-needed',
      through: 'clinic',
      owner: {
        id: user.userId,
        type: user.userType,
        name: user.userName,
        clinicName: await this.#deps.records.read((handle) => clinicName(handle, environment, user.clinicId)),
      },
      clinicId: user.clinicId,
      scopes: clinic.scopes,
      missingScopes: missingOf(clinic.scopes),
      connectedAt: clinic.connectedAt,
      accessExpiresAt: lasting
        ? (accessTokens.expiry(subject, environment) ?? clinic.receivedAt + (clinic.expiresIn ?? 0) * 1000)
        : null,
      pendingRevocations: await revocations.pending(personId, environment),
      // Only an administrator can connect the clinic again, so nobody else is asked to.
      scopesAddedAt: older && may(person, 'practice:settings') ? addedAt : null,
      snoozedUntil: null,
    }
  }
}
