/** Names of clinics by environment and id, so that they can be shown offline. */
import type { Environment } from '../../../../shared/contract/fullscript'
import type { Reading, Writing } from '../../../records/handles'
import type { Clinic } from '../api/clinic'

export async function rememberClinic(
  handle: Writing,
  environment: Environment,
  clinic: Pick<Clinic, 'id' | 'name'>,
  now: number,
): Promise<void> {
  const values = { name: clinic.name, fetchedAt: now }
  await handle
    .insertInto('fullscriptClinic')
    .values({ environment, clinicId: clinic.id, ...values })
    .onConflict((conflict) => conflict.columns(['environment', 'clinicId']).doUpdateSet(values))
    .execute()
}

/** Empty when it was never read. */
export async function clinicName(
  handle: Reading,
  environment: Environment,
  clinicId: string | null,
): Promise<string> {
  if (clinicId === null) return ''
  const row = await handle
    .selectFrom('fullscriptClinic')
    .select('name')
    .where('environment', '=', environment)
    .where('clinicId', '=', clinicId)
    .executeTakeFirst()
  return row?.name ?? ''
}
