import { hkdfSync } from 'node:crypto'
import { agreementSalt } from '../../shared/wire/agreement'

const KEY = 32

/**
 * The key, 32 bytes, that two agreed on by ECDH: HKDF-SHA-256 of what they share, bound to both public halves and to what
 * the key is for. Wipes `shared`.
 */
export function agreedKey(shared: Buffer, oneHalf: Uint8Array, otherHalf: Uint8Array, label: string): Buffer {
  const key = Buffer.from(hkdfSync('sha256', shared, agreementSalt(oneHalf, otherHalf), label, KEY))
  shared.fill(0)
  return key
}
