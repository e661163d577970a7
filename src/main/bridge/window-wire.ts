/** Main's end of the wire to the window's page: one at a time, made anew for every page that is loaded. */
import { createECDH } from 'node:crypto'
import { POINT, ROOT_LABEL } from '../../shared/wire/agreement'
import { SealedWire, type Opened } from '../../shared/wire/sealed-wire'
import { agreedKey } from '../sealing/agreed-key'

/** Bytes. A frame that may become an input of the allowed size (`size-guard.ts`), and some room. */
const LONGEST_FRAME = 1_500_000

export class WindowWire {
  #wire: SealedWire | null = null

  /**
   * Makes the keys with a page that says its public half, and ends those of the page before. Returns main's public half;
   * null when what came is no point of the curve.
   */
  agree(windowPublic: unknown): Uint8Array | null {
    if (!(windowPublic instanceof Uint8Array) || windowPublic.length !== POINT) return null
    const pair = createECDH('prime256v1')
    const mainPublic = pair.generateKeys()
    let shared: Buffer
    try {
      shared = pair.computeSecret(windowPublic)
    } catch {
      return null
    }
    this.#wire?.end()
    this.#wire = new SealedWire('main', agreedKey(shared, windowPublic, mainPublic, ROOT_LABEL))
    return new Uint8Array(mainPublic)
  }

  /** Which keys are in use, as a count; null before a page has said its half. */
  get generation(): number | null {
    return this.#wire?.generation ?? null
  }

  open(channel: string, frame: unknown): Opened {
    if (this.#wire === null || (frame instanceof Uint8Array && frame.length > LONGEST_FRAME))
      return { ok: false, why: 'broken' }
    return this.#wire.open(channel, frame)
  }

  /** Null while there is no page to read it: it will ask for what it needs. */
  seal(channel: string, value: unknown): Uint8Array | null {
    return this.#wire?.seal(channel, value) ?? null
  }

  /** Call when a session has begun or ended: what was said until now can be read no more. */
  moveOn(): void {
    this.#wire?.advance()
  }
}
