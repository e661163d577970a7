/**
 * From a code to a connection. The exchanged tokens are durable as *pending* before their first use; they become the
 * person's connection when the person confirms who it is, and are revoked when not. A colleague's account is refused, and
 * so is a prescriber's for somebody who does not prescribe here.
 */
import type { ResourceOwner } from '../../../shared/bridge/fullscript'
import { failed, ok, type FailureCode, type Result } from '../../../shared/failures'
import type { Audit } from '../../audit/audit'
import type { Clock } from '../../clock/clock'
import { may } from '../../people/capabilities'
import type { Session, Sessions } from '../../people/session'
import type { Database, DatabaseOrTransaction } from '../../storage/database'
import { withStorageFailures } from '../../storage/database-errors'
import type { Background } from '../background'
import type { ApiTransport } from '../api/transport'
import { whoIs } from '../api/who'
import type { Application, ConnectLedger, TokenSet } from '../types'
import type { AuthorizationClient } from './authorization-client'
import { clinicName, rememberClinic } from './clinics'
import type { TokenKeeper } from './keeper'
import { copyKeys, type Keys, wipeKeys } from './keys'
import type { Revocations } from './revocations'
import { failedToken } from './token-fault'
import { ownerOf, type StoredConnection, type TokenVault } from './vault'

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

export class Ledger implements ConnectLedger {
  readonly #with: Dependencies
  /** The exchange that waits for a confirmation, and the sign-in it belongs to. */
  #waiting: { sessionId: string; application: Application } | null = null

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
    const keys = copyKeys(session)
    try {
      const outcome = await authorization.exchange(application, input, signal)
      if (!outcome.ok) return failedToken(outcome.fault, 'exchange', clock.now())
      return await withStorageFailures(() =>
        this.#exchanged(keys, session, application, outcome.value, signal),
      )
    } finally {
      wipeKeys(keys)
    }
  }

  async #exchanged(
    keys: Keys,
    session: Session,
    application: Application,
    tokens: TokenSet,
    signal: AbortSignal,
  ): Promise<Answer> {
    const stillHere = () => this.#with.sessions.current()?.id === session.id
    const refusal = stillHere() ? unsuitable(session, tokens) : 'signed-out'
    const refused = await this.#keepPending(keys, application, tokens, refusal)
    if (refused) return failed(refused)
    this.#waiting = { sessionId: session.id, application }
    const owner = await this.#whoIs(keys.personId, application, tokens)
    if (!stillHere()) return failed('signed-out')
    if (signal.aborted) {
      await this.refuse()
      return failed('connect-cancelled')
    }
    return ok({ owner, previousOwner: await this.#previousOwner(keys.personId, application) })
  }

  async accept(): Promise<Result<null>> {
    const { sessions, vault, revocations, keeper, audit, clock } = this.#with
    const session = sessions.current()
    const waiting = this.#waiting
    if (!session || waiting?.sessionId !== session.id) return failed('signed-out')
    const owner = ownerOf(session)
    const { environment } = waiting.application
    const result = await withStorageFailures(async () =>
      vault.transaction(async (within): Promise<Result<null>> => {
        const pending = await vault.readPending(owner, environment, within)
        if (!pending?.tokens) return failed('connect-outcome-unknown')
        // Meanwhile a colleague may have connected the same account.
        if (await vault.colleague(owner.personId, environment, ownerIn(pending), within)) {
          return failed('connect-colleague')
        }
        const replaced = await vault.read(owner, environment, within)
        if (replaced) {
          await this.#revokeLater(session, replaced, within, pending)
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
    this.#with.changed(owner.personId)
    return result
  }

  /** Without a sign-in there is no key to open the tokens with; they are revoked at the person's next sign-in. */
  async refuse(): Promise<void> {
    const { sessions, vault, revocations } = this.#with
    const session = sessions.current()
    const waiting = this.#waiting
    this.#waiting = null
    if (!session || waiting?.sessionId !== session.id) return
    await withStorageFailures(async () => {
      await vault.transaction(async (within) => {
        const pending = await vault.readPending(ownerOf(session), waiting.application.environment, within)
        if (pending) await this.#drop(session, pending, within)
      })
      return ok(null)
    })
    this.#with.background.run(revocations.run())
  }

  /** Durable before any use, or straight onto the revocation list when nobody may have them; then says why. */
  async #keepPending(
    keys: Keys,
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

  /** First use of the pending token: clinic and name. */
  async #whoIs(personId: string, application: Application, tokens: TokenSet): Promise<ResourceOwner> {
    const { transport, vault, database, clock } = this.#with
    const who = await whoIs(tokens.owner, async (request) => {
      const answer = await transport.request(application, tokens.accessToken, request)
      return answer.ok ? ok(answer.value) : { ok: false, failure: answer.failure }
    })
    const { environment } = application
    const found = { ownerName: who.name, clinicId: who.clinic?.id ?? null }
    await vault.describe(personId, environment, 'pending', found)
    if (who.clinic) await rememberClinic(database, environment, who.clinic, clock.now())
    return { ...tokens.owner, name: who.name, clinicName: who.clinic?.name ?? '' }
  }

  async #previousOwner(personId: string, application: Application): Promise<ResourceOwner | null> {
    const { vault, database } = this.#with
    const before = await vault.facts(personId, application.environment)
    if (!before) return null
    const clinic = await clinicName(database, before.environment, before.clinicId)
    return { ...ownerIn(before), name: before.ownerName, clinicName: clinic }
  }

  async #drop(
    keys: Pick<Keys, 'personKey'>,
    pending: StoredConnection,
    within: DatabaseOrTransaction,
  ): Promise<void> {
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
    keys: Pick<Keys, 'personKey'>,
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
    await this.#with.revocations.add(keys, connection, left, within)
  }

  /** What a crash or a sign-out between exchange and confirmation left: nobody has confirmed it, so it is ended. */
  async #clearLeftOver(session: Session): Promise<void> {
    const { vault, revocations } = this.#with
    const leftOver = await vault.readAllPending(ownerOf(session))
    if (leftOver.length === 0) return
    await vault.transaction(async (within) => {
      for (const pending of leftOver) await this.#drop(session, pending, within)
    })
    this.#with.background.run(revocations.run())
  }
}

/** The front desk prescribes nothing, at Fullscript neither: a prescriber's account is not for them. */
const unsuitable = ({ person }: Session, { owner }: TokenSet): FailureCode | null =>
  owner.type === 'Practitioner' && !may(person, 'plans:prescribe') ? 'connect-practitioner' : null

const ownerIn = (connection: Pick<StoredConnection, 'ownerId' | 'ownerType'>): TokenSet['owner'] => ({
  id: connection.ownerId,
  type: connection.ownerType,
})
