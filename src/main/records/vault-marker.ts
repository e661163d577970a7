/**
 * The marker beside the database says that a vault exists here and which key opens it. It holds nothing secret: for a
 * passphrase vault the database key is in it, wrapped under Argon2id of the passphrase (security.md 0.8), and for each
 * administrator with a recovery code once more, wrapped under that code.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { unlessMissing, writeWhole, type VaultFiles } from './vault-files'

const base64 = (least: number) =>
  z
    .string()
    .max(400)
    .regex(/^[A-Za-z0-9+/]+={0,2}$/)
    .refine((text) => Buffer.from(text, 'base64').length >= least)

const keySchema = z.discriminatedUnion('kind', [
  /** `keychain`: which keychain it was, so that a change of keychain can be named (F-619). */
  z.strictObject({ kind: z.literal('keychain'), account: z.string().min(1), keychain: z.string() }),
  z.strictObject({
    kind: z.literal('passphrase'),
    kdf: z.strictObject({
      name: z.literal('argon2id'),
      memoryKib: z.number().int(),
      passes: z.number().int(),
      lanes: z.number().int(),
    }),
    salt: base64(16),
    wrapped: base64(32),
  }),
])

const contentSchema = z.strictObject({
  about: z.string(),
  format: z.literal(1),
  vaultId: z.uuid(),
  createdAt: z.number().int(),
  /** False until the database file has its name: then there was never anything to lose. */
  ready: z.boolean(),
  key: keySchema,
  /** Tells a wrong key from a damaged file, which SQLite cannot (F-601). */
  keyCheck: base64(32),
  /** The database key wrapped under recovery codes; made and opened by vault-recovery.ts. */
  recovery: z
    .array(z.strictObject({ slot: z.uuid(), salt: base64(16), wrapped: base64(32) }))
    .max(50)
    .optional(),
  /** A change of key that is under way, or was when the program ended (key-change.ts). */
  next: z.strictObject({ keyCheck: base64(32), key: keySchema }).optional(),
})
export type Marker = z.infer<typeof contentSchema>

const ABOUT = 'Belongs to yarrow.db in this folder. Not secret, but do not delete or change it.'

const digestOf = (content: Marker) => createHash('sha256').update(JSON.stringify(content)).digest('base64')

export const newMarker = (fields: Omit<Marker, 'about' | 'format'>): Marker =>
  contentSchema.parse({ about: ABOUT, format: 1, ...fields })

/** One way; the key has 256 random bits, so nothing can be guessed from it. */
export const keyCheckOf = (key: Buffer, vaultId: string): string =>
  createHmac('sha256', key).update(`yarrow key check ${vaultId}`).digest('base64')

export function matchesKeyCheck(marker: Marker, key: Buffer): boolean {
  const expected = Buffer.from(marker.keyCheck, 'base64')
  const actual = Buffer.from(keyCheckOf(key, marker.vaultId), 'base64')
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}

/** Null for anything but exactly what was written: every changed bit is found by the digest (S-11). */
function parse(text: string): Marker | 'newer' | null {
  try {
    const { digest, ...content } = JSON.parse(text) as Record<string, unknown>
    if (typeof content.format === 'number' && content.format > 1) return 'newer'
    const marker = contentSchema.safeParse(content)
    if (!marker.success || digest !== digestOf(marker.data)) return null
    return text === textOf(marker.data) ? marker.data : null
  } catch {
    return null
  }
}

const textOf = (marker: Marker) => `${JSON.stringify({ ...marker, digest: digestOf(marker) }, null, 2)}\n`

export type MarkerReading =
  | { kind: 'absent' }
  /** There is a marker, so there was a vault, but neither it nor its copy can be read. */
  | { kind: 'damaged' }
  | { kind: 'newer' }
  | { kind: 'read'; marker: Marker; both: boolean }

/** Throws the file system's error when a file is there but may not be read. */
export async function readMarker({ markers }: VaultFiles): Promise<MarkerReading> {
  const texts = await Promise.all(markers.map((file) => unlessMissing(readFile(file, 'utf8'))))
  if (texts.every((text) => text === null)) return { kind: 'absent' }
  const parsed = texts.map((text) => (text === null ? null : parse(text)))
  const marker = parsed.find((reading) => reading !== null && reading !== 'newer')
  if (marker) {
    return { kind: 'read', marker, both: parsed.every((reading) => reading !== null) }
  }
  return { kind: parsed.includes('newer') ? 'newer' : 'damaged' }
}

export async function writeMarker({ markers }: VaultFiles, marker: Marker): Promise<void> {
  // In the schema's order, whatever order it was put together in.
  const text = textOf(contentSchema.parse(marker))
  for (const file of markers) await writeWhole(file, text)
}
