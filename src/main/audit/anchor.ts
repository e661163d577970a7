/**
 * The anchor says outside the database how far the record had come, so that a cut end and a database of yesterday show
 * (F-620): the number of the last row and its link, under a MAC with the chain's key. It is written after the commit;
 * a database that is ahead of its anchor is what a crash leaves, one that is behind never is.
 */
import { timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { NO_MAC, type RowMac } from './row-mac'

const mac = z.string().regex(/^[0-9a-f]{64}$/)
const position = z.strictObject({ seq: z.number().int().min(0), mac })

const contentSchema = z.strictObject({
  format: z.literal(1),
  vaultId: z.string(),
  head: position,
  /** How far the rows were checked, and when every row was last; null before that. */
  verified: position.extend({ at: z.number() }).nullable(),
  fullAt: z.number().nullable(),
})
export type Anchor = z.infer<typeof contentSchema>

const sealOf = (with_: RowMac, content: Anchor): Buffer =>
  Buffer.from(with_.of(NO_MAC, JSON.stringify(['yarrow audit anchor', content])), 'latin1')

const ABOUT = 'Belongs to yarrow.db in this folder. Not secret, but do not delete or change it.'

export const anchorText = (with_: RowMac, content: Anchor): string =>
  JSON.stringify({ about: ABOUT, ...content, seal: sealOf(with_, content).toString('hex') })

/** Null for anything but an anchor of these records that was made with this key. */
export function readAnchor(with_: RowMac, vaultId: string, text: string): Anchor | null {
  try {
    const parsed: unknown = JSON.parse(text)
    const { seal, about, ...content } = z.looseObject({ seal: mac, about: z.string() }).parse(parsed)
    const anchor = contentSchema.parse(content)
    const given = Buffer.from(seal, 'hex')
    return about === ABOUT && anchor.vaultId === vaultId && timingSafeEqual(given, sealOf(with_, anchor))
      ? anchor
      : null
  } catch {
    return null
  }
}
