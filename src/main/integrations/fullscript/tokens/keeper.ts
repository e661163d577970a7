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
import type { Application, Applications } from '../types'
import { storageFailure } from '../../../records/database-errors'
import type { Records } from '../../../records/unit-of-work'
import { type Asked, type Held, place, toHeld, type Where } from './held'
import { type ClinicHolder, copyKeys, type Holder, type Owner, wipeKeys } from './holder'
import { RefreshPace } from './pace'
import type { Refresher } from './refresher'
import { readConnection, recordFirstUse } from './token-store-repository'
import type { StoredConnection } from './token-store-row'
import { wait } from './wait'

/** Who asks: a person, for the tokens that person works with, or an administrator for a clinic's by name. */
export type Asker = string | ClinicHolder

/** Decides with whose tokens a person works. */
export interface Holders {
  of(personId: string, application: Application): Promise<Result<Holder>>
}

/** Between two looks whether another workstation has committed its pair; milliseconds. */
const LOOK_AGAIN = 500
/** How often a connection may be found changed by somebody else before its caller is told. */
const MOST_CHANGES = 3

type Dependencies = {
  records: Pick<Records, 'read' | 'internal'>
  refresher: Refresher
  applications: Applications
  holders: Holders
  sessions: Sessions
  clock: Clock
  logger: Logger
}

export class TokenKeeper {
  readonly #with: Dependencies
  /** By holder and environment. */
  readonly #held = new Map<string, Held>()
  readonly #running = new Map<string, { sessionId: string; outcome: Promise<Result<string>> }>()
  readonly #paces = new Map<string, RefreshPace>()
  readonly #listeners = new Listeners<[personId: string]>()

  constructor(dependencies: Dependencies) {
    this.#with = dependencies
    dependencies.sessions.onChange(() => {
      this.#held.clear()
      dependencies.refresher.forget()
    })
  }

  /** Called after a refresh changed the connection: renewed, or a reconnect is needed. */
  onChange(listener: (personId: string) => void): () => void {
    return this.#listeners.add(listener)
  }

  /** The connection was replaced or ended: what is held in memory is no longer it. */
  forget(): void {
    this.#held.clear()
    this.#paces.clear()
  }

  /**
   * A usable access token. Fails with `signed-out` for anybody who is not signed in, `fullscript-not-connected`,
   * `fullscript-reconnect-needed` (for a clinic both are `fullscript-clinic-not-connected`), `fullscript-not-mapped`, or
   * what the refresh failed with.
   */
  async accessToken(asker: Asker): Promise<Result<string>> {
    const asked = await this.#ask(asker)
    return asked.ok ? told(asked.value, await this.#accessToken(asked.value)) : asked
  }

  /** A fresh pair now, if the last one is older than a minute: the test page's first step. */
  async refreshNow(asker: Asker): Promise<Result<string>> {
    const asked = await this.#ask(asker)
    if (!asked.ok) return asked
    const token = await this.#accessToken(asked.value)
    if (!token.ok || this.#paceOf(asked.value).justRefreshed) return told(asked.value, token)
    return told(asked.value, await this.#renewOnce(asked.value, token.value))
  }

  /**
   * A call with `token` was answered with 401. Answers the current token when there is a newer one already (F-319),
   * else a refreshed one; at most one refresh until a token works again (F-320).
   */
  async rejected(asker: Asker, token: string): Promise<Result<string>> {
    const asked = await this.#ask(asker)
    return asked.ok ? told(asked.value, await this.#rejected(asked.value, token)) : asked
  }

  /** A call with `token` worked: the refresh token before it is dead now and is wiped, once (F-326, R-6749-13). */
  async markUsed(token: string): Promise<void> {
    const session = this.#with.sessions.current()
    const held = [...this.#held.values()].find(({ accessToken }) => accessToken === token)
    if (!held || session?.id !== held.sessionId) return
    this.#paceOf(held).worked()
    if (held.used) return
    held.used = true
    try {
      const at = this.#with.clock.now()
      await this.#with.records.internal((handle) => recordFirstUse(handle, held, at))
    } catch (error) {
      // Not lost: the next use writes it (F-314).
      held.used = false
      this.#with.logger.warn('First use of the access token could not be noted', {
        code: storageFailure(error)?.code,
      })
    }
  }

  /** When the held token ends: epoch milliseconds on this computer's clock, null when unknown. */
  expiry(holder: Holder, environment: Environment): number | null {
    const held = this.#held.get(place({ holder, environment }))
    const current = held?.sessionId === this.#with.sessions.current()?.id
    if (!held || held.hardEnd === null || !current) return null
    return this.#with.clock.now() + held.hardEnd - this.#with.clock.monotonic()
  }

  async #ask(asker: Asker): Promise<Result<Asked>> {
    const session = this.#with.sessions.current()
    if (!session || (typeof asker === 'string' && session.person.id !== asker)) return failed('signed-out')
    const application = await this.#with.applications.current()
    if (!application.ok) return application
    const holder =
      typeof asker === 'string' ? await this.#with.holders.of(asker, application.value) : ok(asker)
    if (!holder.ok) return holder
    const { environment } = application.value
    return ok({ session, application: application.value, environment, holder: holder.value })
  }

  async #accessToken(asked: Asked): Promise<Result<string>> {
    const pace = this.#paceOf(asked)
    if (pace.open > 0) return this.#tooManyRefusals(pace)
    const held = this.#heldFor(asked)
    if (held && (this.#before(held.softEnd) || pace.justRefreshed)) return ok(held.accessToken)
    return this.#renewOnce(asked, null)
  }

  async #rejected(asked: Asked, token: string): Promise<Result<string>> {
    const running = this.#running.get(place(asked))
    if (running?.sessionId === asked.session.id) return running.outcome
    const held = this.#heldFor(asked)
    if (held && held.accessToken !== token) return ok(held.accessToken)
    const pace = this.#paceOf(asked)
    if (pace.open > 0 || !pace.mayRefreshAfterRefusal()) return this.#tooManyRefusals(pace)
    return this.#renewOnce(asked, token)
  }

  #heldFor(asked: Asked): Held | null {
    const held = this.#held.get(place(asked))
    return held?.sessionId === asked.session.id ? held : null
  }

  #before(end: number | null): boolean {
    return end === null || this.#with.clock.monotonic() < end
  }

  #paceOf(where: Where): RefreshPace {
    const key = place(where)
    const pace = this.#paces.get(key) ?? new RefreshPace(this.#with.clock)
    this.#paces.set(key, pace)
    return pace
  }

  #tooManyRefusals(pace: RefreshPace): Result<never> {
    return failed('fullscript-reconnect-needed', { retryAt: this.#with.clock.now() + pace.open })
  }

  #renewOnce(asked: Asked, rejected: string | null): Promise<Result<string>> {
    const key = place(asked)
    const running = this.#running.get(key)
    if (running?.sessionId === asked.session.id) return running.outcome
    // A colleague's refresh of the same clinic ends first: what it brought is in the token store then, and is enough.
    const before: Promise<unknown> = running?.outcome.catch(() => undefined) ?? Promise.resolve()
    const outcome = before
      .then(() => this.#renewWithKeys(asked, rejected))
      .finally(() => {
        if (this.#running.get(key)?.outcome === outcome) this.#running.delete(key)
      })
    this.#running.set(key, { sessionId: asked.session.id, outcome })
    return outcome
  }

  async #renewWithKeys(asked: Asked, rejected: string | null): Promise<Result<string>> {
    const { session } = asked
    if (!this.#isCurrent(session)) return failed('signed-out')
    const owner = copyKeys(session, asked.holder)
    try {
      const result = await this.#renew(asked, owner, rejected)
      // What belongs to an older sign-in is kept in the token store, but not handed on (F-507).
      return this.#isCurrent(session) ? result : failed('signed-out')
    } finally {
      wipeKeys(owner)
    }
  }

  async #renew(asked: Asked, owner: Owner, rejected: string | null, changes = 0): Promise<Result<string>> {
    const { records, refresher, logger } = this.#with
    const { application, environment } = asked
    // Read again inside: somebody, here or at another workstation, may have been quicker (F-310).
    const stored = await records.read((handle) => readConnection(handle, owner, environment))
    if (!stored) return failed('fullscript-not-connected')
    if (stored.status === 'reconnect') return failed('fullscript-reconnect-needed')
    if (!stored.tokens) {
      logger.error('The stored Fullscript tokens cannot be opened', { environment })
      return failed('fullscript-reconnect-needed', { detail: 'seal' })
    }
    const held = this.#fromStore(asked, stored, stored.tokens.accessToken)
    const refused = held.accessToken === rejected
    if (!refused && this.#before(held.softEnd)) return ok(this.#keep(asked, held))
    if (!stored.tokens.refreshToken) return failed('fullscript-reconnect-needed')
    const pace = this.#paceOf(asked)
    if (pace.cooling > 0) return this.#stillGood(held, refused, this.#coolingFailure(pace))

    const outcome = await refresher.renew(application, owner, stored)
    if (outcome.ok) {
      pace.refreshed(refused)
      this.#listeners.tell(owner.personId)
      const { version, tokens, arrivedAt } = outcome.value
      return ok(this.#keep(asked, toHeld(asked, { ...tokens, version, arrivedAt, used: false })))
    }
    if (outcome.elsewhere) {
      await wait(this.#with.clock, LOOK_AGAIN)
      return this.#isCurrent(asked.session)
        ? this.#renew(asked, owner, rejected, changes)
        : failed('signed-out')
    }
    if (outcome.changed && changes < MOST_CHANGES) return this.#renew(asked, owner, rejected, changes + 1)
    const { transient, failure } = outcome
    if (transient?.kind === 'trouble') pace.trouble(transient.wait)
    if (transient) return this.#stillGood(held, refused, failure)
    if (failure.code === 'fullscript-reconnect-needed') {
      this.#held.delete(place(asked))
      this.#listeners.tell(owner.personId)
    }
    return { ok: false, failure }
  }

  /** Fullscript cannot be asked now; a token that was refreshed early for safety may have life left (F-302). */
  #stillGood(held: Held, refused: boolean, failure: Failure): Result<string> {
    if (!refused && held.hardEnd !== null && this.#before(held.hardEnd)) return ok(held.accessToken)
    return { ok: false, failure }
  }

  #coolingFailure(pace: RefreshPace): Failure {
    return { code: 'fullscript-trouble', retryAt: this.#with.clock.now() + pace.cooling }
  }

  /** What the token store has, as it would be held; after a start only wall time can say how old it is. */
  #fromStore(asked: Asked, stored: StoredConnection, accessToken: string): Held {
    const { version, expiresIn, firstUsedAt } = stored
    const known = this.#heldFor(asked)
    if (known?.version === version) return known
    const age = this.#with.clock.now() - stored.receivedAt
    // A clock that stands before the receipt says nothing about the age: taken as expired, one refresh (F-309).
    const arrivedAt = this.#with.clock.monotonic() - (age < 0 ? Number.MAX_SAFE_INTEGER : age)
    return toHeld(asked, { version, accessToken, expiresIn, arrivedAt, used: firstUsedAt !== null })
  }

  #isCurrent(session: Session): boolean {
    return this.#with.sessions.current()?.id === session.id
  }

  #keep(asked: Asked, held: Held): string {
    if (this.#isCurrent(asked.session)) this.#held.set(place(asked), held)
    return held.accessToken
  }
}

/** Only an administrator can mend a clinic's connection, so its loss is said in other words. */
function told({ holder }: Where, result: Result<string>): Result<string> {
  if (result.ok || holder.kind === 'person') return result
  const { code, ...more } = result.failure
  return code === 'fullscript-not-connected' || code === 'fullscript-reconnect-needed'
    ? failed('fullscript-clinic-not-connected', more)
    : result
}
