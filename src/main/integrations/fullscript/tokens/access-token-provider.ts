/**
 * Hands out access tokens: one refresh for any number of callers (F-310), a token only after its pair is durable, and
 * expiry by the monotonic clock from the moment of receipt (F-308, F-309). For the person signed in and nobody else: with
 * that person's own tokens, or those of the clinic that the person works in.
 */
import { failed, ok, type Failure, type Result } from '../../../../shared/failures'
import type { Environment } from '../../../../shared/contract/fullscript'
import { Listeners } from '../../../../shared/listeners'
import type { Clock } from '../../../platform/clock/clock'
import type { Logger } from '../../../platform/logging/logger'
import type { Session, Sessions } from '../../../identity/session'
import type { FullscriptContext } from '../context'
import { storageFailure } from '../../../records/database-errors'
import type { Records } from '../../../records/unit-of-work'
import { type CachedToken, place, toCached, type Where } from './cached-token'
import { copyKeys, type TokenSubject, type Owner, wipeKeys } from './token-subject'
import { RefreshPace } from './pace'
import type { Refresher } from './refresher'
import { readConnection, recordFirstUse } from './token-store-repository'
import type { StoredConnection } from './token-store-row'
import { wait } from './wait'

/** Between two looks whether another workstation has committed its pair; milliseconds. */
const LOOK_AGAIN = 500
/** How often a connection may be found changed by somebody else before its caller is told. */
const MOST_CHANGES = 3

type Dependencies = {
  records: Pick<Records, 'read' | 'internal'>
  refresher: Refresher
  sessions: Sessions
  clock: Clock
  logger: Logger
}

export class AccessTokenProvider {
  readonly #deps: Dependencies
  /** By subject and environment. */
  readonly #cached = new Map<string, CachedToken>()
  readonly #running = new Map<string, { sessionId: string; outcome: Promise<Result<string>> }>()
  readonly #paces = new Map<string, RefreshPace>()
  readonly #listeners = new Listeners<[personId: string]>()

  constructor(dependencies: Dependencies) {
    this.#deps = dependencies
    dependencies.sessions.onChange(() => {
      this.#cached.clear()
      dependencies.refresher.forget()
    })
  }

  /** Called after a refresh changed the connection: renewed, or a reconnect is needed. */
  onChange(listener: (personId: string) => void): () => void {
    return this.#listeners.add(listener)
  }

  /** The connection was replaced or ended: what is cached in memory is no longer it. */
  forget(): void {
    this.#cached.clear()
    this.#paces.clear()
  }

  /**
   * A usable access token. Fails with `signed-out` for anybody who is not signed in, `fullscript-not-connected`,
   * `fullscript-reconnect-needed` (for a clinic both are `fullscript-clinic-not-connected`), `fullscript-not-mapped`, or
   * what the refresh failed with.
   */
  async accessToken(context: FullscriptContext): Promise<Result<string>> {
    return told(context, await this.#accessToken(context))
  }

  /** A fresh pair now, if the last one is older than a minute: the test page's first step. */
  async refreshNow(context: FullscriptContext): Promise<Result<string>> {
    const token = await this.#accessToken(context)
    if (!token.ok || this.#paceOf(context).justRefreshed) return told(context, token)
    return told(context, await this.#renewOnce(context, token.value))
  }

  /**
   * A call with `token` was answered with 401. Answers the current token when there is a newer one already (F-319),
   * else a refreshed one; at most one refresh until a token works again (F-320).
   */
  async rejected(context: FullscriptContext, token: string): Promise<Result<string>> {
    return told(context, await this.#rejected(context, token))
  }

  /** A call with `token` worked: the refresh token before it is dead now and is wiped, once (F-326, R-6749-13). */
  async markUsed(token: string): Promise<void> {
    const session = this.#deps.sessions.current()
    const cached = [...this.#cached.values()].find(({ accessToken }) => accessToken === token)
    if (!cached || session?.id !== cached.sessionId) return
    this.#paceOf(cached).worked()
    if (cached.used) return
    cached.used = true
    try {
      const at = this.#deps.clock.now()
      await this.#deps.records.internal((handle) => recordFirstUse(handle, cached, at))
    } catch (error) {
      // Not lost: the next use writes it (F-314).
      cached.used = false
      this.#deps.logger.warn('First use of the access token could not be noted', {
        code: storageFailure(error)?.code,
      })
    }
  }

  /** When the cached token ends: epoch milliseconds on this computer's clock, null when unknown. */
  expiry(subject: TokenSubject, environment: Environment): number | null {
    const cached = this.#cached.get(place({ subject, environment }))
    const current = cached?.sessionId === this.#deps.sessions.current()?.id
    if (!cached || cached.hardEnd === null || !current) return null
    return this.#deps.clock.now() + cached.hardEnd - this.#deps.clock.monotonic()
  }

  async #accessToken(context: FullscriptContext): Promise<Result<string>> {
    if (!this.#isCurrent(context.session)) return failed('signed-out')
    const pace = this.#paceOf(context)
    if (pace.open > 0) return this.#tooManyRefusals(pace)
    const cached = this.#cachedFor(context)
    if (cached && (this.#before(cached.softEnd) || pace.justRefreshed)) return ok(cached.accessToken)
    return this.#renewOnce(context, null)
  }

  async #rejected(context: FullscriptContext, token: string): Promise<Result<string>> {
    if (!this.#isCurrent(context.session)) return failed('signed-out')
    const running = this.#running.get(place(context))
    if (running?.sessionId === context.session.id) return running.outcome
    const cached = this.#cachedFor(context)
    if (cached && cached.accessToken !== token) return ok(cached.accessToken)
    const pace = this.#paceOf(context)
    if (pace.open > 0 || !pace.mayRefreshAfterRefusal()) return this.#tooManyRefusals(pace)
    return this.#renewOnce(context, token)
  }

  #cachedFor(context: FullscriptContext): CachedToken | null {
    const cached = this.#cached.get(place(context))
    return cached?.sessionId === context.session.id ? cached : null
  }

  #before(end: number | null): boolean {
    return end === null || this.#deps.clock.monotonic() < end
  }

  #paceOf(where: Where): RefreshPace {
    const key = place(where)
    const pace = this.#paces.get(key) ?? new RefreshPace(this.#deps.clock)
    this.#paces.set(key, pace)
    return pace
  }

  #tooManyRefusals(pace: RefreshPace): Result<never> {
    return failed('fullscript-reconnect-needed', { retryAt: this.#deps.clock.now() + pace.open })
  }

  #renewOnce(context: FullscriptContext, rejected: string | null): Promise<Result<string>> {
    const key = place(context)
    const running = this.#running.get(key)
    if (running?.sessionId === context.session.id) return running.outcome
    // A colleague's refresh of the same clinic ends first: what it brought is in the token store then, and is enough.
    const before: Promise<unknown> = running?.outcome.catch(() => undefined) ?? Promise.resolve()
    const outcome = before
      .then(() => this.#renewWithKeys(context, rejected))
      .finally(() => {
        if (this.#running.get(key)?.outcome === outcome) this.#running.delete(key)
      })
    this.#running.set(key, { sessionId: context.session.id, outcome })
    return outcome
  }

  async #renewWithKeys(context: FullscriptContext, rejected: string | null): Promise<Result<string>> {
    const { session } = context
    if (!this.#isCurrent(session)) return failed('signed-out')
    const owner = copyKeys(session, context.subject)
    try {
      const result = await this.#renew(context, owner, rejected)
      // What belongs to an older sign-in is kept in the token store, but not handed on (F-507).
      return this.#isCurrent(session) ? result : failed('signed-out')
    } finally {
      wipeKeys(owner)
    }
  }

  async #renew(
    context: FullscriptContext,
    owner: Owner,
    rejected: string | null,
    changes = 0,
  ): Promise<Result<string>> {
    const { records, refresher, logger } = this.#deps
    const { application, environment } = context
    // Read again inside: somebody, here or at another workstation, may have been quicker (F-310).
    const stored = await records.read((handle) => readConnection(handle, owner, environment))
    if (!stored) return failed('fullscript-not-connected')
    if (stored.status === 'reconnect') return failed('fullscript-reconnect-needed')
    if (!stored.tokens) {
      logger.error('The stored Fullscript tokens cannot be opened', { environment })
      return failed('fullscript-reconnect-needed', { detail: 'seal' })
    }
    const cached = this.#fromStore(context, stored, stored.tokens.accessToken)
    const refused = cached.accessToken === rejected
    if (!refused && this.#before(cached.softEnd)) return ok(this.#keep(context, cached))
    if (!stored.tokens.refreshToken) return failed('fullscript-reconnect-needed')
    const pace = this.#paceOf(context)
    if (pace.cooling > 0) return this.#stillGood(cached, refused, this.#coolingFailure(pace))

    const outcome = await refresher.renew(application, owner, stored)
    if (outcome.ok) {
      pace.refreshed(refused)
      this.#listeners.tell(owner.personId)
      const { version, tokens, arrivedAt } = outcome.value
      return ok(this.#keep(context, toCached(context, { ...tokens, version, arrivedAt, used: false })))
    }
    if (outcome.elsewhere) {
      await wait(this.#deps.clock, LOOK_AGAIN)
      return this.#isCurrent(context.session)
        ? this.#renew(context, owner, rejected, changes)
        : failed('signed-out')
    }
    if (outcome.changed && changes < MOST_CHANGES) return this.#renew(context, owner, rejected, changes + 1)
    const { transient, failure } = outcome
    if (transient?.kind === 'trouble') pace.trouble(transient.wait)
    if (transient) return this.#stillGood(cached, refused, failure)
    if (failure.code === 'fullscript-reconnect-needed') {
      this.#cached.delete(place(context))
      this.#listeners.tell(owner.personId)
    }
    return { ok: false, failure }
  }

  /** Fullscript cannot be asked now; a token that was refreshed early for safety may have life left (F-302). */
  #stillGood(cached: CachedToken, refused: boolean, failure: Failure): Result<string> {
    if (!refused && cached.hardEnd !== null && this.#before(cached.hardEnd)) return ok(cached.accessToken)
    return { ok: false, failure }
  }

  #coolingFailure(pace: RefreshPace): Failure {
    return { code: 'fullscript-trouble', retryAt: this.#deps.clock.now() + pace.cooling }
  }

  /** What the token store has, as it would be cached; after a start only wall time can say how old it is. */
  #fromStore(context: FullscriptContext, stored: StoredConnection, accessToken: string): CachedToken {
    const { version, expiresIn, firstUsedAt } = stored
    const known = this.#cachedFor(context)
    if (known?.version === version) return known
    const age = this.#deps.clock.now() - stored.receivedAt
    // A clock that stands before the receipt says nothing about the age: taken as expired, one refresh (F-309).
    const arrivedAt = this.#deps.clock.monotonic() - (age < 0 ? Number.MAX_SAFE_INTEGER : age)
    return toCached(context, { version, accessToken, expiresIn, arrivedAt, used: firstUsedAt !== null })
  }

  #isCurrent(session: Session): boolean {
    return this.#deps.sessions.current()?.id === session.id
  }

  #keep(context: FullscriptContext, cached: CachedToken): string {
    if (this.#isCurrent(context.session)) this.#cached.set(place(context), cached)
    return cached.accessToken
  }
}

/** Only an administrator can mend a clinic's connection, so its loss is said in other words. */
function told({ subject }: Where, result: Result<string>): Result<string> {
  if (result.ok || subject.kind === 'person') return result
  const { code, ...more } = result.failure
  return code === 'fullscript-not-connected' || code === 'fullscript-reconnect-needed'
    ? failed('fullscript-clinic-not-connected', more)
    : result
}
