/** An audit record for figures: rows as real ones, ids of 36 characters, most about a patient, all of them linked. */
import { sql } from 'kysely'
import { beginOf, rowsBehind } from '../../src/main/audit/chain'
import type { RowMac } from '../../src/main/audit/row-mac'
import type { Database } from '../../src/main/records/database'

const PORTION = 1_000

export async function fillAudit(
  database: Database,
  mac: RowMac,
  vaultId: string,
  count: number,
): Promise<void> {
  await sql`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
    INSERT INTO audit_event (at, person_id, action, patient_id, subject, outcome, app_version, monotonic)
    SELECT 1700000000000 + i, printf('00000001-0000-4000-8000-%012d', i % 12), 'patient.read',
      printf('00000002-0000-4000-8000-%012d', i % 4000), NULL, 'done', '0.1.0', i FROM n`.execute(database)
  const begin = beginOf(mac, vaultId, 1, null)
  await database.transaction().execute(async (within) => {
    await within.insertInto('auditChain').values({ firstSeq: 1, beginMac: begin }).execute()
    let previous: Buffer | string = begin
    for (let last = 0; last < count; last += PORTION) {
      const links = []
      for (const { seq, text } of await rowsBehind(within, last, PORTION)) {
        previous = mac.of(previous, text)
        links.push({ seq, mac: Buffer.from(previous, 'latin1') })
      }
      await within.insertInto('auditLink').values(links).execute()
    }
  })
}
