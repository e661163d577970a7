/**
 * Where a person stands when the practice's app was authorized by a clinic (apps created before 26 August 2021): which
 * clinic's tokens serve, and as which Fullscript user the person works there.
 */
import type { Connection, Environment, UserType } from '../../../../shared/contract/fullscript'
import type { Person } from '../../../../shared/contract/people'
import { failed, ok, type Result } from '../../../../shared/failures'
import { may } from '../../../../shared/capabilities'
import type { Sessions } from '../../../identity/session'
import type { Records } from '../../../records/unit-of-work'
import { clinicName } from '../tokens/clinic-repository'
import type { ScopesAdded } from '../scopes-added'
import type { ClinicHolder, Holder } from '../tokens/holder'
import type { Holders, TokenKeeper } from '../tokens/keeper'
import { missingOf } from '../tokens/scopes'
import type { Revocations } from '../tokens/revocations'
import { clinicConnection, clinicConnections } from '../tokens/connection-facts-repository'
import type { ConnectionFacts } from '../tokens/token-store-row'
import type { Application, Colleague } from '../types'
import { type FullscriptUser, userOf } from './fullscript-user-repository'

type Dependencies = { records: Pick<Records, 'read'>; sessions: Sessions }

type Known = {
  keeper: Pick<TokenKeeper, 'expiry'>
  revocations: Pick<Revocations, 'pending'>
  scopesAdded: Pick<ScopesAdded, 'at'>
}

/** A person without the right to prescribe never stands as a practitioner, whatever was chosen before. */
export const maySpeakAs = (person: Pick<Colleague, 'capabilities'>, type: UserType): boolean =>
  type === 'Staff' || may(person, 'plans:prescribe')

export class ClinicStanding implements Holders {
  readonly #with: Dependencies

  constructor(dependencies: Dependencies) {
    this.#with = dependencies
  }

  /** `fullscript-not-mapped`, or `fullscript-clinic-not-connected` while there is no clinic to work in. */
  async of(personId: string, application: Application): Promise<Result<Holder>> {
    if (application.authorization === 'person') return ok({ kind: 'person', personId })
    const user = await this.user(personId, application)
    if (user) return ok({ kind: 'clinic', clinicId: user.clinicId })
    const clinics = await this.#with.records.read((handle) =>
      clinicConnections(handle, application.environment),
    )
    return failed(clinics.length === 0 ? 'fullscript-clinic-not-connected' : 'fullscript-not-mapped')
  }

  /** As whom the person signed in works; null when nobody has chosen, or the choice does not fit any more. */
  async user(personId: string, { environment }: Application): Promise<FullscriptUser | null> {
    const { sessions, records } = this.#with
    const person = sessions.current()?.person
    if (person?.id !== personId) return null
    const user = await records.read((handle) => userOf(handle, personId, environment))
    return user && maySpeakAs(person, user.userType) ? user : null
  }

  /** User and clinic together. Fails as `of` does, and when the clinic is not connected any more. */
  async connected(
    personId: string,
    application: Application,
  ): Promise<Result<{ user: FullscriptUser; clinic: ConnectionFacts }>> {
    const holder = await this.of(personId, application)
    if (!holder.ok) return holder
    const user = await this.user(personId, application)
    const clinic = user && (await this.#clinic(user.clinicId, application.environment))
    return clinic ? ok({ user, clinic }) : failed('fullscript-clinic-not-connected')
  }

  /** What a clinic's connection was granted; null when it is none that works. */
  async scopesOf({ clinicId }: ClinicHolder, environment: Environment | null): Promise<string[] | null> {
    const clinic = environment && (await this.#clinic(clinicId, environment))
    return clinic?.status === 'connected' ? clinic.scopes : null
  }

  #clinic(clinicId: string, environment: Environment): Promise<ConnectionFacts | null> {
    return this.#with.records.read((handle) => clinicConnection(handle, clinicId, environment))
  }

  /** The connection as the window sees it: the clinic's, and as whom. */
  async connection(person: Person, application: Application, known: Known): Promise<Connection> {
    const { environment } = application
    const { keeper, revocations, scopesAdded } = known
    const personId = person.id
    const connected = await this.connected(personId, application)
    if (!connected.ok) {
      const { code } = connected.failure
      return { state: code === 'fullscript-not-mapped' ? 'not-mapped' : 'clinic-not-connected' }
    }
    const { user, clinic } = connected.value
    const holder = { kind: 'clinic', clinicId: user.clinicId } as const
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
        clinicName: await this.#with.records.read((handle) => clinicName(handle, environment, user.clinicId)),
      },
      clinicId: user.clinicId,
      scopes: clinic.scopes,
      missingScopes: missingOf(clinic.scopes),
      connectedAt: clinic.connectedAt,
      accessExpiresAt: lasting
        ? (keeper.expiry(holder, environment) ?? clinic.receivedAt + (clinic.expiresIn ?? 0) * 1000)
        : null,
      pendingRevocations: await revocations.pending(personId, environment),
      // Only an administrator can connect the clinic again, so nobody else is asked to.
      scopesAddedAt: older && may(person, 'practice:settings') ? addedAt : null,
      putOffUntil: null,
    }
  }
}
