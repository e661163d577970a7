/** The practice's Fullscript apps, one row for each environment, one of them chosen. */
import type { Insertable, Selectable } from 'kysely'
import type { Environment } from '../../../shared/contract/fullscript'
import type { Reading, Writing } from '../../records/handles'
import type { FullscriptApplicationTable } from '../../records/schema'

export type ApplicationRow = Selectable<FullscriptApplicationTable>
type Values = Omit<
  Insertable<FullscriptApplicationTable>,
  'environment' | 'clientSecretSealed' | 'clientSecretSetAt'
> &
  Partial<Pick<ApplicationRow, 'clientSecretSealed' | 'clientSecretSetAt'>>

export const applicationRows = (handle: Reading): Promise<ApplicationRow[]> =>
  handle.selectFrom('fullscriptApplication').selectAll().execute()

export const applicationRow = (
  handle: Reading,
  environment: Environment,
): Promise<ApplicationRow | undefined> =>
  handle
    .selectFrom('fullscriptApplication')
    .selectAll()
    .where('environment', '=', environment)
    .executeTakeFirst()

export const chosenRow = (handle: Reading): Promise<ApplicationRow | undefined> =>
  handle.selectFrom('fullscriptApplication').selectAll().where('chosen', '=', 1).executeTakeFirst()

/** The environment is the chosen one from now on; a client secret that is left out stays. */
export async function saveApplication(
  handle: Writing,
  environment: Environment,
  values: Values,
): Promise<void> {
  await handle.updateTable('fullscriptApplication').set({ chosen: 0 }).execute()
  await handle
    .insertInto('fullscriptApplication')
    .values({ clientSecretSealed: null, clientSecretSetAt: null, ...values, environment })
    .onConflict((conflict) => conflict.column('environment').doUpdateSet(values))
    .execute()
}

/** `at`: epoch milliseconds. Whoever has snoozed an earlier question is asked this one. */
export async function saveScopesAdded(
  handle: Writing,
  environment: Environment,
  at: number | null,
): Promise<void> {
  await handle
    .updateTable('fullscriptApplication')
    .set({ scopesAddedAt: at })
    .where('environment', '=', environment)
    .execute()
  await handle
    .updateTable('fullscriptConnection')
    .set({ snoozedUntil: null })
    .where('environment', '=', environment)
    .execute()
}
