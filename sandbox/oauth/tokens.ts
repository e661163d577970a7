/** Access and refresh tokens: issue, use, rotate, revoke. */
import { newId, newToken, sha256 } from '../ids'
import type { OwnerType, TokenRow } from '../store/types'
import type { World } from '../world'

export type IssuedToken = { row: TokenRow; accessToken: string; refreshToken: string }

type NewToken = {
  applicationId: string
  ownerId: string
  ownerType: OwnerType
  scopes: string[]
  /** R-DK-06: a refreshed token keeps the lifetime of the one before. */
  expiresIn: number
  refreshedFrom: TokenRow | null
}

export function issueToken(world: World, wanted: NewToken): IssuedToken {
  const accessToken = newToken()
  const refreshToken = newToken()
  const id = newId()
  const lazy = world.settings.rotation === 'lazy'
  const row: TokenRow = {
    id,
    familyId: wanted.refreshedFrom?.familyId ?? id,
    applicationId: wanted.applicationId,
    ownerId: wanted.ownerId,
    ownerType: wanted.ownerType,
    scopes: wanted.scopes,
    accessHash: sha256(accessToken),
    refreshHash: sha256(refreshToken),
    previousId: lazy ? (wanted.refreshedFrom?.id ?? null) : null,
    refreshedFromId: wanted.refreshedFrom?.id ?? null,
    createdAt: world.clock.now(),
    expiresIn: wanted.expiresIn,
    firstUsedAt: null,
    revokedAt: null,
    revokedBy: null,
  }
  const { store } = world
  store.tokens.set(id, row)
  store.tokensByAccess.set(row.accessHash, row)
  store.tokensByRefresh.set(row.refreshHash, row)
  return { row, accessToken, refreshToken }
}

export function revokeToken(world: World, row: TokenRow, by: string): void {
  if (row.revokedAt !== null) return
  row.revokedAt = world.clock.now()
  row.revokedBy = by
}

export const isExpired = (world: World, row: TokenRow): boolean =>
  world.clock.now() >= row.createdAt + row.expiresIn * 1000

export type Authentication =
  { ok: true; row: TokenRow } | { ok: false; reason: 'invalid' | 'revoked' | 'expired' }

/**
 * Looks up a bearer token. The row it was refreshed from is revoked at this moment, before expiry or scope are
 * looked at: even a call that ends in 401 or 403 burns the old refresh token, as Doorkeeper does.
 */
export function authenticate(world: World, accessToken: string | undefined): Authentication {
  const row = accessToken === undefined ? undefined : world.store.tokensByAccess.get(sha256(accessToken))
  if (!row) return { ok: false, reason: 'invalid' }
  if (row.previousId !== null) {
    const previous = world.store.tokens.get(row.previousId)
    if (previous) revokeToken(world, previous, 'first use of the refreshed token')
    row.previousId = null
    world.counters.previousRevokedOnUse += 1
  }
  row.firstUsedAt ??= world.clock.now()
  if (row.revokedAt !== null) return { ok: false, reason: 'revoked' }
  if (isExpired(world, row)) return { ok: false, reason: 'expired' }
  return { ok: true, row }
}

/** A live token of this owner with exactly these scopes: consent is then skipped (R-DK-10). */
export function hasMatchingToken(
  world: World,
  applicationId: string,
  ownerId: string,
  scopes: string[],
): boolean {
  for (const row of world.store.tokens.values()) {
    if (row.applicationId !== applicationId || row.ownerId !== ownerId) continue
    if (row.revokedAt !== null || isExpired(world, row)) continue
    if (row.scopes.length === scopes.length && scopes.every((scope) => row.scopes.includes(scope)))
      return true
  }
  return false
}

/** "Revoke access" in the web app: every token of this owner. Returns how many were alive. */
export function revokeAllOf(world: World, ownerId: string, applicationId?: string): number {
  let revoked = 0
  for (const row of world.store.tokens.values()) {
    if (row.ownerId !== ownerId || row.revokedAt !== null) continue
    if (applicationId !== undefined && row.applicationId !== applicationId) continue
    revokeToken(world, row, 'web app')
    revoked += 1
  }
  return revoked
}
