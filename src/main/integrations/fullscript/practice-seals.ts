/** Everything that is sealed under the practice key: sealed anew, all of it, when there is another one. */
import { sealText, unsealText } from '../../platform/crypto/seal'
import type { Writing } from '../../records/handles'
import { secretIdentity } from './settings'
import { openTokens, sealedColumns } from './tokens/token-store-row'

type Reseal = (from: Buffer, to: Buffer, handle: Writing) => Promise<void>

/** What no longer opens stays as it is: damage must not keep the rest from its new key. */
const again = (from: Buffer, to: Buffer, identity: readonly string[], sealed: Buffer): Buffer | null => {
  const text = unsealText(from, identity, sealed)
  return text === null ? null : sealText(to, identity, text)
}

const clientSecrets: Reseal = async (from, to, handle) => {
  const rows = await handle.selectFrom('fullscriptApplication').selectAll().execute()
  for (const { environment, clientSecretSealed: sealed } of rows) {
    const clientSecretSealed = sealed && again(from, to, secretIdentity(environment), sealed)
    if (!clientSecretSealed) continue
    await handle
      .updateTable('fullscriptApplication')
      .set({ clientSecretSealed })
      .where('environment', '=', environment)
      .execute()
  }
}

/** A pending one is its person's own. */
const clinicTokens: Reseal = async (from, to, handle) => {
  const rows = await handle
    .selectFrom('fullscriptClinicConnection')
    .selectAll()
    .where('status', '<>', 'pending')
    .execute()
  for (const row of rows) {
    const { personId, environment, clinicId } = row
    if (clinicId === null) continue
    const holder = { kind: 'clinic', clinicId } as const
    const with_ = (practiceKey: Buffer) => ({ holder, personId, personKey: practiceKey, practiceKey })
    const tokens = openTokens(with_(from), row)
    if (!tokens) continue
    await handle
      .updateTable('fullscriptClinicConnection')
      .set(sealedColumns(with_(to), row, tokens))
      .where('environment', '=', environment)
      .where('clinicId', '=', clinicId)
      .where('status', '<>', 'pending')
      .execute()
  }
}

/** By the columns they seal anew, as the database names them. */
export const PRACTICE_SEALS: readonly { columns: readonly string[]; reseal: Reseal }[] = [
  { columns: ['fullscript_application.client_secret_sealed'], reseal: clientSecrets },
  {
    columns: [
      'fullscript_clinic_connection.access_token_sealed',
      'fullscript_clinic_connection.refresh_token_sealed',
      'fullscript_clinic_connection.previous_refresh_token_sealed',
    ],
    reseal: clinicTokens,
  },
]

/** In the caller's unit of work. */
export const resealPractice: Reseal = async (from, to, handle) => {
  for (const { reseal } of PRACTICE_SEALS) await reseal(from, to, handle)
}
