/**
 * Sealing: AES-256-GCM with the row's identity as associated data, so that a sealed value only opens in the row,
 * column and version it was made for (F-622).
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const VERSION = 1
const NONCE = 12
const TAG = 16

/** Length-prefixed, so that ["ab","c"] and ["a","bc"] differ. */
function associatedData(identity: readonly string[]): Buffer {
  return Buffer.concat(
    identity.flatMap((part) => {
      const bytes = Buffer.from(part, 'utf8')
      const length = Buffer.alloc(4)
      length.writeUInt32BE(bytes.length)
      return [length, bytes]
    }),
  )
}

/** `key`: 32 bytes. `identity`: e.g. ['fullscript_connection', personId, environment, 'access_token', version]. */
export function seal(key: Buffer, identity: readonly string[], plaintext: Buffer): Buffer {
  // A key that was wiped at sign-out seals for everybody; work that outlived its session must fail instead.
  if (key.every((byte) => byte === 0)) throw new Error('The key was wiped')
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(associatedData(identity))
  const body = Buffer.concat([cipher.update(plaintext), cipher.final()])
  return Buffer.concat([Buffer.from([VERSION]), nonce, cipher.getAuthTag(), body])
}

/** Null when the key, the identity or a single bit is not the one it was sealed with. */
export function unseal(key: Buffer, identity: readonly string[], sealed: Buffer): Buffer | null {
  if (sealed.length < 1 + NONCE + TAG || sealed[0] !== VERSION) return null
  const nonce = sealed.subarray(1, 1 + NONCE)
  const tag = sealed.subarray(1 + NONCE, 1 + NONCE + TAG)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG })
  decipher.setAAD(associatedData(identity))
  decipher.setAuthTag(tag)
  const opened = decipher.update(sealed.subarray(1 + NONCE + TAG))
  try {
    // In this mode all of it is there already; the end only says whether it is true.
    decipher.final()
    return opened
  } catch {
    opened.fill(0)
    return null
  }
}

/** As `seal`, for text, which leaves no bytes of it behind (F-903). */
export function sealText(key: Buffer, identity: readonly string[], text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8')
  try {
    return seal(key, identity, bytes)
  } finally {
    bytes.fill(0)
  }
}

/** As `unseal`, for text, which leaves no bytes of it behind (F-903). */
export function unsealText(key: Buffer, identity: readonly string[], sealed: Buffer): string | null {
  const opened = unseal(key, identity, sealed)
  const text = opened?.toString('utf8') ?? null
  opened?.fill(0)
  return text
}

export const newKey = (): Buffer => randomBytes(32)
