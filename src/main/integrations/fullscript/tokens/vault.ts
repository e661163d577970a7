/**
 * The connection repository, for people and for clinics alike. Every write is one transaction; the database runs with
 * synchronous=FULL, so a promise that has resolved is durable. How a row is sealed is in vault-row.ts.
 */
import type { Environment } from '../../../../shared/contract/fullscript'
import type { Database, DatabaseOrTransaction } from '../../../records/database'
import type { TokenSet } from '../types'
import { type Holder, holderId, type Owner } from './holder'
import {
  type ConnectionFacts,
  factsOf,
  openRow,
  type OpenedTokens,
  type PersonFacts,
  personFacts,
  type Row,
  sealedColumns,
  type StoredConnection,
  TABLES,
} from './vault-row'

export { openTokens } from './vault-row'
export type { ConnectionFacts, OpenedTokens, SealedTokens, StoredConnection } from './vault-row'

const lifetime = (tokens: TokenSet) => ({
  scopes: tokens.scopes.join(' '),
  issuedAt: tokens.issuedAt,
  receivedAt: tokens.receivedAt,
  expiresIn: tokens.expiresIn,
})

/** The column that tells whose a row is; a pending row is its person's, whatever it will become. */
const columnOf = (holder: Holder) => (holder.kind === 'person' ? 'personId' : 'clinicId')

/** Every function takes part in the caller's transaction when it is given one. */
export class TokenVault {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  transaction<T>(action: (within: DatabaseOrTransaction) => Promise<T>): Promise<T> {
    return this.#database.transaction().execute(action)
  }

  async #inUse(
    holder: Holder,
    environment: Environment,
    within: DatabaseOrTransaction,
  ): Promise<Row | undefined> {
    return within
      .selectFrom(TABLES[holder.kind])
      .selectAll()
      .where(columnOf(holder), '=', holderId(holder))
      .where('environment', '=', environment)
      .where('status', '<>', 'pending')
      .executeTakeFirst()
  }

  /** The holder's connection, whether it works or waits for a reconnect; never the pending one. */
  async read(owner: Owner, environment: Environment, within: DatabaseOrTransaction = this.#database) {
    const row = await this.#inUse(owner.holder, environment, within)
    return row ? openRow(owner, row) : null
  }

  /** What the person at work has exchanged and not confirmed yet, for a holder of this kind. */
  async readPending(owner: Owner, environment: Environment, within: DatabaseOrTransaction = this.#database) {
    const row = await within
      .selectFrom(TABLES[owner.holder.kind])
      .selectAll()
      .where('personId', '=', owner.personId)
      .where('environment', '=', environment)
      .where('status', '=', 'pending')
      .executeTakeFirst()
    return row ? openRow(owner, row) : null
  }

  /** All pending connections of a person: what a crash between exchange and confirmation left behind. */
  async readAllPending(owner: Owner, within: DatabaseOrTransaction = this.#database) {
    const found: StoredConnection[] = []
    for (const holder of [owner.holder, NO_CLINIC]) {
      const rows = await within
        .selectFrom(TABLES[holder.kind])
        .selectAll()
        .where('personId', '=', owner.personId)
        .where('status', '=', 'pending')
        .execute()
      found.push(...rows.map((row) => openRow({ ...owner, holder }, row)))
    }
    return found
  }

  async facts(personId: string, environment: Environment): Promise<PersonFacts | null> {
    const row = await this.#inUse({ kind: 'person', personId }, environment, this.#database)
    return row ? personFacts(row) : null
  }

  /** Every clinic of an environment, longest connected first. */
  async clinics(environment: Environment): Promise<ConnectionFacts[]> {
    const rows = await this.#database
      .selectFrom('fullscriptClinicConnection')
      .selectAll()
      .where('environment', '=', environment)
      .where('status', '<>', 'pending')
      .orderBy('connectedAt')
      .execute()
    return rows.map((row) => factsOf('clinic', row))
  }

  async clinicFacts(clinicId: string, environment: Environment): Promise<ConnectionFacts | null> {
    const row = await this.#inUse({ kind: 'clinic', clinicId }, environment, this.#database)
    return row ? factsOf('clinic', row) : null
  }

  /** Everybody's connection in an environment, pending ones left out. */
  async factsOfEverybody(environment: Environment): Promise<PersonFacts[]> {
    const rows = await this.#database
      .selectFrom('fullscriptConnection')
      .selectAll()
      .where('environment', '=', environment)
      .where('status', '<>', 'pending')
      .execute()
    return rows.map(personFacts)
  }

  /** Until when the person is not asked to connect again; gone with the connection. */
  async putOff(personId: string, environment: Environment, until: number): Promise<void> {
    await this.#database
      .updateTable('fullscriptConnection')
      .set({ putOffUntil: until })
      .where('personId', '=', personId)
      .where('environment', '=', environment)
      .where('status', '<>', 'pending')
      .execute()
  }

  /** The colleague who already has this Fullscript account, or null (security.md 0.5). */
  async colleague(
    personId: string,
    environment: Environment,
    owner: TokenSet['owner'],
    within: DatabaseOrTransaction,
  ) {
    if (owner.type === 'Clinic') return null
    const row = await within
      .selectFrom('fullscriptConnection')
      .select('personId')
      .where('environment', '=', environment)
      .where('ownerType', '=', owner.type)
      .where('ownerId', '=', owner.id)
      .where('personId', '<>', personId)
      .where('status', '<>', 'pending')
      .executeTakeFirst()
    return row?.personId ?? null
  }

  /** A version is never used twice, also not after a disconnect: it starts from the clock and grows. */
  #nextVersion(now: number, ...before: (number | undefined)[]) {
    return Math.max(1, Math.floor(now), ...before.map((version) => (version ?? 0) + 1))
  }

  async insertPending(
    owner: Owner,
    environment: Environment,
    tokens: TokenSet,
    within: DatabaseOrTransaction,
  ) {
    const existing = await this.read(owner, environment, within)
    const version = this.#nextVersion(tokens.receivedAt, existing?.version)
    const opened = { ...tokens, previousRefreshToken: null }
    await within
      .insertInto(TABLES[owner.holder.kind])
      .values({
        personId: owner.personId,
        environment,
        status: 'pending',
        version,
        ownerId: tokens.owner.id,
        // The table's own check says which of them may stand in it.
        ownerType: tokens.owner.type as never,
        ownerName: '',
        clinicId: null,
        ...lifetime(tokens),
        ...sealedColumns(owner, { environment, status: 'pending', version }, opened),
        firstUsedAt: null,
        connectedAt: tokens.receivedAt,
      })
      .execute()
  }

  /** Adds what the clinic call said to a person's connection, or to what that person has pending of this kind. */
  async describe(
    personId: string,
    environment: Environment,
    which: 'pending' | 'connected',
    found: { ownerName: string; clinicId: string | null },
    kind: Holder['kind'] = 'person',
  ) {
    await this.#database
      .updateTable(TABLES[kind])
      .set(found)
      .where('personId', '=', personId)
      .where('environment', '=', environment)
      .where('status', '=', which)
      .execute()
  }

  /** The pending connection becomes the holder's connection; the replaced one must have been removed before. */
  async promotePending(owner: Owner, pending: StoredConnection, now: number, within: DatabaseOrTransaction) {
    if (!pending.tokens) throw new Error('A pending connection that does not open cannot be promoted')
    const version = this.#nextVersion(now, pending.version)
    const { environment } = pending
    const place = { environment, status: 'connected', version } as const
    await within
      .updateTable(TABLES[pending.kind])
      .set({
        status: 'connected',
        version,
        connectedAt: now,
        ...sealedColumns(owner, place, pending.tokens),
      })
      .where('personId', '=', owner.personId)
      .where('environment', '=', environment)
      .where('status', '=', 'pending')
      .execute()
  }

  async remove(connection: ConnectionFacts, within: DatabaseOrTransaction) {
    const mine = connection.kind === 'person' || connection.status === 'pending'
    await within
      .deleteFrom(TABLES[connection.kind])
      .where(mine ? 'personId' : 'clinicId', '=', mine ? connection.personId : connection.clinicId)
      .where('environment', '=', connection.environment)
      .where('status', '=', connection.status)
      .execute()
  }

  /**
   * Stores a refreshed pair and keeps `usedRefreshToken` as the previous one until the new access token was used
   * (R-DK-07). Answers the new version, or null when the row is no longer the one that was refreshed: a disconnect or
   * a new connection came in between and wins (F-325).
   */
  async storeRefreshed(owner: Owner, before: StoredConnection, tokens: TokenSet, usedRefreshToken: string) {
    const { environment } = before
    return this.transaction(async (within) => {
      const now = await this.read(owner, environment, within)
      if (now?.version !== before.version) return null
      const version = this.#nextVersion(tokens.receivedAt, before.version)
      // A refresh answer may leave out the refresh token; then the one that was used stays (F-306).
      const opened: OpenedTokens = {
        accessToken: tokens.accessToken,
        refreshToken: tokens.refreshToken ?? usedRefreshToken,
        previousRefreshToken:
          tokens.refreshToken === null || tokens.refreshToken === usedRefreshToken ? null : usedRefreshToken,
      }
      await within
        .updateTable(TABLES[owner.holder.kind])
        .set({
          status: 'connected',
          version,
          firstUsedAt: null,
          ...lifetime(tokens),
          ...sealedColumns(owner, { environment, status: 'connected', version }, opened),
        })
        .where(columnOf(owner.holder), '=', holderId(owner.holder))
        .where('environment', '=', environment)
        .where('status', '=', now.status)
        .execute()
      return version
    })
  }

  /** The current access token has worked once, so the previous refresh token is dead: wiped (R-6749-13). */
  async recordFirstUse(holder: Holder, environment: Environment, version: number, at: number) {
    await this.#database
      .updateTable(TABLES[holder.kind])
      .set({ firstUsedAt: at, previousRefreshTokenSealed: null })
      .where(columnOf(holder), '=', holderId(holder))
      .where('environment', '=', environment)
      .where('version', '=', version)
      .where('status', '=', 'connected')
      .execute()
  }

  /** `at`: epoch milliseconds. */
  async noteUse(holder: Holder, environment: Environment, at: number): Promise<void> {
    await this.#database
      .updateTable(TABLES[holder.kind])
      .set({ lastUsedAt: at })
      .where(columnOf(holder), '=', holderId(holder))
      .where('environment', '=', environment)
      .where('status', '=', 'connected')
      .execute()
  }

  /** Nothing usable is kept, but the row stays: who was connected, and that a reconnect is needed (F-317). */
  async markReconnect(owner: Owner, connection: ConnectionFacts, within: DatabaseOrTransaction) {
    const version = connection.version + 1
    const { environment } = connection
    const nothing = { accessToken: '', refreshToken: null, previousRefreshToken: null }
    await within
      .updateTable(TABLES[owner.holder.kind])
      .set({
        status: 'reconnect',
        version,
        ...sealedColumns(owner, { environment, status: 'reconnect', version }, nothing),
      })
      .where(columnOf(owner.holder), '=', holderId(owner.holder))
      .where('environment', '=', environment)
      .where('version', '=', connection.version)
      .execute()
  }
}

/** Before its clinic is known a connection is only its person's. */
const NO_CLINIC: Holder = { kind: 'clinic', clinicId: '' }
