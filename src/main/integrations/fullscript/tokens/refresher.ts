/**
 * One refresh, start to durable end: ask with the newest refresh token, then with the one before (F-317), check who
 * answered (F-323), commit, and only then hand the new access token out (F-312, F-316). One workstation at a time does
 * it, by a lease; the others read the pair that it commits. Holds the pairs that could not be written yet; no token leaves
 * this file before its commit.
 */
import { failed, ok, type Result } from '../../../../shared/failures'
import type { Audit } from '../../../audit/audit'
import type { Clock } from '../../../platform/clock/clock'
import type { Logger } from '../../../platform/logging/logger'
import { storageFailure } from '../../../records/database-errors'
import { releaseLease, takeLease } from '../../../records/leases'
import type { Records } from '../../../records/unit-of-work'
import type { Background } from '../background'
import type { Application, TokenSet } from '../types'
import type { AuthorizationClient } from './authorization-client'
import { subjectKey, type Owner } from './token-subject'
import type { Revocations } from './revocations'
import { failedToken, type TokenFault, type TokenOutcome } from './token-fault'
import { markReconnect, readConnection, storeRefreshed } from './token-store-repository'
import type { StoredConnection } from './token-store-row'
import { jittered, wait } from './wait'

const TRIES = 3
const FIRST_PAUSE = 500
/** Longer than all tries with both refresh tokens take; a station that died with it is succeeded then. Milliseconds. */
const LEASE = 60_000

/** A pair that is durable, with the monotonic time at which it arrived. */
export type Renewed = { version: number; tokens: TokenSet; arrivedAt: number }

/**
 * `transient`: tokens are untouched and a later try may work. `changed`: somebody else renewed, ended or replaced the
 * connection meanwhile, so it must be read again. `elsewhere`: another workstation is at it, so it must be read again later.
 */
export type RenewOutcome = Result<Renewed> & { transient?: TokenFault; changed?: true; elsewhere?: true }

type Dependencies = {
  records: Pick<Records, 'read' | 'internal'>
  authorization: AuthorizationClient
  revocations: Revocations
  audit: Audit
  clock: Clock
  logger: Logger
  background: Background
  /** This workstation. */
  stationId: string
}

type Unsaved = { before: StoredConnection; tokens: TokenSet; used: string; arrivedAt: number }

export class Refresher {
  readonly #deps: Dependencies
  /** By subject and environment (F-316): in memory only, for another try to write them. */
  readonly #unsaved = new Map<string, Unsaved>()

  constructor(dependencies: Dependencies) {
    this.#deps = dependencies
  }

  forget(): void {
    this.#unsaved.clear()
  }

  async renew(application: Application, owner: Owner, stored: StoredConnection): Promise<RenewOutcome> {
    const { records, logger, clock, stationId: holder } = this.#deps
    const place = `${subjectKey(owner.subject)} ${stored.environment}`
    const lease = { name: `fullscript refresh ${place}`, holder }
    const taken = await records.internal(async (handle) => {
      const now = clock.now()
      if (!(await takeLease(handle, { ...lease, until: now + LEASE }, now))) return 'elsewhere'
      // Whoever had it before may have committed a pair since this one was read.
      const current = await readConnection(handle, owner, stored.environment)
      return current?.version === stored.version ? 'here' : 'changed'
    })
    if (taken === 'elsewhere') return { ...failed('fullscript-busy'), elsewhere: true }
    try {
      return taken === 'changed' ? CHANGED : await this.#renew(application, owner, stored, place)
    } finally {
      await records
        .internal((handle) => releaseLease(handle, lease))
        .catch((error: unknown) => {
          // It ends by itself.
          logger.warn('The lease of a refresh was not given back', { code: storageFailure(error)?.code })
        })
    }
  }

  async #renew(
    application: Application,
    owner: Owner,
    stored: StoredConnection,
    place: string,
  ): Promise<RenewOutcome> {
    const { records, logger } = this.#deps
    const unsaved = this.#unsaved.get(place)
    this.#unsaved.delete(place)
    if (unsaved?.before.version === stored.version) return this.#keep(owner, unsaved, place)
    for (const refreshToken of ladder(stored)) {
      const outcome = await this.#ask(application, refreshToken, stored.scopes)
      if (outcome.ok) {
        const arrivedAt = this.#deps.clock.monotonic()
        return this.#keep(
          owner,
          { before: stored, tokens: outcome.value, used: refreshToken, arrivedAt },
          place,
        )
      }
      const { fault } = outcome
      if (fault.kind !== 'grant-refused') {
        logger.warn('Tokens were not refreshed', { fault: fault.kind })
        return { ...failedToken(fault, 'refresh', this.#deps.clock.now()), transient: fault }
      }
      const again = await records.read((handle) => readConnection(handle, owner, stored.environment))
      if (again?.version !== stored.version) return CHANGED
    }
    return this.#giveUp(owner, stored)
  }

  /** Safe to send again with the same refresh token: it lives until the new access token is used (R-DK-07, F-301). */
  async #ask(
    application: Application,
    refreshToken: string,
    scopes: readonly string[],
  ): Promise<TokenOutcome<TokenSet>> {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#deps.authorization.refresh(application, refreshToken, scopes)
      if (outcome.ok || attempt === TRIES || !retryable(outcome.fault)) return outcome
      const pause = FIRST_PAUSE * 2 ** (attempt - 1)
      await wait(this.#deps.clock, jittered(pause))
    }
  }

  async #keep(owner: Owner, fresh: Unsaved, place: string): Promise<RenewOutcome> {
    const { before, tokens, arrivedAt } = fresh
    if (tokens.owner.id !== before.ownerId || tokens.owner.type !== before.ownerType) {
      return this.#refuseOwner(owner, before, tokens)
    }
    const stored = await this.#write(owner, fresh)
    if (!stored.ok) {
      this.#unsaved.set(place, fresh)
      this.#deps.logger.error('Refreshed tokens could not be saved', { code: stored.failure.code })
      return stored
    }
    if (stored.value === null) {
      // A disconnect or a new connection came first and wins (F-325).
      await this.#discard(owner, before, tokens)
      return CHANGED
    }
    return ok({ version: stored.value, tokens, arrivedAt })
  }

  /** Whatever keeps the pair from being written, it is not lost and not used. */
  async #write(owner: Owner, { before, tokens, used }: Unsaved): Promise<Result<number | null>> {
    try {
      return ok(
        await this.#deps.records.internal((handle) => storeRefreshed(handle, owner, before, tokens, used)),
      )
    } catch (error) {
      return { ok: false, failure: storageFailure(error) ?? { code: 'unexpected' } }
    }
  }

  /** Tokens of a pair that nobody will use are not left alive at Fullscript. */
  async #discard(owner: Owner, before: StoredConnection, tokens: TokenSet): Promise<void> {
    const { records, revocations, background } = this.#deps
    const of = { personId: owner.personId, environment: before.environment }
    await records.internal((handle) => revocations.add(owner, of, tokens, handle))
    background.run(revocations.run())
  }

  /** Another resource owner answers for this connection: refused, locked and written down (F-323). */
  async #refuseOwner(owner: Owner, before: StoredConnection, tokens: TokenSet): Promise<RenewOutcome> {
    const { records, revocations, audit, background } = this.#deps
    const { personId } = owner
    await records.internal(async (handle) => {
      await revocations.add(owner, { personId, environment: before.environment }, tokens, handle)
      await markReconnect(handle, owner, before)
      const entry = { personId, action: 'fullscript.owner-changed', outcome: 'refused' } as const
      await audit.record({ ...entry, subject: before.ownerId }, handle)
    })
    background.run(revocations.run())
    return failed('fullscript-reconnect-needed')
  }

  /** Every refresh token was refused for good: one clear reconnect, nothing usable kept. */
  async #giveUp(owner: Owner, stored: StoredConnection): Promise<RenewOutcome> {
    const { records, audit } = this.#deps
    const { personId } = owner
    await records.internal(async (handle) => {
      await markReconnect(handle, owner, stored)
      const entry = { personId, action: 'fullscript.reconnect-needed', outcome: 'failed' } as const
      await audit.record({ ...entry, subject: stored.ownerId }, handle)
    })
    return failed('fullscript-reconnect-needed')
  }
}

const CHANGED: RenewOutcome = { ...failed('fullscript-not-connected'), changed: true }

/** Newest first; the one before only while the current access token has not been used. */
function ladder({ tokens, firstUsedAt }: StoredConnection): string[] {
  const previous = firstUsedAt === null ? tokens?.previousRefreshToken : null
  return [tokens?.refreshToken, previous].filter((token): token is string => Boolean(token))
}

const retryable = (fault: TokenFault): boolean =>
  fault.kind === 'unreachable' ||
  (fault.kind === 'trouble' && fault.wait === null) ||
  // A page in the way of the answer (F-304) may be gone at the next try; a status that says no will not.
  (fault.kind === 'unreadable' && fault.status >= 200 && fault.status < 300)
