/** A person's connection as the window sees it: whose account, which clinic, which permissions; never a token. */
import type { Connection, UserType } from '../../../../shared/contract/fullscript'
import { failed, ok, type Result } from '../../../../shared/failures'
import { Listeners } from '../../../../shared/listeners'
import type { Clock } from '../../../platform/clock/clock'
import type { Sessions } from '../../../identity/session'
import { withStorageFailures } from '../../../records/database-errors'
import type { FullscriptApi } from '../api/client'
import { whoIs } from '../api/who'
import type { Background } from '../background'
import type { ClinicStanding } from '../clinics/clinic-standing'
import type { ScopesAdded } from '../scopes-added'
import type { Applications } from '../types'
import { clinicName, rememberClinic } from './clinic-repository'
import { disconnect, type DisconnectDependencies } from './disconnect'
import { missingOf } from './scopes'
import { describeConnection, personConnection, putOffUntil } from './connection-facts-repository'
import type { ConnectionFacts, PersonFacts } from './token-store-row'

type Dependencies = Omit<DisconnectDependencies, 'changed'> & {
  applications: Applications
  sessions: Sessions
  clock: Clock
  background: Background
  scopesAdded: Pick<ScopesAdded, 'at'>
  clinic: ClinicStanding
}

/** Whose Fullscript account a person uses, and in which clinic. */
export type ConnectedAs = {
  owner: { id: string; type: UserType }
  name: string
  clinicId: string | null
  scopes: string[]
  /** False once Fullscript has refused it for good. */
  works: boolean
  /** Whose tokens serve: the person's own, or the clinic's. */
  through: 'person' | 'clinic'
}

/** Midnight that ends this day, on this computer's calendar; epoch milliseconds. */
export const endOfDay = (now: number): number => new Date(now).setHours(24, 0, 0, 0)

export class ConnectionService {
  readonly #with: Dependencies
  readonly #listeners = new Listeners<[connection: Connection]>()
  /** What Fullscript named as missing of the connection made at that moment. In memory: the next call finds it again. */
  #refused: { personId: string; connectedAt: number; named: Set<string> } | null = null

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
    return this.#listeners.add(listener)
  }

  /** Tells the listeners what the connection is now, if it is that of the person signed in. */
  changed(personId: string): void {
    if (this.#with.sessions.current()?.person.id !== personId) return
    this.#with.background.run(this.#tell(personId))
  }

  async #tell(personId: string): Promise<void> {
    const connection = await this.current()
    if (!connection.ok || this.#with.sessions.current()?.person.id !== personId) return
    this.#listeners.tell(connection.value)
  }

  async current(): Promise<Result<Connection>> {
    const { sessions, applications, keeper, revocations, records, scopesAdded } = this.#with
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
        return ok(await this.#with.clinic.connection(session.person, application.value, this.#with))
      const facts = await this.#facts(session.person.id)
      if (!facts) return ok({ state: 'not-connected' })
      const scopesAddedAt = await scopesAdded.at(environment)
      const accessExpiresAt =
        facts.status === 'connected' && facts.expiresIn !== null
          ? (keeper.expiry({ kind: 'person', personId: facts.personId }, environment) ??
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
        putOffUntil: facts.putOffUntil,
      })
    })
  }

  /** Null when the person has no connection in the chosen environment. */
  async connectedAs(personId: string): Promise<ConnectedAs | null> {
    const through = await this.#throughClinic(personId)
    if (through) {
      if (!through.ok) return null
      const { user, clinic } = through.value
      const owner = { id: user.userId, type: user.userType }
      const { clinicId, userName: name } = user
      const works = clinic.status === 'connected'
      return { owner, name, clinicId, scopes: clinic.scopes, works, through: 'clinic' }
    }
    const facts = await this.#facts(personId)
    if (!facts) return null
    const { ownerId, ownerType, ownerName, clinicId, scopes } = facts
    const owner = { id: ownerId, type: ownerType }
    const works = facts.status === 'connected'
    return { owner, name: ownerName, clinicId, scopes, works, through: 'person' }
  }

  /** Reads clinic and name once more when they could not be read while connecting. Answers the clinic id. */
  async completeClinic(personId: string, api: FullscriptApi): Promise<Result<string>> {
    const through = await this.#throughClinic(personId)
    if (through) return through.ok ? ok(through.value.user.clinicId) : through
    const facts = await this.#facts(personId)
    if (!facts) return failed('fullscript-not-connected')
    if (facts.clinicId !== null) return ok(facts.clinicId)
    const { records, clock } = this.#with
    let failure: Result<never> = failed('fullscript-unreachable')
    const owner = { id: facts.ownerId, type: facts.ownerType }
    const who = await whoIs(owner, async (request) => {
      const answer = await api.call(personId, request)
      if (!answer.ok) failure = answer
      return answer
    })
    const { clinic, name: ownerName } = who
    if (!clinic) return failure
    await records.internal(async (handle) => {
      const connected = { ...facts, status: 'connected' } as const
      await describeConnection(handle, connected, { ownerName, clinicId: clinic.id })
      await rememberClinic(handle, facts.environment, clinic, clock.now())
    })
    this.changed(personId)
    return ok(clinic.id)
  }

  /** Fullscript has refused a call for want of a permission, whatever was granted once. */
  async lacks(personId: string, named: string): Promise<void> {
    const facts = await this.#facts(personId)
    if (!facts) return
    const refused = this.#refusedOf(facts)
    if (refused.has(named)) return
    const { connectedAt } = facts
    this.#refused = { personId, connectedAt, named: new Set([...refused, named]) }
    this.changed(personId)
  }

  /** The person does not want to be asked before tomorrow to connect again. */
  putOff(): Promise<Result<null>> {
    const { sessions, applications, records, clock } = this.#with
    return withStorageFailures(async () => {
      const session = sessions.current()
      if (!session) return failed('signed-out')
      const application = await applications.current()
      if (!application.ok) return application
      const personId = session.person.id
      const { environment } = application.value
      await records.internal((handle) => putOffUntil(handle, personId, environment, endOfDay(clock.now())))
      this.changed(personId)
      return ok(null)
    })
  }

  #refusedOf({ personId, connectedAt }: ConnectionFacts): ReadonlySet<string> {
    const refused = this.#refused
    const same = refused?.personId === personId && refused.connectedAt === connectedAt
    return same ? refused.named : new Set()
  }

  disconnect(): Promise<Result<{ revoked: 'done' | 'pending' }>> {
    return disconnect({
      ...this.#with,
      changed: (personId) => {
        this.changed(personId)
      },
    })
  }

  /** Null when people connect for themselves. */
  async #throughClinic(personId: string) {
    const application = await this.#with.applications.current()
    if (!application.ok || application.value.authorization === 'person') return null
    return this.#with.clinic.connected(personId, application.value)
  }

  async #facts(personId: string): Promise<PersonFacts | null> {
    const { applications, records } = this.#with
    const application = await applications.current()
    if (!application.ok) return null
    return records.read((handle) => personConnection(handle, personId, application.value.environment))
  }
}
