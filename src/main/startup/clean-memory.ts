/**
 * After a session: what JavaScript and libraries have let go of is written over, because letting go alone leaves it in
 * memory for whoever can read that (F-903). docs/decisions/0007 has what each step is worth.
 */
import { createSecretKey, type KeyObject } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Clock } from '../clock/clock'
import { writeOverFreedKeys } from '../sealing/derive-key'

/** After the end of a session: at once for what is gone by then, and again for what was still on its way. */
const PASSES_MS = [1_000, 3_000]
/** One collection finds what is free, the next one finishes writing over what the one before found. */
const COLLECTIONS = 3
/** Calls on top of each other: about half a megabyte, deeper than the deepest that handled a secret. */
const STACK_DEPTH = 5_000
/** Gives empty pages back to the system too, instead of keeping them as they are for later. */
const EVERYTHING = { type: 'major', execution: 'sync', flavor: 'last-resort' }
const ANYTHING = /^/
/** Bytes: keys, and messages between the window and main, are freed in pieces of these sizes, eight to each doubling. */
const SMALLEST_PIECE = 16
const LARGEST_PIECE = 4_096
const STEPS = 8
/** Of each size; more than are free at a time. Small ones, which keys are, are freed by everybody. */
const PIECES = 150
const SMALL = 512
const SMALL_PIECES = 500
/** What the crypto library puts in front of a key that it keeps. */
const HEADER = 8
/** Twice the youngest generation of objects at its largest, in arrays of 4 kB. */
const YOUNG = 10_000

export class MemoryCleaner {
  readonly #clock: Clock
  readonly #collect: (how: typeof EVERYTHING) => void

  constructor(clock: Clock) {
    this.#clock = clock
    setFlagsFromString('--clear-free-memory')
    setFlagsFromString('--expose-gc')
    this.#collect = runInNewContext('gc') as (how: typeof EVERYTHING) => void
    setFlagsFromString('--no-expose-gc')
  }

  /** Call when nobody holds the session's keys any more or will in a moment. */
  sessionEnded(): void {
    for (const pause of PASSES_MS) {
      this.#clock.after(pause, () => {
        void this.clean()
      })
    }
  }

  /** Some tens of milliseconds, in which main does nothing else. */
  async clean(): Promise<void> {
    writeOverStack(STACK_DEPTH)
    writeOverYoung()
    // The engine keeps the text of the last match, and secrets are matched before they are used.
    ANYTHING.test('')
    for (let round = 0; round < COLLECTIONS; round += 1) this.#collect(EVERYTHING)
    await writeOverFreedKeys()
    await writeOverFreedPieces()
  }
}

/** What has moved on leaves its bytes where objects begin, until others begin there. */
function writeOverYoung(): void {
  for (let made = 0; made < YOUNG; made += 1) new Array<number>(1_000).fill(0)
}

/**
 * A call and its answer pass through memory of Chromium that it frees as it is, and what was deciphered passes through
 * bytes one longer than it is. Only what allocates there reaches either: keys and bytes of every size do, all kept at the
 * same time and then let go. In turns, so that nobody waits for it.
 */
async function writeOverFreedPieces(): Promise<void> {
  const held: (KeyObject | Buffer)[] = []
  for (let doubling = SMALLEST_PIECE; doubling < LARGEST_PIECE; doubling *= 2) {
    const pieces = doubling < SMALL ? SMALL_PIECES : PIECES
    for (let step = 0; step < STEPS; step += 1) {
      const size = doubling + (doubling / STEPS) * step
      const zeros = Buffer.alloc(size - HEADER)
      for (let made = 0; made < pieces; made += 1) held.push(createSecretKey(zeros), Buffer.alloc(size))
      await nextTurn()
    }
  }
}

/** Text that goes out is copied onto the stack on its way. */
const writeOverStack = (depth: number): number => (depth === 0 ? 0 : writeOverStack(depth - 1) + 1)
