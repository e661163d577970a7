/**
 * What is sealed for a person goes with the seal. When an administrator's reset destroys it, nobody can open these
 * tokens any more, so nobody could revoke them either: the rows are removed, and the audit says so. What Fullscript
 * still knows of them, the person can end in Fullscript itself.
 */
import type { Audit } from '../../audit/audit'
import type { Writing } from '../../records/handles'

const SEALED_FOR_ONE = [
  'fullscriptConnection',
  'fullscriptConnectAttempt',
  'fullscriptRevocation',
  'fullscriptEndedConnection',
] as const

/** Connections, connect attempts and waiting revocations of one person, in the caller's unit of work. */
export async function forgetPerson(
  handle: Writing,
  personId: string,
  { audit, by }: { audit: Audit; by: string | null },
): Promise<void> {
  let removed = 0n
  for (const table of SEALED_FOR_ONE) {
    const result = await handle.deleteFrom(table).where('personId', '=', personId).executeTakeFirst()
    removed += result.numDeletedRows
  }
  // A clinic's own tokens are the practice's; what the person had not confirmed yet was only the person's.
  const pending = await handle
    .deleteFrom('fullscriptClinicConnection')
    .where('personId', '=', personId)
    .where('status', '=', 'pending')
    .executeTakeFirst()
  removed += pending.numDeletedRows
  if (removed === 0n) return
  const entry = { personId: by, action: 'fullscript.forgotten', outcome: 'done' } as const
  await audit.record({ ...entry, subject: personId }, handle)
}
