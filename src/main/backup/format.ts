/**
 * What a backup looks like from outside: a header that anybody may read, and behind it the sealed content in chunks. The
 * header is part of every chunk's seal, each chunk's nonce has its number and whether it is the last: nothing can be
 * changed, swapped, cut off or put behind without the seal of a chunk no longer fitting.
 */
import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

/** No text, so that a transfer that changes line ends shows in it. */
export const MAGIC = Buffer.from('YARROW BACKUP\r\n\x1a', 'latin1')
export const FORMAT = 1
/** Magic, version and length of the header's text. */
export const PREFACE_BYTES = MAGIC.length + 8
const LONGEST_HEADER = 64 * 1024

const LEAST_CHUNK = 64 * 1024
export const CHUNK_BYTES = 1024 * 1024
const TAG = 16
export const NONCE_PREFIX = 7

const base64 = (least: number, most: number) =>
  z
    .string()
    .max(2048)
    .regex(/^[A-Za-z0-9+/]+={0,2}$/)
    .refine((text) => {
      const { length } = Buffer.from(text, 'base64')
      return length >= least && length <= most
    })

const headerSchema = z.strictObject({
  /** Of the tables inside. */
  schema: z.number().int().min(1),
  /** Epoch milliseconds, and the day as the computer that made it had it. */
  madeAt: z.number().int(),
  day: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  chunkBytes: z.number().int().min(LEAST_CHUNK).max(CHUNK_BYTES),
  noncePrefix: base64(NONCE_PREFIX, NONCE_PREFIX),
  /** Public half of the practice's backup key; `letter` is this backup's own key, sealed to it. */
  recipient: base64(65, 65),
  letter: base64(100, 400),
  /** The private half under Argon2id of the passphrase. */
  passphrase: z.strictObject({
    kdf: z.strictObject({
      name: z.literal('argon2id'),
      memoryKib: z.number().int(),
      passes: z.number().int(),
      lanes: z.number().int(),
    }),
    salt: base64(16, 64),
    wrapped: base64(32, 200),
  }),
  /** Opens with the recovery codes that open the records; `sealed` is this backup's own key. */
  recovery: z
    .strictObject({
      vaultId: z.uuid(),
      slots: z
        .array(z.strictObject({ slot: z.uuid(), salt: base64(16, 64), wrapped: base64(32, 200) }))
        .max(50),
      sealed: base64(32, 200),
    })
    .nullable(),
  /** Under a key that only the practice's records have: whose backup it is, without opening it. */
  ours: base64(32, 32),
})
export type Header = z.infer<typeof headerSchema>

/** It is none, is not whole, or was changed. `part` is safe to show. */
export class BackupDamaged extends Error {
  constructor(readonly part: string) {
    super(`The backup is damaged: ${part}`)
    this.name = 'BackupDamaged'
  }
}

/** A newer Yarrow made it. */
export class BackupFromFuture extends Error {
  constructor(readonly what: 'format' | 'schema') {
    super(`The backup has a newer ${what}`)
    this.name = 'BackupFromFuture'
  }
}

const ownership = (seriesKey: Buffer, header: Omit<Header, 'ours'>): Buffer =>
  createHmac('sha256', seriesKey)
    .update(JSON.stringify(['yarrow backup', { ...header, ours: '' }]))
    .digest()

/** The header with the mark of the practice whose `seriesKey` this is. */
export function markOurs(seriesKey: Buffer, header: Omit<Header, 'ours'>): Header {
  const ordered = headerSchema.omit({ ours: true }).parse(header)
  return { ...ordered, ours: ownership(seriesKey, ordered).toString('base64') }
}

export function isOurs(seriesKey: Buffer, { ours, ...header }: Header): boolean {
  const given = Buffer.from(ours, 'base64')
  return given.length === 32 && timingSafeEqual(given, ownership(seriesKey, header))
}

export function headerBytes(header: Header): Buffer {
  const text = Buffer.from(JSON.stringify(header), 'utf8')
  const numbers = Buffer.alloc(8)
  numbers.writeUInt32BE(FORMAT, 0)
  numbers.writeUInt32BE(text.length, 4)
  return Buffer.concat([MAGIC, numbers, text])
}

/** Of the text behind the preface. Throws `BackupDamaged` and `BackupFromFuture`. */
export function headerLength(preface: Buffer): number {
  if (preface.length < PREFACE_BYTES || !preface.subarray(0, MAGIC.length).equals(MAGIC))
    throw new BackupDamaged('not a backup')
  const format = preface.readUInt32BE(MAGIC.length)
  if (format > FORMAT) throw new BackupFromFuture('format')
  const length = preface.readUInt32BE(MAGIC.length + 4)
  if (format < FORMAT || length > LONGEST_HEADER) throw new BackupDamaged('the header')
  return length
}

/** Exactly what was written, or `BackupDamaged`. */
export function parseHeader(text: Buffer): Header {
  try {
    const header = headerSchema.parse(JSON.parse(text.toString('utf8')))
    if (text.equals(Buffer.from(JSON.stringify(header), 'utf8'))) return header
  } catch {
    // Said below, as for any other text.
  }
  throw new BackupDamaged('the header')
}

/** Bytes of a sealed chunk that is not the last. */
export const sealedBytes = ({ chunkBytes }: Header): number => chunkBytes + TAG

function nonceOf({ noncePrefix }: Header, number: number, last: boolean): Buffer {
  const counter = Buffer.alloc(5)
  counter.writeUInt32BE(number, 0)
  counter.writeUInt8(last ? 1 : 0, 4)
  return Buffer.concat([Buffer.from(noncePrefix, 'base64'), counter])
}

/** Seals and opens the chunks of one backup. `key`: 32 bytes, of this backup alone. */
export class Chunks {
  readonly #key: Buffer
  readonly #header: Header
  readonly #bound: Buffer

  constructor(key: Buffer, header: Header) {
    this.#key = key
    this.#header = header
    this.#bound = headerBytes(header)
  }

  seal(number: number, last: boolean, content: Buffer): Buffer {
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonceOf(this.#header, number, last))
    cipher.setAAD(this.#bound)
    return Buffer.concat([cipher.update(content), cipher.final(), cipher.getAuthTag()])
  }

  /** Throws `BackupDamaged`. */
  open(number: number, last: boolean, sealed: Buffer): Buffer {
    if (sealed.length < TAG) throw new BackupDamaged('a part is missing')
    const nonce = nonceOf(this.#header, number, last)
    const decipher = createDecipheriv('aes-256-gcm', this.#key, nonce, { authTagLength: TAG })
    decipher.setAAD(this.#bound)
    decipher.setAuthTag(sealed.subarray(-TAG))
    const content = decipher.update(sealed.subarray(0, -TAG))
    try {
      decipher.final()
    } catch {
      throw new BackupDamaged('a part was changed or is missing')
    }
    return content
  }
}
