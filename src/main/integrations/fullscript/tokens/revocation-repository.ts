/** Tokens that Fullscript has not confirmed as revoked, sealed for their person, each with the time of its next try. */
import type { Selectable } from 'kysely'
import type { Environment } from '../../../../shared/contract/fullscript'
import type { Reading, Writing } from '../../../records/handles'
import type { FullscriptRevocationTable } from '../../../records/schema'

export type RevocationRow = Selectable<FullscriptRevocationTable>

export async function insertRevocation(handle: Writing, row: RevocationRow): Promise<void> {
  await handle.insertInto('fullscriptRevocation').values(row).execute()
}

/** What this person's key opens and may be tried now, oldest first, refresh tokens before access tokens. */
export const dueRevocations = (handle: Reading, personId: string, now: number): Promise<RevocationRow[]> =>
  handle
    .selectFrom('fullscriptRevocation')
    .selectAll()
    .where('personId', '=', personId)
    .where('nextTryAt', '<=', now)
    .orderBy('createdAt')
    .orderBy('tokenKind', 'desc')
    .execute()

/** When the first of them may be tried; null when there is none. */
export async function nextRevocationAt(handle: Reading, personId: string): Promise<number | null> {
  const row = await handle
    .selectFrom('fullscriptRevocation')
    .select('nextTryAt')
    .where('personId', '=', personId)
    .orderBy('nextTryAt')
    .limit(1)
    .executeTakeFirst()
  return row?.nextTryAt ?? null
}

/** False when another workstation has tried it since it was read. */
export async function isUntried(handle: Reading, { id, attempts }: RevocationRow): Promise<boolean> {
  const row = await handle
    .selectFrom('fullscriptRevocation')
    .select('attempts')
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.attempts === attempts
}

export async function postponeRevocation(
  handle: Writing,
  { id, attempts, nextTryAt }: Pick<RevocationRow, 'id' | 'attempts' | 'nextTryAt'>,
): Promise<void> {
  await handle.updateTable('fullscriptRevocation').set({ attempts, nextTryAt }).where('id', '=', id).execute()
}

export async function removeRevocation(handle: Writing, id: string): Promise<void> {
  await handle.deleteFrom('fullscriptRevocation').where('id', '=', id).execute()
}

/** How many tokens each person has left, those that only the person can open included. */
export async function pendingRevocations(
  handle: Reading,
  environment: Environment,
): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for (const table of ['fullscriptRevocation', 'fullscriptEndedConnection'] as const) {
    const rows = await handle
      .selectFrom(table)
      .select((row) => ['personId', row.fn.countAll<number>().as('count')])
      .where('environment', '=', environment)
      .groupBy('personId')
      .execute()
    for (const { personId, count } of rows) counts.set(personId, (counts.get(personId) ?? 0) + count)
  }
  return counts
}
