/** A reading of codes, tokens and grants that holds no secret: tests know theirs by SHA-256. */
import { isExpired } from '../oauth/tokens'
import type { Grant, TokenRow } from '../store/types'
import type { World } from '../world'

export type TokenState = Omit<TokenRow, 'createdAt' | 'firstUsedAt' | 'revokedAt'> & {
  createdAt: string
  expiresAt: string
  firstUsedAt: string | null
  revokedAt: string | null
  accessAlive: boolean
  /** Refresh tokens never lapse; they only get revoked. */
  refreshAlive: boolean
}

export type GrantState = Omit<Grant, 'createdAt' | 'expiresAt' | 'claimedAt'> & {
  createdAt: string
  expiresAt: string
  claimedAt: string | null
}

export type SandboxState = {
  now: string
  settings: World['settings']
  tokens: TokenState[]
  grants: GrantState[]
  codes: {
    id: string
    hash: string
    ownerId: string
    expiresAt: string
    usedAt: string | null
    tokenId: string | null
  }[]
  /** By owner id: how many refresh tokens would still work, and how many access tokens. */
  live: Record<string, { refresh: number; access: number }>
}

const isoOrNull = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

const tokenState = (world: World, row: TokenRow): TokenState => ({
  ...row,
  createdAt: world.clock.iso(row.createdAt),
  expiresAt: world.clock.iso(row.createdAt + row.expiresIn * 1000),
  firstUsedAt: isoOrNull(row.firstUsedAt),
  revokedAt: isoOrNull(row.revokedAt),
  accessAlive: row.revokedAt === null && !isExpired(world, row),
  refreshAlive: row.revokedAt === null,
})

export function readState(world: World): SandboxState {
  const { store, clock } = world
  const tokens = [...store.tokens.values()].map((row) => tokenState(world, row))
  const live: SandboxState['live'] = {}
  for (const token of tokens) {
    const count = (live[token.ownerId] ??= { refresh: 0, access: 0 })
    if (token.refreshAlive) count.refresh += 1
    if (token.accessAlive) count.access += 1
  }
  return {
    now: clock.iso(),
    settings: { ...world.settings },
    tokens,
    live,
    grants: [...store.grants.values()].map((grant) => ({
      ...grant,
      createdAt: clock.iso(grant.createdAt),
      expiresAt: clock.iso(grant.expiresAt),
      claimedAt: isoOrNull(grant.claimedAt),
    })),
    codes: [...store.codesByHash.values()].map((code) => ({
      id: code.id,
      hash: code.hash,
      ownerId: code.ownerId,
      expiresAt: clock.iso(code.expiresAt),
      usedAt: isoOrNull(code.usedAt),
      tokenId: code.tokenId,
    })),
  }
}

export type TokenInspection =
  { known: false } | { known: true; kind: 'access' | 'refresh'; alive: boolean; token: TokenState }

export function inspectToken(world: World, hash: string): TokenInspection {
  const access = world.store.tokensByAccess.get(hash)
  const refresh = world.store.tokensByRefresh.get(hash)
  const row = access ?? refresh
  if (!row) return { known: false }
  const token = tokenState(world, row)
  return access
    ? { known: true, kind: 'access', alive: token.accessAlive, token }
    : { known: true, kind: 'refresh', alive: token.refreshAlive, token }
}
