/**
 * A row of the token store, sealed and opened. A person's tokens are sealed under that person's key, a clinic's under the
 * practice key, each in its row, column and version (F-622), so that rows cannot be swapped, and an old value opens in
 * no newer row. A whole old row opens, for its own person, as what it was. What a person has exchanged and not confirmed is that person's, whatever it will become.
 */
import type { Selectable } from 'kysely'
import type { Environment, ResourceOwner, UserType } from '../../../../shared/contract/fullscript'
import { sealText, unsealText } from '../../../platform/crypto/seal'
import type { FullscriptClinicConnectionTable, FullscriptConnectionTable } from '../../../records/schema'
import { type TokenSubject, subjectId, type Owner } from './token-subject'

type PersonRow = Selectable<FullscriptConnectionTable>
export type Row = PersonRow | Selectable<FullscriptClinicConnectionTable>
type TokenColumn = 'accessToken' | 'refreshToken' | 'previousRefreshToken'

/** What is known about a connection without any key. `personId`: whose it is, or who connected the clinic. */
export type ConnectionFacts = Omit<
  PersonRow,
  | 'accessTokenSealed'
  | 'refreshTokenSealed'
  | 'previousRefreshTokenSealed'
  | 'environment'
  | 'scopes'
  | 'ownerType'
> & {
  kind: TokenSubject['kind']
  environment: Environment
  scopes: string[]
  ownerType: ResourceOwner['type']
}

/** Of a person's own connection, which never speaks for a clinic. */
export type PersonFacts = ConnectionFacts & { ownerType: UserType }

export type OpenedTokens = {
  accessToken: string
  refreshToken: string | null
  previousRefreshToken: string | null
}
/** `tokens` is null when the seal does not open: damage, never taken for "not connected". */
export type StoredConnection = ConnectionFacts & { tokens: OpenedTokens | null }

export const TABLES = { person: 'fullscriptConnection', clinic: 'fullscriptClinicConnection' } as const
const NAMES = { person: 'fullscript_connection', clinic: 'fullscript_clinic_connection' } as const

export type Place = Pick<PersonRow, 'environment' | 'version'> & { status?: PersonRow['status'] }

/** Where sealed tokens stand: in the connection's own row, or in that of an ended one. */
export type SealedTokens = Place &
  Pick<PersonRow, 'accessTokenSealed' | 'refreshTokenSealed' | 'previousRefreshTokenSealed'>

/** The key and the identity that a column of a row is sealed with. */
function sealOf({ subject, personId, personKey, practiceKey }: Owner, place: Place, column: TokenColumn) {
  const shared = subject.kind === 'clinic' && place.status !== 'pending'
  return {
    key: shared ? practiceKey : personKey,
    identity: [
      NAMES[subject.kind],
      shared ? subjectId(subject) : personId,
      place.environment,
      column,
      String(place.version),
    ],
  }
}

export function factsOf(kind: TokenSubject['kind'], row: Row): ConnectionFacts {
  const { accessTokenSealed: _a, refreshTokenSealed: _r, previousRefreshTokenSealed: _p, ...rest } = row
  return {
    ...rest,
    kind,
    environment: row.environment as Environment,
    scopes: row.scopes.split(' ').filter((scope) => scope !== ''),
  }
}

/** By the table's own check nobody's own connection speaks for a clinic. */
export const personFacts = (row: Row): PersonFacts => factsOf('person', row) as PersonFacts

/** Null when the seal does not open: another person's, moved, or damaged. */
export function openTokens(owner: Owner, row: SealedTokens): OpenedTokens | null {
  const text = (column: TokenColumn, sealed: Buffer | null): string | null | undefined => {
    if (sealed === null) return null
    const { key, identity } = sealOf(owner, row, column)
    return unsealText(key, identity, sealed) ?? undefined
  }
  const accessToken = text('accessToken', row.accessTokenSealed)
  const refreshToken = text('refreshToken', row.refreshTokenSealed)
  const previousRefreshToken = text('previousRefreshToken', row.previousRefreshTokenSealed)
  const whole =
    typeof accessToken === 'string' && refreshToken !== undefined && previousRefreshToken !== undefined
  return whole ? { accessToken, refreshToken, previousRefreshToken } : null
}

export const openRow = (owner: Owner, row: Row): StoredConnection => ({
  ...factsOf(owner.subject.kind, row),
  tokens: openTokens(owner, row),
})

/** The sealed columns of the row that stands at `place`. */
export function sealedColumns(owner: Owner, place: Place, tokens: OpenedTokens) {
  const sealed = (column: TokenColumn, value: string) => {
    const { key, identity } = sealOf(owner, place, column)
    return sealText(key, identity, value)
  }
  const optional = (column: TokenColumn, value: string | null) =>
    value === null ? null : sealed(column, value)
  return {
    accessTokenSealed: sealed('accessToken', tokens.accessToken),
    refreshTokenSealed: optional('refreshToken', tokens.refreshToken),
    previousRefreshTokenSealed: optional('previousRefreshToken', tokens.previousRefreshToken),
  }
}
