/**
 * From a code to a connection. The exchanged tokens are durable as *pending* before their first use; they become the
 * connection of the person, or of the clinic, when the person confirms who it is, and are revoked when not. A
 * colleague's account is refused, and so are a prescriber's for somebody who does not prescribe here, and an answer for
 * a clinic where a person's was due or the other way round.
 */
import type { ResourceOwner } from '../../../../shared/contract/fullscript'
import { failed, ok, type FailureCode, type Result } from '../../../../shared/failures'
import type { Audit } from '../../../audit/audit'
import type { Clock } from '../../../platform/clock/clock'
import { may } from '../../../../shared/capabilities'
import type { Session, Sessions } from '../../../identity/session'
import { withStorageFailures } from '../../../records/database-errors'
import type { Writing } from '../../../records/handles'
import type { Records } from '../../../records/unit-of-work'
import type { Background } from '../background'
import type { ApiTransport } from '../api/transport'
import { whoIs } from '../api/clinic'
import type { Application, ConnectLedger, TokenSet } from '../types'
import type { AuthorizationClient } from './authorization-client'
import { clinicName, rememberClinic } from './clinic-repository'
import type { AccessTokenProvider } from './access-token-provider'
import { subjectIn, mayConnect, newSubject, unsuitable } from './connecting-for'
import { copyKeys, type Keys, type Owner, ownerOf, wipeKeys } from './token-subject'
import type { Revocations } from './revocations'
import { failedToken } from './token-fault'
import { colleagueWith, describeConnection, personConnection } from './connection-facts-repository'
import {
  insertPending,
  promotePending,
  readAllPending,
  readConnection,
  readPending,
  removeConnection,
} from './token-store-repository'
import type { StoredConnection } from './token-store-row'

type Dependencies = {
  records: Records
  authorization: AuthorizationClient
  transport: ApiTransport
  revocations: Revocations
  accessTokens: AccessTokenProvider
  sessions: Sessions
  audit: Audit
  clock: Clock
  background: Background
  /** Told after the person's connection was replaced. */
  changed: (personId: string) => void
}

type Exchange = Parameters<ConnectLedger['exchange']>[0]
type Answer = Awaited<ReturnType<ConnectLedger['exchange']>>

/** `barred`: why nobody may keep it, although it was exchanged to try it out. */
type Waiting = { sessionId: string; application: Application; barred: FailureCode | null }

export class Ledger implements ConnectLedger {
  readonly #deps: Dependencies
  /** The exchange that waits for a confirmation, and the sign-in it belongs to. */
  #waiting: Waiting | null = null

  constructor(dependencies: Dependencies) {
    this.#deps = dependencies
    dependencies.sessions.onChange(async (session) => {
      this.#waiting = null
      if (session) await this.#clearLeftOver(session)
    })
  }

  async exchange(input: Exchange): Promise<Answer> {
    const { sessions, authorization, clock } = this.#deps
    const session = sessions.current()
    if (!session) return failed('signed-out')
    const { application, signal } = input
    if (!mayConnect(session, application)) return failed('not-allowed')
    const keys = copyKeys(session, newSubject(session, application))
    try {
      const outcome = await authorization.exchange(application, input, signal)
      if (!outcome.ok) return failedToken(outcome.fault, 'exchange', clock.now())
      return await withStorageFailures(() => this.#exchanged(keys, session, input, outcome.value))
    } finally {
      wipeKeys(keys)
    }
  }

  async #exchanged(
    keys: Owner,
    session: Session,
    { application, signal, trial = false }: Exchange,
    tokens: TokenSet,
  ): Promise<Answer> {
    const stillHere = () => this.#deps.sessions.current()?.id === session.id
    const unfit = unsuitable(session, application, tokens)
    // Whoever sets the practice up may try it with a prescriber's account, and keeps nothing of it.
    const tried = trial && unfit === 'connect-practitioner' && may(session.person, 'practice:settings')
    const refusal = stillHere() ? (tried ? null : unfit) : 'signed-out'
    const refused = await this.#keepPending(keys, application, tokens, refusal)
    if (refused) return failed(refused)
    this.#waiting = { sessionId: session.id, application, barred: tried ? unfit : null }
    const owner = await this.#whoIs(keys, application, tokens)
    if (!stillHere()) return failed('signed-out')
    if (signal.aborted || !owner.ok) {
      await this.refuse()
      return owner.ok ? failed('connect-cancelled') : owner
    }
    return ok({ owner: owner.value, previousOwner: await this.#previousOwner(keys.personId, application) })
  }

  async accept(): Promise<Result<null>> {
    const { sessions, records, revocations, accessTokens, clock } = this.#deps
    const session = sessions.current()
    const waiting = this.#waiting
    if (!session || waiting?.sessionId !== session.id) return failed('signed-out')
    if (waiting.barred) {
      await this.refuse()
      return failed(waiting.barred)
    }
    const starter = ownerOf(session, newSubject(session, waiting.application))
    const { personId } = starter
    const { environment } = waiting.application
    const result = await records.run({ personId }, 'fullscript.connected', null, async (handle, unit) => {
      const pending = await readPending(handle, starter, environment)
      if (!pending?.tokens) return failed('connect-outcome-unknown')
      const subject = subjectIn(pending)
      if (!subject || !mayConnect(session, waiting.application)) return failed('not-allowed')
      const owner = ownerOf(session, subject)
      // Meanwhile a colleague may have connected the same account.
      if (await colleagueWith(handle, ownerIn(pending), { personId, environment }))
        return failed('connect-colleague')
      const replaced = await readConnection(handle, owner, environment)
      if (replaced) {
        await this.#revokeLater(owner, replaced, handle, pending)
        await removeConnection(handle, replaced)
      }
      await promotePending(handle, owner, pending, clock.now())
      unit.row({ subject: pending.ownerId })
      return ok(null)
    })
    if (!result.ok) {
      if (result.failure.code === 'connect-colleague') await this.refuse()
      return result
    }
    this.#waiting = null
    accessTokens.forget()
    this.#deps.background.run(revocations.run())
    this.#deps.changed(session.person.id)
    return result
  }

  /** What waits for a confirmation, opened, for the test page; `fullscript-not-connected` when nothing does. */
  async waiting() {
    const session = this.#deps.sessions.current()
    const waiting = this.#waiting
    if (!session) return failed('signed-out')
    if (waiting?.sessionId !== session.id) return failed('fullscript-not-connected')
    const { application } = waiting
    return withStorageFailures(async () => {
      const owner = ownerOf(session, newSubject(session, application))
      const pending = await this.#deps.records.read((handle) =>
        readPending(handle, owner, application.environment),
      )
      const tokens = pending?.tokens
      return tokens
        ? ok({ application, pending: { ...pending, tokens } })
        : failed('fullscript-not-connected')
    })
  }

  /** Without a sign-in there is no key to open the tokens with; they are revoked at the person's next sign-in. */
  async refuse(): Promise<void> {
    const { sessions, records, revocations } = this.#deps
    const session = sessions.current()
    const waiting = this.#waiting
    this.#waiting = null
    if (!session || waiting?.sessionId !== session.id) return
    const { application } = waiting
    const owner = ownerOf(session, newSubject(session, application))
    await withStorageFailures(async () => {
      await records.internal(async (handle) => {
        const pending = await readPending(handle, owner, application.environment)
        if (pending) await this.#drop(owner, pending, handle)
      })
      return ok(null)
    })
    this.#deps.background.run(revocations.run())
  }

  /** Durable before any use, or straight onto the revocation list when nobody may have them; then says why. */
  async #keepPending(
    keys: Owner,
    application: Application,
    tokens: TokenSet,
    refusal: FailureCode | null,
  ): Promise<FailureCode | null> {
    const { records, revocations, audit } = this.#deps
    const { personId } = keys
    const { environment } = application
    const refused = await records.internal(async (handle) => {
      const colleague = await colleagueWith(handle, tokens.owner, { personId, environment })
      const why = colleague ? 'connect-colleague' : refusal
      if (why) {
        await revocations.add(keys, { personId, environment }, tokens, handle)
        const entry = { personId, action: 'fullscript.connected', outcome: 'refused' } as const
        await audit.record({ ...entry, subject: tokens.owner.id }, handle)
        return why
      }
      const older = await readPending(handle, keys, environment)
      if (older) await this.#drop(keys, older, handle)
      await insertPending(handle, keys, environment, tokens)
      return null
    })
    this.#deps.background.run(revocations.run())
    return refused
  }

  /** First use of the pending token: clinic and name. A clinic that cannot be read cannot be connected. */
  async #whoIs(keys: Owner, application: Application, tokens: TokenSet): Promise<Result<ResourceOwner>> {
    const { personId, subject } = keys
    const { transport, records, clock } = this.#deps
    let failure: Result<never> = failed('fullscript-unreachable')
    const who = await whoIs(tokens.owner, async (request) => {
      const answer = await transport.request(application, tokens.accessToken, request)
      if (answer.ok) return ok(answer.value)
      failure = { ok: false, failure: answer.failure }
      return failure
    })
    if (subject.kind === 'clinic') {
      if (!who.clinic) return failure
      const { statedClinicId = who.clinic.id } = tokens
      if (statedClinicId !== who.clinic.id) return failed('fullscript-bad-answer', { detail: 'clinic_id' })
    }
    const { environment } = application
    const { name, clinic } = who
    await records.internal(async (handle) => {
      const pending = { personId, environment, status: 'pending', kind: subject.kind } as const
      await describeConnection(handle, pending, { ownerName: name, clinicId: clinic?.id ?? null })
      if (clinic) await rememberClinic(handle, environment, clinic, clock.now())
    })
    return ok({ ...tokens.owner, name, clinicName: clinic?.name ?? '' })
  }

  async #previousOwner(personId: string, application: Application): Promise<ResourceOwner | null> {
    // A clinic is added beside others, or connected again as itself.
    if (application.authorization === 'clinic') return null
    return this.#deps.records.read(async (handle) => {
      const before = await personConnection(handle, personId, application.environment)
      if (!before) return null
      const clinic = await clinicName(handle, before.environment, before.clinicId)
      return { ...ownerIn(before), name: before.ownerName, clinicName: clinic }
    })
  }

  async #drop(keys: Keys, pending: StoredConnection, handle: Writing): Promise<void> {
    await this.#revokeLater(keys, pending, handle)
    await removeConnection(handle, pending)
    const { personId, ownerId: subject } = pending
    const entry = { personId, action: 'fullscript.connect-refused', subject, outcome: 'done' } as const
    await this.#deps.audit.record(entry, handle)
  }

  /** Never revokes a token that the connection in its place uses: some servers hand the same one out again. */
  async #revokeLater(
    keys: Keys,
    connection: StoredConnection,
    handle: Writing,
    kept?: StoredConnection,
  ): Promise<void> {
    const { tokens } = connection
    if (!tokens) return
    const inUse = new Set([kept?.tokens?.accessToken, kept?.tokens?.refreshToken])
    const unless = (token: string | null) => (token === null || inUse.has(token) ? null : token)
    const left = {
      accessToken: unless(tokens.accessToken) ?? '',
      refreshToken: unless(tokens.refreshToken),
      previousRefreshToken: unless(tokens.previousRefreshToken),
    }
    // Revoked by whoever is at work, so kept for that person (S-17).
    const of = { personId: keys.personId, environment: connection.environment }
    await this.#deps.revocations.add(keys, of, left, handle)
  }

  /** What a crash or a sign-out between exchange and confirmation left: nobody has confirmed it, so it is ended. */
  async #clearLeftOver(session: Session): Promise<void> {
    const { records, revocations, background } = this.#deps
    const owner = ownerOf(session)
    const cleared = await records.internal(async (handle) => {
      const leftOver = await readAllPending(handle, owner)
      for (const pending of leftOver) await this.#drop(owner, pending, handle)
      return leftOver.length
    })
    if (cleared > 0) background.run(revocations.run())
  }
}

const ownerIn = (connection: Pick<StoredConnection, 'ownerId' | 'ownerType'>): TokenSet['owner'] => ({
  id: connection.ownerId,
  type: connection.ownerType,
})
