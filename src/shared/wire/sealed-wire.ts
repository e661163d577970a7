/**
 * One end of the wire between the window's page and main. Everything on it is sealed (ChaCha20-Poly1305), because a
 * message leaves copies in memory that Chromium frees without clearing, in both processes (F-903). The keys move on when a
 * session begins or ends, so that what was said before is unreadable from then on, whatever copy of it is left.
 *
 * Both ends run this same code: it deciphers in place, into bytes that are wiped, which neither Node's nor the browser's
 * own cipher does.
 *
 * A frame is: generation (4 bytes), nonce (12), sealed JSON and padding, tag (16). It belongs to one channel and one direction.
 */
import { chacha20, chacha20poly1305 } from '@noble/ciphers/chacha.js'

const KEY = 32
const GENERATION = 4
const NONCE = 12
const TAG = 16
const HEAD = GENERATION + NONCE
/** UTF-8 needs at most three bytes for each UTF-16 unit. */
const WIDEST = 3
/** Never used for anything but to make the next keys, so it may be the same each time. */
const NO_NONCE = new Uint8Array(NONCE)

/**
 * Bytes: the cipher works in blocks, and leaves the key stream of its last one in memory of its own. So the last block is
 * always one that hides nothing.
 */
const BLOCK = 64
/** Behind every text; JSON does not mind. */
const PADDING = ' '.repeat(BLOCK)

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export type WireEnd = 'window' | 'main'
/** `stale`: sealed before the keys moved on. `broken`: no frame of the other end's, or not for this channel. */
export type Opened = { ok: true; value: unknown } | { ok: false; why: 'stale' | 'broken' }

type Keys = Record<'next' | WireEnd, Uint8Array>

export class SealedWire {
  readonly #end: WireEnd
  readonly #peer: WireEnd
  #generation = 0
  #keys: Keys
  #ended = false

  /** `root`: 32 bytes that both ends agreed on and nobody else knows; wiped here. */
  constructor(end: WireEnd, root: Uint8Array) {
    this.#end = end
    this.#peer = end === 'main' ? 'window' : 'main'
    this.#keys = keysFrom(root)
  }

  /** How often the keys have moved on. */
  get generation(): number {
    return this.#generation
  }

  /** Throws a TypeError when the value cannot be said in JSON, and an Error when this end was ended. */
  seal(channel: string, value: unknown): Uint8Array {
    // A key that was wiped seals for everybody.
    if (this.#ended) throw new Error('The wire was ended')
    const text = toJson(value) + PADDING
    const wide = new Uint8Array(text.length * WIDEST)
    const plain = wide.subarray(0, encoder.encodeInto(text, wide).written)
    const frame = new Uint8Array(HEAD + plain.length + TAG)
    new DataView(frame.buffer).setUint32(0, this.#generation)
    const nonce = crypto.getRandomValues(frame.subarray(GENERATION, HEAD))
    chacha20poly1305(this.#keys[this.#end], nonce, encoder.encode(channel)).encrypt(
      plain,
      frame.subarray(HEAD),
    )
    wide.fill(0)
    return frame
  }

  open(channel: string, frame: unknown): Opened {
    const generation = generationOf(frame)
    if (generation === null || this.#ended) return { ok: false, why: 'broken' }
    if (generation !== this.#generation) return { ok: false, why: 'stale' }
    const bytes = frame as Uint8Array
    const sealed = bytes.subarray(HEAD)
    const plain = new Uint8Array(sealed.length - TAG)
    try {
      const nonce = bytes.subarray(GENERATION, HEAD)
      chacha20poly1305(this.#keys[this.#peer], nonce, encoder.encode(channel)).decrypt(sealed, plain)
      const text = decoder.decode(plain)
      return { ok: true, value: text === PADDING ? undefined : (JSON.parse(text) as unknown) }
    } catch {
      return { ok: false, why: 'broken' }
    } finally {
      plain.fill(0)
    }
  }

  /** From now on nothing can be read that was sealed before, here or by whoever copies this end's memory. */
  advance(): void {
    const before = this.#keys
    this.#keys = keysFrom(before.next)
    this.#generation += 1
    wipe(before)
  }

  /** Moves on to what the other end has reached; never back. */
  advanceTo(generation: number): void {
    while (this.#generation < generation) this.advance()
  }

  /** Nothing is sealed or opened with it again. */
  end(): void {
    this.#ended = true
    wipe(this.#keys)
  }
}

/** Null when it is no frame. */
export function generationOf(frame: unknown): number | null {
  if (!(frame instanceof Uint8Array) || frame.length < HEAD + TAG) return null
  return new DataView(frame.buffer, frame.byteOffset).getUint32(0)
}

/**
 * From one key, which is wiped, the two directions' and the one that the next are made from. In one piece: the engine moves
 * short arrays about, and leaves what it moved where it was.
 */
function keysFrom(root: Uint8Array): Keys {
  const stream = new Uint8Array(3 * KEY + BLOCK)
  chacha20(root, NO_NONCE, new Uint8Array(stream.length), stream)
  root.fill(0)
  return {
    next: stream.subarray(0, KEY),
    window: stream.subarray(KEY, 2 * KEY),
    main: stream.subarray(2 * KEY, 3 * KEY),
  }
}

function wipe(keys: Keys): void {
  for (const key of Object.values(keys)) key.fill(0)
}

/** As JSON, but what JSON would leave out in silence is an error. Nothing at all is the empty text. */
function toJson(value: unknown): string {
  if (value === undefined) return ''
  return JSON.stringify(value, (_key, one: unknown) => {
    if (typeof one === 'function' || typeof one === 'symbol') throw new TypeError('It is no plain data')
    return one
  })
}
