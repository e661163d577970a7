/** What Fullscript is asked for again, one row for each plan, product or prescriber. */
import type { Selectable } from 'kysely'
import type { Reading, Writing } from '../../../records/handles'
import type { FullscriptRetryTable } from '../../../records/schema'

export type RetryRow = Selectable<FullscriptRetryTable>
export type Wanted = Pick<RetryRow, 'environment' | 'kind' | 'fullscriptId'>

const rowsOf = (handle: Reading, { environment, kind }: Omit<Wanted, 'fullscriptId'>) =>
  handle
    .selectFrom('fullscriptRetry')
    .selectAll()
    .where('environment', '=', environment)
    .where('kind', '=', kind)

/** All of a kind. */
export const retryRows = (handle: Reading, of: Omit<Wanted, 'fullscriptId'>): Promise<RetryRow[]> =>
  rowsOf(handle, of).execute()

export const retryRow = (handle: Reading, wanted: Wanted): Promise<RetryRow | undefined> =>
  rowsOf(handle, wanted).where('fullscriptId', '=', wanted.fullscriptId).executeTakeFirst()

export async function saveRetry(handle: Writing, row: RetryRow): Promise<void> {
  await handle
    .insertInto('fullscriptRetry')
    .values(row)
    .onConflict((conflict) => conflict.columns(['environment', 'kind', 'fullscriptId']).doUpdateSet(row))
    .execute()
}

export async function removeRetry(handle: Writing, wanted: Wanted): Promise<void> {
  await handle
    .deleteFrom('fullscriptRetry')
    .where('environment', '=', wanted.environment)
    .where('kind', '=', wanted.kind)
    .where('fullscriptId', '=', wanted.fullscriptId)
    .execute()
}
