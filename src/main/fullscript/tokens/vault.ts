/**
 * The connection repository. Tokens are sealed under the person's own key, each in its row, column and version
 * (F-622), so a colleague with the same computer cannot open them. Every write is one transaction; the database runs
 * with synchronous=FULL, so a promise that has resolved is durable.
 */
import type { Selectable } from 'kysely'
import type { Environment } from '../../../shared/bridge/fullscript'
import type { Session } from '../../people/session'
import { seal, unseal } from '../../sealing/seal'
import type { Database, DatabaseOrTransaction } from '../../storage/database'
import type { FullscriptConnectionTable } from '../../storage/schema'
import type { TokenSet } from '../types'

type Row = Selectable<FullscriptConnectionTable>
type TokenColumn = 'accessToken' | 'refreshToken' | 'previousRefreshToken'

/** Whose tokens: keeps the person's key only as long as one piece of work needs it. */
export type Owner = { personId: string; personKey: Buffer }
export const ownerOf = (session: Session): Owner => ({
  personId: session.person.id,
  personKey: session.personKey,
})

/** What is known about a connection without any key. */
export type ConnectionFacts = Omit<
  Row,
  'accessTokenSealed' | 'refreshTokenSealed' | 'previousRefreshTokenSealed' | 'environment' | 'scopes'
> & { environment: Environment; scopes: string[] }

export type OpenedTokens = {
  accessToken: string
  refreshToken: string | null
  previousRefreshToken: string | null
}
/** `tokens` is null when the seal does not open: damage, never taken for "not connected". */
export type StoredConnection = ConnectionFacts & { tokens: OpenedTokens | null }

const identity = (personId: string, environment: string, column: TokenColumn, version: number) => [
  'fullscript_connection',
  personId,
  environment,
  column,
  String(version),
]

function facts(row: Row): ConnectionFacts {
  const { accessTokenSealed: _a, refreshTokenSealed: _r, previousRefreshTokenSealed: _p, ...rest } = row
  return {
    ...rest,
    environment: row.environment as Environment,
    scopes: row.scopes.split(' ').filter((scope) => scope !== ''),
  }
}

/** Where sealed tokens stand: in the connection's own row, or in that of an ended one. */
export type SealedTokens = Pick<
  Row,
  'environment' | 'version' | 'accessTokenSealed' | 'refreshTokenSealed' | 'previousRefreshTokenSealed'
>

/** Null when the seal does not open: another person's, moved, or damaged. */
export function openTokens(owner: Owner, row: SealedTokens): OpenedTokens | null {
  const text = (column: TokenColumn, sealed: Buffer | null): string | null | undefined => {
    if (sealed === null) return null
    const name = identity(owner.personId, row.environment, column, row.version)
    return unseal(owner.personKey, name, sealed)?.toString('utf8')
  }
  const accessToken = text('accessToken', row.accessTokenSealed)
  const refreshToken = text('refreshToken', row.refreshTokenSealed)
  const previousRefreshToken = text('previousRefreshToken', row.previousRefreshTokenSealed)
  const whole =
    typeof accessToken === 'string' && refreshToken !== undefined && previousRefreshToken !== undefined
  return whole ? { accessToken, refreshToken, previousRefreshToken } : null
}

const open = (owner: Owner, row: Row): StoredConnection => ({
  ...facts(row),
  tokens: openTokens(owner, row),
})

/** The sealed columns of a row at a version. */
function sealedColumns(owner: Owner, environment: Environment, version: number, tokens: OpenedTokens) {
  const sealed = (column: TokenColumn, value: string) =>
    seal(owner.personKey, identity(owner.personId, environment, column, version), Buffer.from(value, 'utf8'))
  const optional = (column: TokenColumn, value: string | null) =>
    value === null ? null : sealed(column, value)
  return {
    accessTokenSealed: sealed('accessToken', tokens.accessToken),
    refreshTokenSealed: optional('refreshToken', tokens.refreshToken),
    previousRefreshTokenSealed: optional('previousRefreshToken', tokens.previousRefreshToken),
  }
}

const lifetime = (tokens: TokenSet) => ({
  scopes: tokens.scopes.join(' '),
  issuedAt: tokens.issuedAt,
  receivedAt: tokens.receivedAt,
  expiresIn: tokens.expiresIn,
})

/** Every function takes part in the caller's transaction when it is given one. */
export class TokenVault {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  transaction<T>(action: (within: DatabaseOrTransaction) => Promise<T>): Promise<T> {
    return this.#database.transaction().execute(action)
  }

  #rows(personId: string, environment: Environment, within: DatabaseOrTransaction = this.#database) {
    return within
      .selectFrom('fullscriptConnection')
      .selectAll()
      .where('personId', '=', personId)
      .where('environment', '=', environment)
  }

  /** The person's connection, whether it works or waits for a reconnect; never the pending one. */
  async read(owner: Owner, environment: Environment, within?: DatabaseOrTransaction) {
    const row = await this.#rows(owner.personId, environment, within)
      .where('status', '<>', 'pending')
      .executeTakeFirst()
    return row ? open(owner, row) : null
  }

  async readPending(owner: Owner, environment: Environment, within?: DatabaseOrTransaction) {
    const row = await this.#rows(owner.personId, environment, within)
      .where('status', '=', 'pending')
      .executeTakeFirst()
    return row ? open(owner, row) : null
  }

  /** All pending connections of a person: what a crash between exchange and confirmation left behind. */
  async readAllPending(owner: Owner, within: DatabaseOrTransaction = this.#database) {
    const rows = await within
      .selectFrom('fullscriptConnection')
      .selectAll()
      .where('personId', '=', owner.personId)
      .where('status', '=', 'pending')
      .execute()
    return rows.map((row) => open(owner, row))
  }

  async facts(personId: string, environment: Environment): Promise<ConnectionFacts | null> {
    const row = await this.#rows(personId, environment).where('status', '<>', 'pending').executeTakeFirst()
    return row ? facts(row) : null
  }

  /** Everybody's connection in an environment, pending ones left out. */
  async factsOfEverybody(environment: Environment): Promise<ConnectionFacts[]> {
    const rows = await this.#database
      .selectFrom('fullscriptConnection')
      .selectAll()
      .where('environment', '=', environment)
      .where('status', '<>', 'pending')
      .execute()
    return rows.map(facts)
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
      .insertInto('fullscriptConnection')
      .values({
        personId: owner.personId,
        environment,
        status: 'pending',
        version,
        ownerId: tokens.owner.id,
        ownerType: tokens.owner.type,
        ownerName: '',
        clinicId: null,
        ...lifetime(tokens),
        ...sealedColumns(owner, environment, version, opened),
        firstUsedAt: null,
        connectedAt: tokens.receivedAt,
      })
      .execute()
  }

  /** Adds what the clinic call said; no token changes, so the version stays. */
  async describe(
    personId: string,
    environment: Environment,
    which: 'pending' | 'connected',
    found: { ownerName: string; clinicId: string | null },
  ) {
    await this.#database
      .updateTable('fullscriptConnection')
      .set(found)
      .where('personId', '=', personId)
      .where('environment', '=', environment)
      .where('status', '=', which)
      .execute()
  }

  /** The pending connection becomes the person's connection; the replaced one must have been removed before. */
  async promotePending(owner: Owner, pending: StoredConnection, now: number, within: DatabaseOrTransaction) {
    if (!pending.tokens) throw new Error('A pending connection that does not open cannot be promoted')
    const version = this.#nextVersion(now, pending.version)
    await within
      .updateTable('fullscriptConnection')
      .set({
        status: 'connected',
        version,
        connectedAt: now,
        ...sealedColumns(owner, pending.environment, version, pending.tokens),
      })
      .where('personId', '=', owner.personId)
      .where('environment', '=', pending.environment)
      .where('status', '=', 'pending')
      .execute()
  }

  async remove(connection: ConnectionFacts, within: DatabaseOrTransaction) {
    await within
      .deleteFrom('fullscriptConnection')
      .where('personId', '=', connection.personId)
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
        .updateTable('fullscriptConnection')
        .set({
          status: 'connected',
          version,
          firstUsedAt: null,
          ...lifetime(tokens),
          ...sealedColumns(owner, environment, version, opened),
        })
        .where('personId', '=', owner.personId)
        .where('environment', '=', environment)
        .where('status', '=', now.status)
        .execute()
      return version
    })
  }

  /** The current access token has worked once, so the previous refresh token is dead: wiped (R-6749-13). */
  async recordFirstUse(personId: string, environment: Environment, version: number, at: number) {
    await this.#database
      .updateTable('fullscriptConnection')
      .set({ firstUsedAt: at, previousRefreshTokenSealed: null })
      .where('personId', '=', personId)
      .where('environment', '=', environment)
      .where('version', '=', version)
      .where('status', '=', 'connected')
      .execute()
  }

  /** Nothing usable is kept, but the row stays: who was connected, and that a reconnect is needed (F-317). */
  async markReconnect(owner: Owner, connection: ConnectionFacts, within: DatabaseOrTransaction) {
    const version = connection.version + 1
    const nothing = { accessToken: '', refreshToken: null, previousRefreshToken: null }
    await within
      .updateTable('fullscriptConnection')
      .set({
        status: 'reconnect',
        version,
        ...sealedColumns(owner, connection.environment, version, nothing),
      })
      .where('personId', '=', connection.personId)
      .where('environment', '=', connection.environment)
      .where('version', '=', connection.version)
      .execute()
  }
}
