/**
 * The MAC of the chain: HMAC-SHA-256 (RFC 2104) over the 32 bytes of the link before and a text. Made of one-shot
 * hashing, because for messages this short `createHmac` costs three times as much, and verification does nothing else.
 */
import { hash } from 'node:crypto'

const BLOCK = 64
export const MAC_BYTES = 32
/** What stands before the first link. */
export const NO_MAC = Buffer.alloc(MAC_BYTES)

export class RowMac {
  /** Padded key, link before, text. */
  #inner = Buffer.alloc(BLOCK + MAC_BYTES + 1024)
  /** Padded key, inner hash. */
  readonly #outer = Buffer.alloc(BLOCK + MAC_BYTES, 0x5c)

  /** `key`: 32 bytes; copied. */
  constructor(key: Buffer) {
    if (key.length !== MAC_BYTES) throw new Error('A chain key has 32 bytes')
    this.#inner.fill(0x36, 0, BLOCK)
    for (const [at, byte] of key.entries()) {
      this.#inner.writeUInt8(byte ^ 0x36, at)
      this.#outer.writeUInt8(byte ^ 0x5c, at)
    }
  }

  /** As a latin1 string of 32 characters, which is the cheapest form to compare and to copy. */
  of(previous: Buffer | string, text: string): string {
    const room = BLOCK + MAC_BYTES + text.length * 3
    if (room > this.#inner.length) {
      const larger = Buffer.alloc(room * 2)
      this.#inner.copy(larger, 0, 0, BLOCK)
      this.#inner = larger
    }
    if (typeof previous === 'string') this.#inner.write(previous, BLOCK, MAC_BYTES, 'latin1')
    else previous.copy(this.#inner, BLOCK, 0, MAC_BYTES)
    const length = this.#inner.write(text, BLOCK + MAC_BYTES, 'utf8')
    const inside = hash('sha256', this.#inner.subarray(0, BLOCK + MAC_BYTES + length), 'binary')
    this.#outer.write(inside, BLOCK, MAC_BYTES, 'latin1')
    return hash('sha256', this.#outer, 'binary')
  }
}
