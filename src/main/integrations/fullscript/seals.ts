/**
 * What of Fullscript is sealed: anew when there is another practice key, and removed when a person's key is destroyed. Then
 * nobody can open that person's tokens any more, so nobody could revoke them either; the audit says so, and what
 * Fullscript still knows of them, the person can end in Fullscript itself.
 */
import type { Audit } from '../../audit/audit'
import { sealText, unsealText } from '../../platform/crypto/seal'
import type { Writing } from '../../records/handles'
import {
  clinicConnectionRows,
  clientSecretRows,
  removeSealedFor,
  saveClinicSeals,
  saveClientSecret,
} from './seal-repository'
import { secretIdentity } from './settings'
import { openTokens, sealedColumns } from './tokens/token-store-row'

/** Connections, connect attempts and waiting revocations of one person, in the caller's unit of work. */
export async function forgetPerson(
  handle: Writing,
  personId: string,
  { audit, by }: { audit: Audit; by: string | null },
): Promise<void> {
  if ((await removeSealedFor(handle, personId)) === 0n) return
  const entry = { personId: by, action: 'fullscript.forgotten', outcome: 'done' } as const
  await audit.record({ ...entry, subject: personId }, handle)
}

type Reseal = (from: Buffer, to: Buffer, handle: Writing) => Promise<void>

/** What no longer opens stays as it is: damage must not keep the rest from its new key. */
const again = (from: Buffer, to: Buffer, identity: readonly string[], sealed: Buffer): Buffer | null => {
  const text = unsealText(from, identity, sealed)
  return text === null ? null : sealText(to, identity, text)
}

const clientSecrets: Reseal = async (from, to, handle) => {
  for (const { environment, clientSecretSealed: sealed } of await clientSecretRows(handle)) {
    const resealed = sealed && again(from, to, secretIdentity(environment), sealed)
    if (resealed) await saveClientSecret(handle, environment, resealed)
  }
}

/** A pending one is its person's own. */
const clinicTokens: Reseal = async (from, to, handle) => {
  for (const row of await clinicConnectionRows(handle)) {
    const { personId, clinicId } = row
    if (clinicId === null) continue
    const subject = { kind: 'clinic', clinicId } as const
    const owner = (practiceKey: Buffer) => ({
      subject,
      personId,
      personKey: practiceKey,
      practiceKey,
    })
    const tokens = openTokens(owner(from), row)
    if (tokens) await saveClinicSeals(handle, row, sealedColumns(owner(to), row, tokens))
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
