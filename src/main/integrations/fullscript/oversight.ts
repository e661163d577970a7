/**
 * What an administrator sees of everybody's connection, and may end; never a token. Somebody else's seal stays closed
 * (S-17): a connection that is ended for them is out of use here at once, and Fullscript is told at their next sign-in.
 */
import type { Authorization, Environment, Ending, Overview } from '../../../shared/contract/fullscript'
import { failed, ok, type Result } from '../../../shared/failures'
import type { Audit } from '../../audit/audit'
import type { Clock } from '../../platform/clock/clock'
import type { Sessions } from '../../identity/session'
import { withStorageFailures } from '../../records/database-errors'
import type { Records } from '../../records/unit-of-work'
import { connectedClinics } from './clinics/connected-clinics'
import type { ScopesAdded } from './scopes-added'
import { clinicName } from './tokens/clinic-repository'
import type { ConnectionService } from './tokens/connection-service'
import { endConnection } from './tokens/ended-connection-repository'
import type { Revocations } from './tokens/revocations'
import { missingOf } from './tokens/scopes'
import { clinicConnections, personConnections } from './tokens/connection-facts-repository'
import type { ConnectionFacts } from './tokens/token-store-row'
import type { Colleague } from './types'

type Dependencies = {
  records: Records
  sessions: Sessions
  audit: Audit
  clock: Clock
  revocations: Revocations
  connections: ConnectionService
  scopesAdded: ScopesAdded
  environment: () => Promise<Environment | null>
  /** Of the practice's app; `person` while its settings are not complete. */
  authorization: () => Promise<Authorization>
  /** Fullscript is told at once: what is sealed for the practice opens for whoever is at work. */
  endClinic: (clinicId: string) => Promise<Result<unknown>>
  everybody: () => Promise<Colleague[]>
}

export class Oversight {
  readonly #deps: Dependencies

  constructor(dependencies: Dependencies) {
    this.#deps = dependencies
  }

  /** Everybody who is active, and whoever else still has a connection; and the clinics that are connected as a whole. */
  overview(): Promise<Result<Overview>> {
    const { revocations, scopesAdded, everybody } = this.#deps
    return withStorageFailures<Overview>(async () => {
      const environment = await this.#deps.environment()
      const authorization = await this.#deps.authorization()
      if (!environment)
        return ok({ environment, authorization, scopesAddedAt: null, clinics: [], people: [] })
      const scopesAddedAt = await scopesAdded.at(environment)
      const connections = new Map(
        (await this.#everybodys(environment)).map((facts) => [facts.personId, facts]),
      )
      const pending = await revocations.pendingOfEverybody(environment)
      const people: Overview['people'] = []
      for (const { id, displayName, roleName, active } of await everybody()) {
        const facts = connections.get(id)
        const pendingRevocations = pending.get(id) ?? 0
        if (!active && !facts && pendingRevocations === 0) continue
        const connection = facts ? await this.#shown(facts, scopesAddedAt) : null
        people.push({ personId: id, displayName, roleName, active, connection, pendingRevocations })
      }
      const clinics = await connectedClinics(this.#deps, environment)
      return ok({ environment, authorization, scopesAddedAt, clinics, people })
    })
  }

  /** `fullscript-not-connected` when the person has none. */
  async disconnectPerson(personId: string): Promise<Result<{ revoked: Ending }>> {
    const session = this.#deps.sessions.current()
    if (!session) return failed('signed-out')
    if (personId === session.person.id) return this.#deps.connections.disconnect()
    const environment = await this.#deps.environment()
    if (!environment) return failed('fullscript-not-configured')
    return withStorageFailures(async () => {
      const ended = await this.#end([personId], environment, session.person.id)
      return ended === 0 ? failed('fullscript-not-connected') : ok({ revoked: 'at-next-sign-in' })
    })
  }

  /** Everybody's and every clinic's in the chosen environment, one's own last. Answers how many there were. */
  async disconnectEveryone(): Promise<Result<{ ended: number }>> {
    const { sessions, records, connections } = this.#deps
    const session = sessions.current()
    if (!session) return failed('signed-out')
    const environment = await this.#deps.environment()
    if (!environment) return failed('fullscript-not-configured')
    return withStorageFailures(async () => {
      const all = (await this.#everybodys(environment)).map(({ personId }) => personId)
      const others = all.filter((personId) => personId !== session.person.id)
      let ended = await this.#end(others, environment, session.person.id)
      const clinics = await records.read((handle) => clinicConnections(handle, environment))
      for (const { clinicId } of clinics) {
        const clinic = await this.#deps.endClinic(clinicId ?? '')
        if (!clinic.ok) return clinic
        ended += 1
      }
      if (others.length === all.length) return ok({ ended })
      const own = await connections.disconnect()
      return own.ok ? ok({ ended: ended + 1 }) : own
    })
  }

  #everybodys(environment: Environment): Promise<ConnectionFacts[]> {
    return this.#deps.records.read((handle) => personConnections(handle, environment))
  }

  /** All of them in one unit of work, with a line in the audit for each. */
  #end(personIds: readonly string[], environment: Environment, by: string): Promise<number> {
    const { records, audit, clock } = this.#deps
    return records.internal(async (handle) => {
      let count = 0
      for (const personId of personIds) {
        const ended = await endConnection(handle, { personId, environment }, clock.now())
        if (!ended) continue
        count += 1
        const entry = { personId: by, action: 'fullscript.disconnected-for', outcome: 'done' } as const
        await audit.record({ ...entry, subject: personId }, handle)
      }
      return count
    })
  }

  async #shown(
    facts: ConnectionFacts,
    scopesAddedAt: number | null,
  ): Promise<Overview['people'][number]['connection']> {
    const { ownerId, ownerType, ownerName, connectedAt, lastUsedAt } = facts
    return {
      state: facts.status === 'connected' ? 'connected' : 'reconnect-needed',
      owner: {
        id: ownerId,
        type: ownerType,
        name: ownerName,
        clinicName: await this.#deps.records.read((handle) =>
          clinicName(handle, facts.environment, facts.clinicId),
        ),
      },
      connectedAt,
      lastUsedAt,
      missingScopes: missingOf(facts.scopes),
      toReauthorize: scopesAddedAt !== null && connectedAt <= scopesAddedAt,
    }
  }
}
