/** A person's connection as the window sees it: whose account, which clinic, which permissions; never a token. */
import { type Connection, SCOPES } from '../../../shared/bridge/fullscript'
import { failed, ok, type Result } from '../../../shared/failures'
import type { Clock } from '../../clock/clock'
import type { Sessions } from '../../people/session'
import type { Database } from '../../storage/database'
import { withStorageFailures } from '../../storage/database-errors'
import type { FullscriptApi } from '../api/client'
import { whoIs } from '../api/who'
import type { Background } from '../background'
import type { Applications, TokenSet } from '../types'
import { clinicName, rememberClinic } from './clinics'
import { disconnect, type DisconnectDependencies } from './disconnect'
import type { ConnectionFacts } from './vault'

type Dependencies = Omit<DisconnectDependencies, 'changed'> & {
  database: Database
  applications: Applications
  sessions: Sessions
  clock: Clock
  background: Background
}

/** Whose Fullscript account a person uses, and in which clinic. */
export type ConnectedAs = {
  owner: TokenSet['owner']
  name: string
  clinicId: string | null
  scopes: string[]
}

export class ConnectionService {
  readonly #with: Dependencies
  readonly #listeners = new Set<(connection: Connection) => void>()

  constructor(dependencies: Dependencies) {
    this.#with = dependencies
    dependencies.keeper.onChange((personId) => {
      this.changed(personId)
    })
    dependencies.revocations.onChange(() => {
      const session = dependencies.sessions.current()
      if (session) this.changed(session.person.id)
    })
  }

  /** Called with the connection of the person signed in whenever it changed. */
  onChange(listener: (connection: Connection) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Tells the listeners what the connection is now, if it is that of the person signed in. */
  changed(personId: string): void {
    if (this.#with.sessions.current()?.person.id !== personId) return
    this.#with.background.run(this.#tell(personId))
  }

  async #tell(personId: string): Promise<void> {
    const connection = await this.current()
    if (!connection.ok || this.#with.sessions.current()?.person.id !== personId) return
    for (const listener of this.#listeners) listener(connection.value)
  }

  async current(): Promise<Result<Connection>> {
    const { sessions, applications, keeper, revocations, database } = this.#with
    const session = sessions.current()
    if (!session) return failed('signed-out')
    const application = await applications.current()
    if (!application.ok) {
      const notConfigured = application.failure.code === 'fullscript-not-configured'
      return notConfigured ? ok({ state: 'not-configured' }) : application
    }
    return withStorageFailures<Connection>(async () => {
      const { environment } = application.value
      const facts = await this.#facts(session.person.id)
      if (!facts) return ok({ state: 'not-connected' })
      const accessExpiresAt =
        facts.status === 'connected' && facts.expiresIn !== null
          ? (keeper.expiry(facts.personId) ?? facts.receivedAt + facts.expiresIn * 1000)
          : null
      return ok({
        state: facts.status === 'connected' ? 'connected' : 'reconnect-needed',
        owner: {
          id: facts.ownerId,
          type: facts.ownerType,
          name: facts.ownerName,
          clinicName: await clinicName(database, environment, facts.clinicId),
        },
        clinicId: facts.clinicId,
        scopes: facts.scopes,
        missingScopes: SCOPES.map(({ scope }) => scope).filter((scope) => !facts.scopes.includes(scope)),
        connectedAt: facts.connectedAt,
        accessExpiresAt,
        pendingRevocations: await revocations.pending(facts.personId, environment),
      })
    })
  }

  /** Null when the person has no connection in the chosen environment. */
  async connectedAs(personId: string): Promise<ConnectedAs | null> {
    const facts = await this.#facts(personId)
    if (!facts) return null
    const { ownerId, ownerType, ownerName, clinicId, scopes } = facts
    return { owner: { id: ownerId, type: ownerType }, name: ownerName, clinicId, scopes }
  }

  /** Reads clinic and name once more when they could not be read while connecting. Answers the clinic id. */
  async completeClinic(personId: string, api: FullscriptApi): Promise<Result<string>> {
    const facts = await this.#facts(personId)
    if (!facts) return failed('fullscript-not-connected')
    if (facts.clinicId !== null) return ok(facts.clinicId)
    const { vault, database, clock } = this.#with
    let failure: Result<never> = failed('fullscript-unreachable')
    const owner = { id: facts.ownerId, type: facts.ownerType }
    const who = await whoIs(owner, async (request) => {
      const answer = await api.call(personId, request)
      if (!answer.ok) failure = answer
      return answer
    })
    if (!who.clinic) return failure
    const { environment } = facts
    await vault.describe(personId, environment, 'connected', { ownerName: who.name, clinicId: who.clinic.id })
    await rememberClinic(database, environment, who.clinic, clock.now())
    this.changed(personId)
    return ok(who.clinic.id)
  }

  disconnect(): Promise<Result<{ revoked: 'done' | 'pending' }>> {
    return disconnect({
      ...this.#with,
      changed: (personId) => {
        this.changed(personId)
      },
    })
  }

  async #facts(personId: string): Promise<ConnectionFacts | null> {
    const application = await this.#with.applications.current()
    return application.ok ? this.#with.vault.facts(personId, application.value.environment) : null
  }
}
