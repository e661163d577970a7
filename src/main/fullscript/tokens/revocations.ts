/**
 * Tokens that Fullscript has not confirmed as revoked. They are kept sealed under the practice key and tried again
 * while anybody is signed in, with growing pauses; nothing is called done that is not (R-7009-03).
 */
import { randomUUID } from 'node:crypto'
import type { Environment } from '../../../shared/bridge/fullscript'
import type { Audit } from '../../audit/audit'
import type { Clock } from '../../clock/clock'
import type { Logger } from '../../logging/logger'
import type { Session, Sessions } from '../../people/session'
import { seal, unseal } from '../../sealing/seal'
import type { Database, DatabaseOrTransaction } from '../../storage/database'
import type { Result } from '../../../shared/failures'
import type { Background } from '../background'
import type { Application } from '../types'
import type { AuthorizationClient, TokenKind } from './authorization-client'
import type { TokenFault } from './token-fault'
import type { OpenedTokens } from './vault'
import { jittered } from './wait'

const FIRST_PAUSE = 30_000
const LONGEST_PAUSE = 60 * 60_000
/** Access tokens live two hours; a day later there is nothing left to revoke. */
const ACCESS_TOKEN_GONE = 24 * 60 * 60_000

const identity = (id: string, environment: string, kind: TokenKind) => [
  'fullscript_revocation',
  id,
  environment,
  kind,
]

type Dependencies = {
  database: Database
  sessions: Sessions
  audit: Audit
  clock: Clock
  logger: Logger
  background: Background
  authorization: AuthorizationClient
  /** The practice's app of any environment, not only of the chosen one. */
  applicationOf: (environment: Environment) => Promise<Result<Application>>
}

export class Revocations {
  readonly #with: Dependencies
  #running: Promise<void> | null = null
  #again = false
  #cancelTimer: (() => void) | null = null
  readonly #listeners = new Set<() => void>()

  constructor(dependencies: Dependencies) {
    this.#with = dependencies
    dependencies.sessions.onChange((session) => {
      this.#cancelTimer?.()
      this.#cancelTimer = null
      if (session) dependencies.background.run(this.run())
    })
  }

  /** Called when the number of pending revocations has become smaller. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * Puts tokens on the list, in the caller's transaction. The refresh token stands before the access token, because
   * revoking an expired access token answers 200 and revokes nothing (security.md 0.2).
   */
  async add(
    session: Pick<Session, 'practiceKey'>,
    of: { personId: string; environment: Environment },
    tokens: Partial<OpenedTokens>,
    within: DatabaseOrTransaction,
  ): Promise<void> {
    const now = this.#with.clock.now()
    const wanted: [TokenKind, string | null | undefined][] = [
      ['refresh_token', tokens.refreshToken],
      ['refresh_token', tokens.previousRefreshToken],
      ['access_token', tokens.accessToken],
    ]
    for (const [tokenKind, token] of wanted) {
      if (!token) continue
      const id = randomUUID()
      const name = identity(id, of.environment, tokenKind)
      await within
        .insertInto('fullscriptRevocation')
        .values({
          id,
          environment: of.environment,
          personId: of.personId,
          tokenSealed: seal(session.practiceKey, name, Buffer.from(token, 'utf8')),
          tokenKind,
          attempts: 0,
          nextTryAt: now,
          createdAt: now,
        })
        .execute()
    }
  }

  /** How many tokens of a person may still be alive at Fullscript. */
  async pending(personId: string, environment: Environment): Promise<number> {
    const rows = await this.#with.database
      .selectFrom('fullscriptRevocation')
      .select('id')
      .where('personId', '=', personId)
      .where('environment', '=', environment)
      .execute()
    return rows.length
  }

  /** Tries what is due. Resolves when the whole list was gone through once after this call. */
  run(): Promise<void> {
    this.#again = true
    this.#running ??= this.#goThrough()
    return this.#running
  }

  async #goThrough(): Promise<void> {
    try {
      while (this.#again) {
        this.#again = false
        await this.#tryDue()
        await this.#plan()
      }
    } finally {
      // In the same turn as the last look at `again`, so that no call falls between.
      this.#running = null
    }
  }

  async #tryDue(): Promise<void> {
    const session = this.#with.sessions.current()
    if (!session) return
    const rows = await this.#with.database
      .selectFrom('fullscriptRevocation')
      .selectAll()
      .where('nextTryAt', '<=', this.#with.clock.now())
      .orderBy('createdAt')
      .orderBy('tokenKind', 'desc')
      .execute()
    for (const row of rows) {
      if (this.#with.sessions.current()?.id !== session.id) return
      await this.#revoke(session, row)
    }
  }

  async #revoke(
    session: Session,
    row: {
      id: string
      environment: string
      personId: string
      tokenSealed: Buffer
      tokenKind: TokenKind
      attempts: number
      createdAt: number
    },
  ): Promise<void> {
    const { audit, clock, logger, database } = this.#with
    const environment = row.environment as Environment
    if (row.tokenKind === 'access_token' && clock.now() - row.createdAt > ACCESS_TOKEN_GONE) {
      await this.#done(row, 'fullscript.token-expired')
      return
    }
    const application = await this.#with.applicationOf(environment)
    const token = unseal(session.practiceKey, identity(row.id, environment, row.tokenKind), row.tokenSealed)
    if (!token) logger.error('A token waiting to be revoked cannot be opened', { revocation: row.id })
    const outcome =
      application.ok && token
        ? await this.#with.authorization.revoke(application.value, token.toString('utf8'), row.tokenKind)
        : null
    if (outcome?.ok) {
      await this.#done(row, 'fullscript.revoked')
      return
    }
    const attempts = row.attempts + 1
    const pause = outcome ? pauseAfter(outcome.fault, attempts) : LONGEST_PAUSE
    await database
      .updateTable('fullscriptRevocation')
      .set({ attempts, nextTryAt: clock.now() + pause })
      .where('id', '=', row.id)
      .execute()
    if (outcome)
      logger.warn('Fullscript has not revoked a token yet', { fault: outcome.fault.kind, attempts })
    if (outcome?.fault.kind === 'client-refused') {
      await audit.record({
        personId: row.personId,
        action: 'fullscript.revoked',
        subject: row.id,
        outcome: 'refused',
      })
    }
  }

  async #done(
    row: { id: string; personId: string },
    action: 'fullscript.revoked' | 'fullscript.token-expired',
  ): Promise<void> {
    await this.#with.database.transaction().execute(async (within) => {
      await within.deleteFrom('fullscriptRevocation').where('id', '=', row.id).execute()
      await this.#with.audit.record(
        { personId: row.personId, action, subject: row.id, outcome: 'done' },
        within,
      )
    })
    for (const listener of this.#listeners) listener()
  }

  async #plan(): Promise<void> {
    const { database, clock, sessions } = this.#with
    const next = await database
      .selectFrom('fullscriptRevocation')
      .select('nextTryAt')
      .orderBy('nextTryAt')
      .executeTakeFirst()
    this.#cancelTimer?.()
    this.#cancelTimer = null
    if (!next || !sessions.current()) return
    this.#cancelTimer = clock.after(Math.max(1000, next.nextTryAt - clock.now()), () => {
      this.#with.background.run(this.run())
    })
  }
}

function pauseAfter(fault: TokenFault, attempts: number): number {
  if (fault.kind === 'client-refused') return LONGEST_PAUSE
  const asked = fault.kind === 'busy' || fault.kind === 'trouble' ? (fault.wait ?? 0) : 0
  const growing = jittered(FIRST_PAUSE * 2 ** Math.min(attempts - 1, 10))
  return Math.min(Math.max(asked, growing), LONGEST_PAUSE)
}
