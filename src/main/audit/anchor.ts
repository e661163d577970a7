/**
 * The anchor says outside the database how far every station's chain had come, so that a cut end and a database of yesterday
 * show (F-620), and which station this is. Under a MAC with a key of this computer. It is written after the commit; a
 * database that is ahead of its anchor is what a crash leaves, one that is behind never is.
 */
import { timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Reading } from '../records/handles'
import { macAt, type Head } from './chain'
import { NO_MAC, type RowMac } from './row-mac'
import type { Finding } from './verify-chains'

const hex = z.string().regex(/^[0-9a-f]{64}$/)
const number = z.number().int().min(0)

const knownSchema = z.strictObject({
  station: number,
  /** What its checkpoints are checked with, as it was when the station was seen for the first time. */
  publicKey: hex,
  /** Its last row, and the MAC of that; null when it has none. */
  seq: number,
  mac: hex.nullable(),
  /** Up to which row its station had signed. */
  signed: number,
  /** Up to which row it was checked. */
  verified: number,
})
/** What is known of one chain. */
export type Known = z.infer<typeof knownSchema>

const contentSchema = z.strictObject({
  format: z.literal(1),
  vaultId: z.string(),
  /** Where this station is (station.ts), and its number. */
  place: hex,
  station: number,
  known: z.array(knownSchema),
  /** When rows were checked last, and when every row was. */
  verifiedAt: z.number().nullable(),
  fullAt: z.number().nullable(),
})
export type Anchor = z.infer<typeof contentSchema>

export const knownOf = ({ number: station, publicKey, seq, mac, signed }: Head, verified = 0): Known => ({
  ...{ station, publicKey: publicKey.toString('hex'), seq, mac: mac?.toString('hex') ?? null, signed },
  verified: Math.min(verified, seq),
})

const sealOf = (with_: RowMac, content: Anchor): Buffer =>
  Buffer.from(with_.of(NO_MAC, JSON.stringify(['yarrow audit anchor', content])), 'latin1')

const ABOUT = 'Belongs to yarrow.db in this folder. Not secret, but do not delete or change it.'

export const anchorText = (with_: RowMac, content: Anchor): string =>
  JSON.stringify({ about: ABOUT, ...content, seal: sealOf(with_, content).toString('hex') })

/** `damaged`: anything but an anchor of these records that was made with this key. */
export function readAnchor(
  with_: RowMac,
  vaultId: string,
  text: string | null,
): Anchor | 'absent' | 'damaged' {
  if (text === null) return 'absent'
  try {
    const parsed: unknown = JSON.parse(text)
    const { seal, about, ...content } = z.looseObject({ seal: hex, about: z.string() }).parse(parsed)
    const anchor = contentSchema.parse(content)
    const given = Buffer.from(seal, 'hex')
    const good =
      about === ABOUT && anchor.vaultId === vaultId && timingSafeEqual(given, sealOf(with_, anchor))
    return good ? anchor : 'damaged'
  } catch {
    return 'damaged'
  }
}

/** What is known says about the chains that are there. */
export async function compareKnown(
  database: Reading,
  known: Iterable<Known>,
  heads: readonly Head[],
): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const { station, publicKey, seq, mac, signed } of known) {
    const head = heads.find((one) => one.number === station)
    if (head?.publicKey.toString('hex') !== publicKey) {
      findings.push({ kind: 'chain-missing', station, seq: 1 })
    } else if (head.seq < seq) {
      findings.push({ kind: 'rolled-back', station, seq: head.seq + 1 })
    } else if (seq > 0 && (await macAt(database, station, seq))?.toString('hex') !== mac) {
      findings.push({ kind: 'replaced', station, seq })
    } else if (head.signed < signed) {
      findings.push({ kind: 'signature-wrong', station, seq: head.signed + 1 })
    }
  }
  return findings
}

/** Stations that nothing was known of before. */
export function newStations(known: Iterable<Known>, heads: readonly Head[]): Finding[] {
  const numbers = new Set([...known].map(({ station }) => station))
  return heads
    .filter(({ number: station }) => !numbers.has(station))
    .map(({ number: station }) => ({ kind: 'new-station', station, seq: 1 }))
}
