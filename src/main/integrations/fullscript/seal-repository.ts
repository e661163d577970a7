/** The rows that seals are taken off and put on in (seals.ts). */
import type { Reading, Writing } from '../../records/handles'
import type { SealedTokens } from './tokens/token-store-row'

const SEALED_FOR_ONE = [
  'fullscriptConnection',
  'fullscriptConnectAttempt',
  'fullscriptRevocation',
  'fullscriptEndedConnection',
] as const

/** Answers how many rows there were. A clinic's own tokens are the practice's, and stay. */
export async function removeSealedFor(handle: Writing, personId: string): Promise<bigint> {
  let removed = 0n
  for (const table of SEALED_FOR_ONE) {
    const result = await handle.deleteFrom(table).where('personId', '=', personId).executeTakeFirst()
    removed += result.numDeletedRows
  }
  // What the person had not confirmed yet was only the person's.
  const pending = await handle
    .deleteFrom('fullscriptClinicConnection')
    .where('personId', '=', personId)
    .where('status', '=', 'pending')
    .executeTakeFirst()
  return removed + pending.numDeletedRows
}

export const clientSecretRows = (handle: Reading) =>
  handle.selectFrom('fullscriptApplication').select(['environment', 'clientSecretSealed']).execute()

export async function saveClientSecret(
  handle: Writing,
  environment: string,
  clientSecretSealed: Buffer,
): Promise<void> {
  await handle
    .updateTable('fullscriptApplication')
    .set({ clientSecretSealed })
    .where('environment', '=', environment)
    .execute()
}

/** Those in use. */
export const clinicConnectionRows = (handle: Reading) =>
  handle.selectFrom('fullscriptClinicConnection').selectAll().where('status', '<>', 'pending').execute()

export async function saveClinicSeals(
  handle: Writing,
  { environment, clinicId }: { environment: string; clinicId: string | null },
  sealed: Pick<SealedTokens, 'accessTokenSealed' | 'refreshTokenSealed' | 'previousRefreshTokenSealed'>,
): Promise<void> {
  await handle
    .updateTable('fullscriptClinicConnection')
    .set(sealed)
    .where('environment', '=', environment)
    .where('clinicId', '=', clinicId)
    .where('status', '<>', 'pending')
    .execute()
}
