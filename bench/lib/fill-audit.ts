/** An audit record for figures: rows as real ones, ids of 36 characters, most about a patient, all of them linked and signed. */
import { beginOf, rowText, type Station } from '../../src/main/audit/chain'
import { nextCheckpoint } from '../../src/main/audit/checkpoints'
import { chainMac, stationSigningKey } from '../../src/main/audit/audit-keys'
import type { RowMac } from '../../src/main/audit/row-mac'
import type { Database } from '../../src/main/records/database'

const PORTION = 500

/** The station that wrote them. */
export async function fillAudit(
  database: Database,
  secret: Buffer,
  vaultId: string,
  count: number,
): Promise<{ station: Station; mac: RowMac }> {
  const { publicKey, privateKey } = stationSigningKey(secret, 'bench')
  const station = { number: 1, id: 'bench', publicKey }
  const mac = chainMac(secret, 'bench')
  await database
    .insertInto('auditStation')
    .values({ ...station, name: 'bench', since: 0 })
    .execute()
  const id = (kind: number, number: number) =>
    `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(number).padStart(12, '0')}`
  await database.transaction().execute(async (within) => {
    let previous = beginOf(mac, vaultId, station)
    for (let last = 0; last < count; last += PORTION) {
      const rows = Array.from({ length: PORTION }, (_, index) => {
        const seq = last + index + 1
        const row = {
          ...{ station: 1, seq, at: 1_700_000_000_000 + seq, monotonic: seq, personId: id(1, seq % 12) },
          ...{ actingAsType: null, actingAsId: null, action: 'patient.read', patientId: id(2, seq % 4_000) },
          ...{ subject: null, emergency: 0 as const, outcome: 'done' as const, appVersion: '0.1.0' },
        }
        previous = Buffer.from(mac.of(previous, rowText(row)), 'latin1')
        return { ...row, mac: previous }
      })
      await within.insertInto('auditEvent').values(rows).execute()
    }
  })
  for (;;) {
    const next = await nextCheckpoint(database, { vaultId, station, mac, privateKey })
    if (!next) return { station, mac }
    await database.insertInto('auditCheckpoint').values(next.checkpoint).execute()
  }
}
