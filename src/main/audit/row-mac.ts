/** The MAC of the chain: HMAC-SHA-256 over the 32 bytes of the link before and a text. */
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'

export const MAC_BYTES = 32
/** What stands before the first link. */
export const NO_MAC = Buffer.alloc(MAC_BYTES)

export class RowMac {
  readonly #key: KeyObject

  /** `key`: 32 bytes; copied. */
  constructor(key: Buffer) {
    if (key.length !== MAC_BYTES) throw new Error('A chain key has 32 bytes')
    this.#key = createSecretKey(key)
  }

  /** As a latin1 string of 32 characters, which is the cheapest form to compare and to copy. */
  of(previous: Buffer | string, text: string): string {
    const link = typeof previous === 'string' ? Buffer.from(previous, 'latin1') : previous
    return createHmac('sha256', this.#key).update(link).update(text).digest('binary')
  }
}
