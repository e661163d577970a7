/**
 * The token store: connections with their sealed tokens, for people and for clinics alike. The database runs with
 * synchronous=FULL, so a unit of work that has ended is durable. How a row is sealed is in token-store-row.ts.
 */
import type { Environment } from '../../../../shared/contract/fullscript'
import type { Reading, Writing } from '../../../records/handles'
import type { TokenSet } from '../types'
import type { Where } from './cached-token'
import { columnOf, connectionRow } from './connection-facts-repository'
import { type TokenSubject, subjectId, type Owner } from './token-subject'
import {
  type ConnectionFacts,
  openRow,
  type OpenedTokens,
  sealedColumns,
  type StoredConnection,
  TABLES,
} from './token-store-row'

const lifetime = (tokens: TokenSet) => ({
  scopes: tokens.scopes.join(' '),
  issuedAt: tokens.issuedAt,
  receivedAt: tokens.receivedAt,
  expiresIn: tokens.expiresIn,
})

/** Before its clinic is known a connection is only its person's. */
const NO_CLINIC: TokenSubject = { kind: 'clinic', clinicId: '' }

/** The subject's connection, whether it works or waits for a reconnect; never the pending one. */
export async function readConnection(
  handle: Reading,
  owner: Owner,
  environment: Environment,
): Promise<StoredConnection | null> {
  const row = await connectionRow(handle, { subject: owner.subject, environment })
  return row ? openRow(owner, row) : null
}

/** What the person at work has exchanged and not confirmed yet, for a subject of this kind. */
export async function readPending(
  handle: Reading,
  owner: Owner,
  environment: Environment,
): Promise<StoredConnection | null> {
  const row = await handle
    .selectFrom(TABLES[owner.subject.kind])
    .selectAll()
    .where('personId', '=', owner.personId)
    .where('environment', '=', environment)
    .where('status', '=', 'pending')
    .executeTakeFirst()
  return row ? openRow(owner, row) : null
}

/** All pending connections of a person: what a crash between exchange and confirmation left behind. */
export async function readAllPending(handle: Reading, owner: Owner): Promise<StoredConnection[]> {
  const found: StoredConnection[] = []
  for (const subject of [owner.subject, NO_CLINIC]) {
    const rows = await handle
      .selectFrom(TABLES[subject.kind])
      .selectAll()
      .where('personId', '=', owner.personId)
      .where('status', '=', 'pending')
      .execute()
    found.push(...rows.map((row) => openRow({ ...owner, subject }, row)))
  }
  return found
}

/** A version is never used twice, also not after a disconnect: it starts from the clock and grows. */
const nextVersion = (now: number, before = 0) => Math.max(1, Math.floor(now), before + 1)

export async function insertPending(
  handle: Writing,
  owner: Owner,
  environment: Environment,
  tokens: TokenSet,
): Promise<void> {
  const existing = await readConnection(handle, owner, environment)
  const version = nextVersion(tokens.receivedAt, existing?.version)
  const opened = { ...tokens, previousRefreshToken: null }
  await handle
    .insertInto(TABLES[owner.subject.kind])
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

/** The pending connection becomes the subject's connection; the replaced one must have been removed before. */
export async function promotePending(
  handle: Writing,
  owner: Owner,
  pending: StoredConnection,
  now: number,
): Promise<void> {
  if (!pending.tokens) throw new Error('A pending connection that does not open cannot be promoted')
  const version = nextVersion(now, pending.version)
  const { environment } = pending
  const place = { environment, status: 'connected', version } as const
  await handle
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

export async function removeConnection(handle: Writing, connection: ConnectionFacts): Promise<void> {
  const mine = connection.kind === 'person' || connection.status === 'pending'
  await handle
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
export async function storeRefreshed(
  handle: Writing,
  owner: Owner,
  before: StoredConnection,
  tokens: TokenSet,
  usedRefreshToken: string,
): Promise<number | null> {
  const { environment } = before
  const now = await readConnection(handle, owner, environment)
  if (now?.version !== before.version) return null
  const version = nextVersion(tokens.receivedAt, before.version)
  // A refresh answer may leave out the refresh token; then the one that was used stays (F-306).
  const opened: OpenedTokens = {
    accessToken: tokens.accessToken,
    refreshToken: tokens.refreshToken ?? usedRefreshToken,
    previousRefreshToken:
      tokens.refreshToken === null || tokens.refreshToken === usedRefreshToken ? null : usedRefreshToken,
  }
  await handle
    .updateTable(TABLES[owner.subject.kind])
    .set({
      status: 'connected',
      version,
      firstUsedAt: null,
      ...lifetime(tokens),
      ...sealedColumns(owner, { environment, status: 'connected', version }, opened),
    })
    .where(columnOf(owner.subject), '=', subjectId(owner.subject))
    .where('environment', '=', environment)
    .where('status', '=', now.status)
    .execute()
  return version
}

/** The current access token has worked once, so the previous refresh token is dead: wiped (R-6749-13). */
export async function recordFirstUse(
  handle: Writing,
  { subject, environment, version }: Where & { version: number },
  at: number,
): Promise<void> {
  await handle
    .updateTable(TABLES[subject.kind])
    .set({ firstUsedAt: at, previousRefreshTokenSealed: null })
    .where(columnOf(subject), '=', subjectId(subject))
    .where('environment', '=', environment)
    .where('version', '=', version)
    .where('status', '=', 'connected')
    .execute()
}

/** Nothing usable is kept, but the row stays: who was connected, and that a reconnect is needed (F-317). */
export async function markReconnect(
  handle: Writing,
  owner: Owner,
  connection: ConnectionFacts,
): Promise<void> {
  const version = connection.version + 1
  const { environment } = connection
  const nothing = { accessToken: '', refreshToken: null, previousRefreshToken: null }
  await handle
    .updateTable(TABLES[owner.subject.kind])
    .set({
      status: 'reconnect',
      version,
      ...sealedColumns(owner, { environment, status: 'reconnect', version }, nothing),
    })
    .where(columnOf(owner.subject), '=', subjectId(owner.subject))
    .where('environment', '=', environment)
    .where('version', '=', connection.version)
    .execute()
}
