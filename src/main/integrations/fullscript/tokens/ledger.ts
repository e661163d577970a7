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
import { may } from '../../../identity/capabilities'
import type { Session, Sessions } from '../../../identity/session'
import type { Database, DatabaseOrTransaction } from '../../../records/database'
import { withStorageFailures } from '../../../records/database-errors'
import type { Background } from '../background'
import type { ApiTransport } from '../api/transport'
import { whoIs } from '../api/who'
import type { Application, ConnectLedger, TokenSet } from '../types'
import type { AuthorizationClient } from './authorization-client'
import { clinicName, rememberClinic } from './clinics'
import type { TokenKeeper } from './keeper'
import { holderIn, mayConnect, newcomer, unsuitable } from './connecting-for'
import { copyKeys, type Keys, type Owner, ownerOf, wipeKeys } from './holder'
import type { Revocations } from './revocations'
import { failedToken } from './token-fault'
import type { StoredConnection, TokenVault } from './vault'

type Dependencies = {
  database: Database
  vault: TokenVault
  authorization: AuthorizationClient
  transport: ApiTransport
  revocations: Revocations
  keeper: TokenKeeper
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
  readonly #with: Dependencies
  /** The exchange that waits for a confirmation, and the sign-in it belongs to. */
  #waiting: Waiting | null = null

  constructor(dependencies: Dependencies) {
    this.#with = dependencies
    dependencies.sessions.onChange(async (session) => {
      this.#waiting = null
      if (session) await this.#clearLeftOver(session)
    })
  }

  async exchange(input: Exchange): Promise<Answer> {
    const { sessions, authorization, clock } = this.#with
    const session = sessions.current()
    if (!session) return failed('signed-out')
    const { application, signal } = input
    if (!mayConnect(session, application)) return failed('not-allowed')
    const keys = copyKeys(session, newcomer(session, application))
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
    const stillHere = () => this.#with.sessions.current()?.id === session.id
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
    const { sessions, vault, revocations, keeper, audit, clock } = this.#with
    const session = sessions.current()
    const waiting = this.#waiting
    if (!session || waiting?.sessionId !== session.id) return failed('signed-out')
    if (waiting.barred) {
      await this.refuse()
      return failed(waiting.barred)
    }
    const starter = ownerOf(session, newcomer(session, waiting.application))
    const { environment } = waiting.application
    const result = await withStorageFailures(async () =>
      vault.transaction(async (within): Promise<Result<null>> => {
        const pending = await vault.readPending(starter, environment, within)
        if (!pending?.tokens) return failed('connect-outcome-unknown')
        const holder = holderIn(pending)
        if (!holder || !mayConnect(session, waiting.application)) return failed('not-allowed')
        const owner = ownerOf(session, holder)
        // Meanwhile a colleague may have connected the same account.
        if (await vault.colleague(owner.personId, environment, ownerIn(pending), within)) {
          return failed('connect-colleague')
        }
        const replaced = await vault.read(owner, environment, within)
        if (replaced) {
          await this.#revokeLater(owner, replaced, within, pending)
          await vault.remove(replaced, within)
        }
        await vault.promotePending(owner, pending, clock.now(), within)
        const entry = { personId: owner.personId, action: 'fullscript.connected', outcome: 'done' } as const
        await audit.record({ ...entry, subject: pending.ownerId }, within)
        return ok(null)
      }),
    )
    if (!result.ok) {
      if (result.failure.code === 'connect-colleague') await this.refuse()
      return result
    }
    this.#waiting = null
    keeper.forget()
    this.#with.background.run(revocations.run())
    this.#with.changed(session.person.id)
    return result
  }

  /** What waits for a confirmation, opened, for the test page; `fullscript-not-connected` when nothing does. */
  async waiting() {
    const session = this.#with.sessions.current()
    const waiting = this.#waiting
    if (!session) return failed('signed-out')
    if (waiting?.sessionId !== session.id) return failed('fullscript-not-connected')
    const { application } = waiting
    return withStorageFailures(async () => {
      const owner = ownerOf(session, newcomer(session, application))
      const pending = await this.#with.vault.readPending(owner, application.environment)
      const tokens = pending?.tokens
      return tokens
        ? ok({ application, pending: { ...pending, tokens } })
        : failed('fullscript-not-connected')
    })
  }

  /** Without a sign-in there is no key to open the tokens with; they are revoked at the person's next sign-in. */
  async refuse(): Promise<void> {
    const { sessions, vault, revocations } = this.#with
    const session = sessions.current()
    const waiting = this.#waiting
    this.#waiting = null
    if (!session || waiting?.sessionId !== session.id) return
    const { application } = waiting
    const owner = ownerOf(session, newcomer(session, application))
    await withStorageFailures(async () => {
      await vault.transaction(async (within) => {
        const pending = await vault.readPending(owner, application.environment, within)
        if (pending) await this.#drop(owner, pending, within)
      })
      return ok(null)
    })
    this.#with.background.run(revocations.run())
  }

  /** Durable before any use, or straight onto the revocation list when nobody may have them; then says why. */
  async #keepPending(
    keys: Owner,
    application: Application,
    tokens: TokenSet,
    refusal: FailureCode | null,
  ): Promise<FailureCode | null> {
    const { vault, revocations, audit } = this.#with
    const { personId } = keys
    const { environment } = application
    const refused = await vault.transaction(async (within) => {
      const colleague = await vault.colleague(personId, environment, tokens.owner, within)
      const why = colleague ? 'connect-colleague' : refusal
      if (why) {
        await revocations.add(keys, { personId, environment }, tokens, within)
        const entry = { personId, action: 'fullscript.connected', outcome: 'refused' } as const
        await audit.record({ ...entry, subject: tokens.owner.id }, within)
        return why
      }
      const older = await vault.readPending(keys, environment, within)
      if (older) await this.#drop(keys, older, within)
      await vault.insertPending(keys, environment, tokens, within)
      return null
    })
    this.#with.background.run(revocations.run())
    return refused
  }

  /** First use of the pending token: clinic and name. A clinic that cannot be read cannot be connected. */
  async #whoIs(keys: Owner, application: Application, tokens: TokenSet): Promise<Result<ResourceOwner>> {
    const { personId, holder } = keys
    const { transport, vault, database, clock } = this.#with
    let failure: Result<never> = failed('fullscript-unreachable')
    const who = await whoIs(tokens.owner, async (request) => {
      const answer = await transport.request(application, tokens.accessToken, request)
      if (answer.ok) return ok(answer.value)
      failure = { ok: false, failure: answer.failure }
      return failure
    })
    if (holder.kind === 'clinic') {
      if (!who.clinic) return failure
      const { statedClinicId = who.clinic.id } = tokens
      if (statedClinicId !== who.clinic.id) return failed('fullscript-bad-answer', { detail: 'clinic_id' })
    }
    const { environment } = application
    const found = { ownerName: who.name, clinicId: who.clinic?.id ?? null }
    await vault.describe(personId, environment, 'pending', found, holder.kind)
    if (who.clinic) await rememberClinic(database, environment, who.clinic, clock.now())
    return ok({ ...tokens.owner, name: who.name, clinicName: who.clinic?.name ?? '' })
  }

  async #previousOwner(personId: string, application: Application): Promise<ResourceOwner | null> {
    const { vault, database } = this.#with
    // A clinic is added beside others, or connected again as itself.
    if (application.authorization === 'clinic') return null
    const before = await vault.facts(personId, application.environment)
    if (!before) return null
    const clinic = await clinicName(database, before.environment, before.clinicId)
    return { ...ownerIn(before), name: before.ownerName, clinicName: clinic }
  }

  async #drop(keys: Keys, pending: StoredConnection, within: DatabaseOrTransaction): Promise<void> {
    await this.#revokeLater(keys, pending, within)
    await this.#with.vault.remove(pending, within)
    const entry = {
      personId: pending.personId,
      action: 'fullscript.connect-refused',
      outcome: 'done',
    } as const
    await this.#with.audit.record({ ...entry, subject: pending.ownerId }, within)
  }

  /** Never revokes a token that the connection in its place uses: some servers hand the same one out again. */
  async #revokeLater(
    keys: Keys,
    connection: StoredConnection,
    within: DatabaseOrTransaction,
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
    await this.#with.revocations.add(keys, of, left, within)
  }

  /** What a crash or a sign-out between exchange and confirmation left: nobody has confirmed it, so it is ended. */
  async #clearLeftOver(session: Session): Promise<void> {
    const { vault, revocations } = this.#with
    const owner = ownerOf(session)
    const leftOver = await vault.readAllPending(owner)
    if (leftOver.length === 0) return
    await vault.transaction(async (within) => {
      for (const pending of leftOver) await this.#drop(owner, pending, within)
    })
    this.#with.background.run(revocations.run())
  }
}

const ownerIn = (connection: Pick<StoredConnection, 'ownerId' | 'ownerType'>): TokenSet['owner'] => ({
  id: connection.ownerId,
  type: connection.ownerType,
})
