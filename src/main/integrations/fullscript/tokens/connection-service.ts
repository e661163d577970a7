/** A person's connection as the window sees it: whose account, which clinic, which permissions; never a token. */
import type { Connection } from '../../../../shared/contract/fullscript'
import { dateAt } from '../../../../shared/day'
import { failed, ok, type Result } from '../../../../shared/failures'
import { Listeners } from '../../../../shared/listeners'
import type { Clock } from '../../../platform/clock/clock'
import type { Sessions } from '../../../identity/session'
import { withStorageFailures } from '../../../records/database-errors'
import type { Background } from '../background'
import type { ClinicMembership } from '../clinics/clinic-membership'
import type { FullscriptContext } from '../context'
import type { ScopesAdded } from '../scopes-added'
import type { Applications } from '../types'
import { clinicName } from './clinic-repository'
import { disconnect, type DisconnectDependencies } from './disconnect'
import { missingOf } from './scopes'
import { personConnection, snoozeUntil } from './connection-facts-repository'
import type { ConnectionFacts } from './token-store-row'

type Dependencies = Omit<DisconnectDependencies, 'changed'> & {
  applications: Applications
  sessions: Sessions
  clock: Clock
  background: Background
  scopesAdded: Pick<ScopesAdded, 'at'>
  clinic: ClinicMembership
}

/** Midnight that ends this day, on this computer's calendar; epoch milliseconds. */
export const endOfDay = (now: number): number => dateAt(now).setHours(24, 0, 0, 0)

export class ConnectionService {
  readonly #deps: Dependencies
  readonly #listeners = new Listeners<[connection: Connection]>()
  /** What Fullscript named as missing of the connection made at that moment. In memory: the next call finds it again. */
  #refused: { personId: string; connectedAt: number; named: Set<string> } | null = null

  constructor(dependencies: Dependencies) {
    this.#deps = dependencies
    dependencies.accessTokens.onChange((personId) => {
      this.changed(personId)
    })
    dependencies.revocations.onChange(() => {
      const session = dependencies.sessions.current()
      if (session) this.changed(session.person.id)
    })
  }

  /** Called with the connection of the person signed in whenever it changed. */
  onChange(listener: (connection: Connection) => void): () => void {
    return this.#listeners.add(listener)
  }

  /** Tells the listeners what the connection is now, if it is that of the person signed in. */
  changed(personId: string): void {
    if (this.#deps.sessions.current()?.person.id !== personId) return
    this.#deps.background.run(this.#tell(personId))
  }

  async #tell(personId: string): Promise<void> {
    const connection = await this.current()
    if (!connection.ok || this.#deps.sessions.current()?.person.id !== personId) return
    this.#listeners.tell(connection.value)
  }

  async current(): Promise<Result<Connection>> {
    const { sessions, applications, accessTokens, revocations, records, scopesAdded } = this.#deps
    const session = sessions.current()
    if (!session) return failed('signed-out')
    const application = await applications.current()
    if (!application.ok) {
      const notConfigured = application.failure.code === 'fullscript-not-configured'
      return notConfigured ? ok({ state: 'not-configured' }) : application
    }
    return withStorageFailures<Connection>(async () => {
      const { environment, authorization } = application.value
      if (authorization === 'clinic')
        return ok(await this.#deps.clinic.connection(session.person, application.value, this.#deps))
      const facts = await records.read((handle) => personConnection(handle, session.person.id, environment))
      if (!facts) return ok({ state: 'not-connected' })
      const scopesAddedAt = await scopesAdded.at(environment)
      const accessExpiresAt =
        facts.status === 'connected' && facts.expiresIn !== null
          ? (accessTokens.expiry({ kind: 'person', personId: facts.personId }, environment) ??
            facts.receivedAt + facts.expiresIn * 1000)
          : null
      return ok({
        state: facts.status === 'connected' ? 'connected' : 'reconnect-needed',
        owner: {
          id: facts.ownerId,
          type: facts.ownerType,
          name: facts.ownerName,
          clinicName: await records.read((handle) => clinicName(handle, environment, facts.clinicId)),
        },
        clinicId: facts.clinicId,
        scopes: facts.scopes,
        missingScopes: missingOf(facts.scopes, this.#refusedOf(facts)),
        connectedAt: facts.connectedAt,
        accessExpiresAt,
        pendingRevocations: await revocations.pending(facts.personId, environment),
        scopesAddedAt: scopesAddedAt !== null && facts.connectedAt <= scopesAddedAt ? scopesAddedAt : null,
        snoozedUntil: facts.snoozedUntil,
      })
    })
  }

  /** Fullscript has refused a call for want of a permission, whatever was granted once. */
  lacks({ session, account }: FullscriptContext, named: string): void {
    if (account?.through !== 'person') return
    const connection = { personId: session.person.id, connectedAt: account.connectedAt }
    const refused = this.#refusedOf(connection)
    if (refused.has(named)) return
    this.#refused = { ...connection, named: new Set([...refused, named]) }
    this.changed(connection.personId)
  }

  /** The person does not want to be asked before tomorrow to connect again. */
  snooze(): Promise<Result<null>> {
    const { sessions, applications, records, clock } = this.#deps
    return withStorageFailures(async () => {
      const session = sessions.current()
      if (!session) return failed('signed-out')
      const application = await applications.current()
      if (!application.ok) return application
      const personId = session.person.id
      const { environment } = application.value
      await records.internal((handle) => snoozeUntil(handle, personId, environment, endOfDay(clock.now())))
      this.changed(personId)
      return ok(null)
    })
  }

  #refusedOf({
    personId,
    connectedAt,
  }: Pick<ConnectionFacts, 'personId' | 'connectedAt'>): ReadonlySet<string> {
    const refused = this.#refused
    const same = refused?.personId === personId && refused.connectedAt === connectedAt
    return same ? refused.named : new Set()
  }

  disconnect(): Promise<Result<{ revoked: 'done' | 'pending' }>> {
    return disconnect({
      ...this.#deps,
      changed: (personId) => {
        this.changed(personId)
      },
    })
  }
}
