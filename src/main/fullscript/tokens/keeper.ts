/**
 * Hands out access tokens: one refresh for any number of callers (F-310), a token only after its pair is durable, and
 * expiry by the monotonic clock from the moment of receipt (F-308, F-309). Tokens of the person signed in, nobody else's.
 */
import { failed, ok, type Failure, type Result } from '../../../shared/failures'
import type { Environment } from '../../../shared/bridge/fullscript'
import type { Clock } from '../../clock/clock'
import type { Logger } from '../../logging/logger'
import type { Session, Sessions } from '../../people/session'
import type { Application, Applications } from '../types'
import { storageFailure } from '../../storage/database-errors'
import { copyKeys, type Keys, wipeKeys } from './keys'
import { RefreshPace } from './pace'
import type { Refresher } from './refresher'
import type { StoredConnection, TokenVault } from './vault'

/** Refreshed this long before the end of its life, or a tenth of its life if that is shorter. Milliseconds. */
const MARGIN = 60_000

/** The current token in memory; `softEnd` and `hardEnd` are monotonic, null when the server named no lifetime. */
type Held = {
  sessionId: string
  environment: Environment
  version: number
  accessToken: string
  softEnd: number | null
  hardEnd: number | null
  used: boolean
}

type Dependencies = {
  vault: TokenVault
  refresher: Refresher
  applications: Applications
  sessions: Sessions
  clock: Clock
  logger: Logger
}

export class TokenKeeper {
  readonly #with: Dependencies
  #held: Held | null = null
  readonly #running = new Map<string, Promise<Result<string>>>()
  readonly #paces = new Map<string, RefreshPace>()
  readonly #listeners = new Set<(personId: string) => void>()

  constructor(dependencies: Dependencies) {
    this.#with = dependencies
    dependencies.sessions.onChange(() => {
      this.#held = null
      dependencies.refresher.forget()
    })
  }

  /** Called after a refresh changed the connection: renewed, or a reconnect is needed. */
  onChange(listener: (personId: string) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The connection was replaced or ended: what is held in memory is no longer it. */
  forget(): void {
    this.#held = null
    this.#paces.clear()
  }

  /**
   * A usable access token of the person signed in. Fails with `signed-out` for anybody else,
   * `fullscript-not-connected`, `fullscript-reconnect-needed`, or what the refresh failed with.
   */
  async accessToken(personId: string): Promise<Result<string>> {
    const session = this.#sessionOf(personId)
    if (!session) return failed('signed-out')
    const application = await this.#with.applications.current()
    if (!application.ok) return application
    const pace = this.#paceOf(personId, application.value.environment)
    if (pace.open > 0) return this.#tooManyRefusals(pace)
    const held = this.#heldFor(session, application.value.environment)
    if (held && (this.#before(held.softEnd) || pace.justRefreshed)) return ok(held.accessToken)
    return this.#renewOnce(session, application.value, null)
  }

  /** A fresh pair now, if the last one is older than a minute: the test page's first step. */
  async refreshNow(personId: string): Promise<Result<string>> {
    const token = await this.accessToken(personId)
    const session = this.#sessionOf(personId)
    const application = await this.#with.applications.current()
    if (!token.ok || !session || !application.ok) return token
    if (this.#paceOf(personId, application.value.environment).justRefreshed) return token
    return this.#renewOnce(session, application.value, token.value)
  }

  /**
   * A call with `token` was answered with 401. Answers the current token when there is a newer one already (F-319),
   * else a refreshed one; at most one refresh until a token works again (F-320).
   */
  async rejected(personId: string, token: string): Promise<Result<string>> {
    const session = this.#sessionOf(personId)
    if (!session) return failed('signed-out')
    const application = await this.#with.applications.current()
    if (!application.ok) return application
    const { environment } = application.value
    const running = this.#running.get(place(personId, environment))
    if (running) return running
    const held = this.#heldFor(session, environment)
    if (held && held.accessToken !== token) return ok(held.accessToken)
    const pace = this.#paceOf(personId, environment)
    if (pace.open > 0 || !pace.mayRefreshAfterRefusal()) return this.#tooManyRefusals(pace)
    return this.#renewOnce(session, application.value, token)
  }

  /** A call with `token` worked: the refresh token before it is dead now and is wiped, once (F-326, R-6749-13). */
  async markUsed(personId: string, token: string): Promise<void> {
    const held = this.#held
    if (held?.accessToken !== token || this.#sessionOf(personId)?.id !== held.sessionId) return
    this.#paceOf(personId, held.environment).worked()
    if (held.used) return
    held.used = true
    try {
      await this.#with.vault.recordFirstUse(personId, held.environment, held.version, this.#with.clock.now())
    } catch (error) {
      // Not lost: the next use writes it (F-314).
      held.used = false
      this.#with.logger.warn('First use of the access token could not be noted', {
        code: storageFailure(error)?.code,
      })
    }
  }

  /** When the held token ends: epoch milliseconds on this computer's clock, null when unknown. */
  expiry(personId: string): number | null {
    const held = this.#held
    if (!held || held.hardEnd === null || this.#sessionOf(personId)?.id !== held.sessionId) return null
    return this.#with.clock.now() + held.hardEnd - this.#with.clock.monotonic()
  }

  #sessionOf(personId: string): Session | null {
    const session = this.#with.sessions.current()
    return session?.person.id === personId ? session : null
  }

  #heldFor(session: Session, environment: Environment): Held | null {
    const held = this.#held
    return held?.sessionId === session.id && held.environment === environment ? held : null
  }

  #before(end: number | null): boolean {
    return end === null || this.#with.clock.monotonic() < end
  }

  #paceOf(personId: string, environment: Environment): RefreshPace {
    const key = place(personId, environment)
    const pace = this.#paces.get(key) ?? new RefreshPace(this.#with.clock)
    this.#paces.set(key, pace)
    return pace
  }

  #tooManyRefusals(pace: RefreshPace): Result<never> {
    return failed('fullscript-reconnect-needed', { retryAt: this.#with.clock.now() + pace.open })
  }

  #renewOnce(session: Session, application: Application, rejected: string | null): Promise<Result<string>> {
    const key = place(session.person.id, application.environment)
    const running = this.#running.get(key)
    if (running) return running
    const started = this.#renewWithKeys(session, application, rejected).finally(() => {
      this.#running.delete(key)
    })
    this.#running.set(key, started)
    return started
  }

  async #renewWithKeys(
    session: Session,
    application: Application,
    rejected: string | null,
  ): Promise<Result<string>> {
    const keys = copyKeys(session)
    try {
      const result = await this.#renew(session, keys, application, rejected, true)
      // What belongs to an older sign-in is kept in the vault, but not handed on (F-507).
      return this.#isCurrent(session) ? result : failed('signed-out')
    } finally {
      wipeKeys(keys)
    }
  }

  async #renew(
    session: Session,
    keys: Keys,
    application: Application,
    rejected: string | null,
    mayReadAgain: boolean,
  ): Promise<Result<string>> {
    const { vault, refresher, logger } = this.#with
    const { environment } = application
    // Read again inside: somebody may have been quicker (F-310).
    const stored = await vault.read(keys, environment)
    if (!stored) return failed('fullscript-not-connected')
    if (stored.status === 'reconnect') return failed('fullscript-reconnect-needed')
    if (!stored.tokens) {
      logger.error('The stored Fullscript tokens cannot be opened', { environment })
      return failed('fullscript-reconnect-needed', { detail: 'seal' })
    }
    const held = this.#fromVault(session, stored, stored.tokens.accessToken)
    const refused = held.accessToken === rejected
    if (!refused && this.#before(held.softEnd)) return ok(this.#keep(session, held))
    if (!stored.tokens.refreshToken) return failed('fullscript-reconnect-needed')
    const pace = this.#paceOf(keys.personId, environment)
    if (pace.cooling > 0) return this.#stillGood(held, refused, this.#coolingFailure(pace))

    const outcome = await refresher.renew(application, keys, stored)
    if (outcome.ok) {
      pace.refreshed(refused)
      this.#tell(keys.personId)
      const { version, tokens, arrivedAt } = outcome.value
      return ok(
        this.#keep(session, toHeld(session, { ...tokens, environment, version, arrivedAt, used: false })),
      )
    }
    if (outcome.changed && mayReadAgain) return this.#renew(session, keys, application, rejected, false)
    const { transient, failure } = outcome
    if (transient?.kind === 'trouble') pace.trouble(transient.wait)
    if (transient) return this.#stillGood(held, refused, failure)
    if (failure.code === 'fullscript-reconnect-needed') {
      this.#held = null
      this.#tell(keys.personId)
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

  /** What the vault has, as it would be held; after a start only wall time can say how old it is. */
  #fromVault(session: Session, stored: StoredConnection, accessToken: string): Held {
    const { environment, version, expiresIn, firstUsedAt } = stored
    const known = this.#heldFor(session, environment)
    if (known?.version === version) return known
    const age = this.#with.clock.now() - stored.receivedAt
    // A clock that stands before the receipt says nothing about the age: taken as expired, one refresh (F-309).
    const arrivedAt = this.#with.clock.monotonic() - (age < 0 ? Number.MAX_SAFE_INTEGER : age)
    return toHeld(session, {
      environment,
      version,
      accessToken,
      expiresIn,
      arrivedAt,
      used: firstUsedAt !== null,
    })
  }

  #isCurrent(session: Session): boolean {
    return this.#with.sessions.current()?.id === session.id
  }

  #keep(session: Session, held: Held): string {
    if (this.#isCurrent(session)) this.#held = held
    return held.accessToken
  }

  #tell(personId: string): void {
    for (const listener of this.#listeners) listener(personId)
  }
}

function toHeld(
  session: Session,
  from: {
    environment: Environment
    version: number
    accessToken: string
    /** Seconds. */
    expiresIn: number | null
    arrivedAt: number
    used: boolean
  },
): Held {
  const { environment, version, accessToken, used } = from
  const life = from.expiresIn === null ? null : from.expiresIn * 1000
  const hardEnd = life === null ? null : from.arrivedAt + life
  const softEnd = life === null || hardEnd === null ? null : hardEnd - Math.min(MARGIN, life / 10)
  return { sessionId: session.id, environment, version, accessToken, softEnd, hardEnd, used }
}

const place = (personId: string, environment: Environment) => `${personId} ${environment}`
