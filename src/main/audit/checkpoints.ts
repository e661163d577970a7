/**
 * Checkpoints: a station signs what it has written (Ed25519), so that any other can check it without the station's secret.
 * Each is a digest over the one before and the rows since, so they are checked one by one.
 */
import { createHash, createPublicKey, sign, verify, type Hash, type KeyObject } from 'node:crypto'
import type { Database } from '../records/database'
import { beginOf, macAt, rowsBehind, type Station } from './chain'
import type { RowMac } from './row-mac'
import { unguarded } from '../records/handles'

/** A station signs after so many rows at the latest; fewer at a lock and at the end. */
export const ROWS_SIGNED_AT_ONCE = 1_000

export type Checkpoint = { station: number; seq: number; digest: Buffer; signature: Buffer }

/** Hashes the rows between two checkpoints as they come. */
export class Digest {
  readonly #hash: Hash

  /** `before`: the digest of the checkpoint before; null for a station's first. */
  constructor(vaultId: string, { number, id, publicKey }: Station, before: Buffer | null) {
    this.#hash = createHash('sha256').update(
      before ?? JSON.stringify(['yarrow audit rows', vaultId, number, id, publicKey.toString('hex')]),
    )
  }

  add(text: string): void {
    this.#hash.update(text).update('\n')
  }

  end(): Buffer {
    return this.#hash.digest()
  }
}

/** What is signed: fixed words, so that a signature for this can never be taken for one of something else. */
const signedText = (vaultId: string, station: Station, seq: number, digest: Buffer) =>
  Buffer.from(
    JSON.stringify(['yarrow audit checkpoint', 1, vaultId, station.id, seq, digest.toString('hex')]),
  )

/** What stands before an Ed25519 public key in its SPKI form (RFC 8410). */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')

export function isSigned(vaultId: string, station: Station, { seq, digest, signature }: Checkpoint): boolean {
  const der = Buffer.concat([SPKI, station.publicKey])
  try {
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
    return verify(null, signedText(vaultId, station, seq, digest), key, signature)
  } catch {
    return false
  }
}

export type Signer = { vaultId: string; station: Station; mac: RowMac; privateKey: KeyObject }

/**
 * Of the rows behind the last checkpoint, so many at once. Null when there are none. `changed`: rows that are not as the
 * station wrote them, which it says in the record before it signs what stands there now.
 */
export async function nextCheckpoint(
  database: Database,
  { vaultId, station, mac, privateKey }: Signer,
): Promise<{ checkpoint: Checkpoint; changed: number[] } | null> {
  const handle = unguarded(database)
  const last = await handle
    .selectFrom('auditCheckpoint')
    .select(['seq', 'digest'])
    .where('station', '=', station.number)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  const rows = await rowsBehind(database, station.number, last?.seq ?? 0, ROWS_SIGNED_AT_ONCE)
  const seq = rows.at(-1)?.seq
  if (seq === undefined) return null
  const digest = new Digest(vaultId, station, last?.digest ?? null)
  const changed: number[] = []
  let before = last ? await macAt(handle, station.number, last.seq) : beginOf(mac, vaultId, station)
  for (const row of rows) {
    if (before && mac.of(before, row.text) !== row.mac.toString('latin1')) changed.push(row.seq)
    digest.add(row.text)
    before = row.mac
  }
  const ended = digest.end()
  const signature = sign(null, signedText(vaultId, station, seq, ended), privateKey)
  return { checkpoint: { station: station.number, seq, digest: ended, signature }, changed }
}
