/**
 * Tokens that Fullscript has not confirmed as revoked. They are kept sealed under their person's own key (S-17) and
 * tried again while that person is signed in, with growing pauses; nothing is called done that is not (R-7009-03). Of two
 * workstations that the person is signed in at one at a time tries, by a lease.
 */
import { randomUUID } from 'node:crypto'
import type { Environment } from '../../../../shared/contract/fullscript'
import type { Audit } from '../../../audit/audit'
import type { Clock } from '../../../platform/clock/clock'
import type { Logger } from '../../../platform/logging/logger'
import type { Sessions } from '../../../identity/session'
import { sealText, unsealText } from '../../../platform/crypto/seal'
import type { Writing } from '../../../records/handles'
import { releaseLease, takeLease } from '../../../records/leases'
import type { Records } from '../../../records/unit-of-work'
import type { Result } from '../../../../shared/failures'
import { Listeners } from '../../../../shared/listeners'
import type { Background } from '../background'
import type { Application } from '../types'
import type { AuthorizationClient, TokenKind } from './authorization-client'
import { takeEnded } from './ended-connection-repository'
import { copyKeys, type Keys, type Owner, wipeKeys } from './token-subject'
import {
  dueRevocations,
  insertRevocation,
  isUntried,
  nextRevocationAt,
  pendingRevocations,
  postponeRevocation,
  removeRevocation,
  type RevocationRow,
} from './revocation-repository'
import type { TokenFault } from './token-fault'
import type { OpenedTokens } from './token-store-row'
import { jittered } from './wait'

const FIRST_PAUSE = 30_000
const LONGEST_PAUSE = 60 * 60_000
/** Access tokens live two hours; a day later there is nothing left to revoke. */
const ACCESS_TOKEN_GONE = 24 * 60 * 60_000
/** Longer than one try takes; a station that died on the way is succeeded then. */
const LEASE = 30_000

type Named = Pick<RevocationRow, 'id' | 'personId' | 'environment' | 'tokenKind'>

const identity = ({ id, personId, environment, tokenKind }: Named) => [
  'fullscript_revocation',
  id,
  personId,
  environment,
  tokenKind,
]

const openRow = ({ personKey }: Pick<Keys, 'personKey'>, row: RevocationRow): string | null =>
  unsealText(personKey, identity(row), row.tokenSealed)

type Dependencies = {
  records: Pick<Records, 'read' | 'internal'>
  sessions: Sessions
  audit: Audit
  clock: Clock
  logger: Logger
  background: Background
  /** This workstation. */
  stationId: string
  authorization: AuthorizationClient
  /** The practice's app of any environment, not only of the chosen one. */
  applicationOf: (environment: Environment) => Promise<Result<Application>>
}

export class Revocations {
  readonly #deps: Dependencies
  #running: Promise<void> | null = null
  #again = false
  #cancelTimer: (() => void) | null = null
  readonly #listeners = new Listeners()

  constructor(dependencies: Dependencies) {
    this.#deps = dependencies
    dependencies.sessions.onChange((session) => {
      this.#cancelTimer?.()
      this.#cancelTimer = null
      if (session) dependencies.background.run(this.run())
    })
  }

  /** Called when the number of pending revocations has become smaller. */
  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener)
  }

  /**
   * Puts tokens on the list, in the caller's unit of work. The refresh token stands before the access token, because
   * revoking an expired access token answers 200 and revokes nothing (security.md 0.2).
   */
  async add(
    owner: Pick<Keys, 'personKey'>,
    of: { personId: string; environment: Environment },
    tokens: Partial<OpenedTokens>,
    handle: Writing,
  ): Promise<void> {
    const now = this.#deps.clock.now()
    const wanted: [TokenKind, string | null | undefined][] = [
      ['refresh_token', tokens.refreshToken],
      ['refresh_token', tokens.previousRefreshToken],
      ['access_token', tokens.accessToken],
    ]
    for (const [tokenKind, token] of wanted) {
      if (!token) continue
      const name = { id: randomUUID(), personId: of.personId, environment: of.environment, tokenKind }
      const tokenSealed = sealText(owner.personKey, identity(name), token)
      await insertRevocation(handle, { ...name, tokenSealed, attempts: 0, nextTryAt: now, createdAt: now })
    }
  }

  /** How many tokens of a person may still be alive at Fullscript, those that only the person can open included. */
  async pending(personId: string, environment: Environment): Promise<number> {
    return (await this.pendingOfEverybody(environment)).get(personId) ?? 0
  }

  /** The same for everybody who has any. */
  pendingOfEverybody(environment: Environment): Promise<Map<string, number>> {
    return this.#deps.records.read((handle) => pendingRevocations(handle, environment))
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
    const session = this.#deps.sessions.current()
    if (!session) return
    const keys = copyKeys(session)
    try {
      await this.#takeOver(keys)
      const rows = await this.#deps.records.read((handle) =>
        dueRevocations(handle, keys.personId, this.#deps.clock.now()),
      )
      for (const row of rows) {
        if (this.#deps.sessions.current()?.id !== session.id) return
        await this.#revoke(keys, row)
      }
      if (rows.length > 0)
        await this.#deps.records.internal((handle) => releaseLease(handle, this.#leaseOf(keys.personId)))
    } finally {
      wipeKeys(keys)
    }
  }

  #leaseOf(personId: string) {
    return { name: `fullscript revocations ${personId}`, holder: this.#deps.stationId }
  }

  /** Puts what was ended for this person on the list. */
  async #takeOver(keys: Owner): Promise<void> {
    await this.#deps.records.internal(async (handle) => {
      for (const { environment, tokens } of await takeEnded(handle, keys)) {
        if (tokens) await this.add(keys, { personId: keys.personId, environment }, tokens, handle)
      }
    })
  }

  async #revoke(keys: Keys, row: RevocationRow): Promise<void> {
    const { audit, clock, logger, records } = this.#deps
    const environment = row.environment as Environment
    if (row.tokenKind === 'access_token' && clock.now() - row.createdAt > ACCESS_TOKEN_GONE) {
      await this.#done(row, 'fullscript.token-expired')
      return
    }
    const application = await this.#deps.applicationOf(environment)
    // Whoever signed out meanwhile is asked again at the next sign-in, without a pause.
    if (!application.ok && application.failure.code === 'signed-out') return
    const mine = await records.internal(async (handle) => {
      const lease = { ...this.#leaseOf(row.personId), until: clock.now() + LEASE }
      return (await takeLease(handle, lease, clock.now())) && (await isUntried(handle, row))
    })
    if (!mine) return
    const token = openRow(keys, row)
    if (!token) logger.error('A token waiting to be revoked cannot be opened', { revocation: row.id })
    const outcome =
      application.ok && token
        ? await this.#deps.authorization.revoke(application.value, token, row.tokenKind)
        : null
    if (outcome?.ok) {
      await this.#done(row, 'fullscript.revoked')
      return
    }
    const attempts = row.attempts + 1
    const pause = outcome ? pauseAfter(outcome.fault, attempts) : LONGEST_PAUSE
    if (outcome)
      logger.warn('Fullscript has not revoked a token yet', { fault: outcome.fault.kind, attempts })
    await records.internal(async (handle) => {
      await postponeRevocation(handle, { id: row.id, attempts, nextTryAt: clock.now() + pause })
      if (outcome?.fault.kind !== 'client-refused') return
      const entry = { personId: row.personId, action: 'fullscript.revoked', subject: row.id } as const
      await audit.record({ ...entry, outcome: 'refused' }, handle)
    })
  }

  async #done(
    row: { id: string; personId: string },
    action: 'fullscript.revoked' | 'fullscript.token-expired',
  ): Promise<void> {
    await this.#deps.records.internal(async (handle) => {
      await removeRevocation(handle, row.id)
      await this.#deps.audit.record(
        { personId: row.personId, action, subject: row.id, outcome: 'done' },
        handle,
      )
    })
    this.#listeners.tell()
  }

  async #plan(): Promise<void> {
    const { clock, sessions, records } = this.#deps
    const session = sessions.current()
    const next = session && (await records.read((handle) => nextRevocationAt(handle, session.person.id)))
    this.#cancelTimer?.()
    this.#cancelTimer = null
    if (next === null || sessions.current()?.id !== session?.id) return
    this.#cancelTimer = clock.after(Math.max(1000, next - clock.now()), () => {
      this.#deps.background.run(this.run())
    })
  }
}

function pauseAfter(fault: TokenFault, attempts: number): number {
  if (fault.kind === 'client-refused') return LONGEST_PAUSE
  const asked = fault.kind === 'busy' || fault.kind === 'trouble' ? (fault.wait ?? 0) : 0
  const growing = jittered(FIRST_PAUSE * 2 ** Math.min(attempts - 1, 10))
  return Math.min(Math.max(asked, growing), LONGEST_PAUSE)
}
