/**
 * Counts secrets in memory. A secret counts once for each place where any third of it is found in any encoding: freed
 * memory often has its first bytes written over, and the rest of a key is still most of a key.
 */

/** `bytes`: the secret itself; text as UTF-8. */
export type Secret = { name: string; bytes: Buffer }
export type Place = { secret: string; encoding: string; address: number; mapping: string }

type Pattern = { secret: string; encoding: string; bytes: Buffer }

/** Short enough to survive a damaged edge, long enough never to be found by chance. */
const WINDOW = 12

const encodings: Record<string, (bytes: Buffer) => Buffer> = {
  raw: (bytes) => bytes,
  utf16: (bytes) => Buffer.from(bytes.toString('latin1'), 'utf16le'),
  hex: (bytes) => Buffer.from(bytes.toString('hex')),
  HEX: (bytes) => Buffer.from(bytes.toString('hex').toUpperCase()),
  hexUtf16: (bytes) => Buffer.from(bytes.toString('hex'), 'utf16le'),
  base64: (bytes) => Buffer.from(bytes.toString('base64').replace(/=+$/, '').slice(0, -1)),
  base64shift1: (bytes) => inside64(bytes, 1, 2),
  base64shift2: (bytes) => inside64(bytes, 2, 3),
  base64url: (bytes) => Buffer.from(bytes.toString('base64url').slice(0, -1)),
  url: (bytes) => Buffer.from(encodeURIComponent(bytes.toString('latin1'))),
}

/** Inside a longer base64 text the alignment is unknown. */
const inside64 = (bytes: Buffer, shift: number, cut: number) =>
  Buffer.from(
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '')
      .slice(cut, -1),
  )

/** Beginning, middle and end; all of it when it is short. */
function windows(bytes: Buffer): Buffer[] {
  if (bytes.length <= WINDOW) return [bytes]
  const middle = Math.floor((bytes.length - WINDOW) / 2)
  return [...new Set([0, middle, bytes.length - WINDOW])].map((at) => bytes.subarray(at, at + WINDOW))
}

const PAGE = 4_096
const ZEROS = Buffer.alloc(PAGE)

export class SecretCounter {
  readonly #candidates = new Uint8Array(65_536)
  readonly #byFirst = new Map<number, Pattern[]>()
  readonly #longest: number
  readonly #spans = new Map<string, number>()
  readonly places: Place[] = []
  /** The last place of each secret, so that the three parts of one copy count once. */
  readonly #last = new Map<string, number>()

  constructor(secrets: Secret[]) {
    let longest = 0
    for (const { name, bytes } of secrets) {
      if (bytes.length < 8) throw new Error(`The secret ${name} is too short to mean anything`)
      const known = new Set<string>()
      for (const [encoding, encode] of Object.entries(encodings)) {
        const encoded = encode(bytes)
        this.#spans.set(`${name} ${encoding}`, encoded.length)
        for (const window of windows(encoded)) {
          const key = window.toString('latin1')
          if (known.has(key)) continue
          known.add(key)
          longest = Math.max(longest, window.length)
          const first = window.readUInt16LE(0)
          this.#candidates[first] = 1
          const before = this.#byFirst.get(first) ?? []
          this.#byFirst.set(first, [...before, { secret: name, encoding, bytes: window }])
        }
      }
    }
    this.#longest = longest
  }

  get overlap(): number {
    return this.#longest
  }

  /** `address`: of the piece's first byte. Pieces come in rising order of addresses. */
  look(piece: Buffer, address: number, mapping: string): void {
    for (let page = 0; page < piece.length; page += PAGE) {
      const end = Math.min(page + PAGE, piece.length)
      // Most of a process's memory was never written to.
      if (piece.compare(ZEROS, 0, end - page, page, end) === 0) continue
      this.#lookAtPage(piece, page, Math.min(end, piece.length - 1), address, mapping)
    }
  }

  #lookAtPage(piece: Buffer, from: number, to: number, address: number, mapping: string) {
    const candidates = this.#candidates
    for (let at = from; at < to; at += 1) {
      const pair = (piece[at] as number) | ((piece[at + 1] as number) << 8)
      if (candidates[pair] === 0) continue
      for (const { secret, encoding, bytes } of this.#byFirst.get(pair) ?? []) {
        if (piece.compare(bytes, 0, bytes.length, at, Math.min(at + bytes.length, piece.length)) !== 0)
          continue
        this.#found(secret, encoding, address + at, mapping)
      }
    }
  }

  #found(secret: string, encoding: string, address: number, mapping: string): void {
    const key = `${secret} ${encoding}`
    const last = this.#last.get(key)
    this.#last.set(key, address)
    if (last !== undefined && address - last <= (this.#spans.get(key) ?? 0)) return
    this.places.push({ secret, encoding, address, mapping })
  }
}
