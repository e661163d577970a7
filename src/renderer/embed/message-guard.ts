/**
 * Stands before Fullscript's package and lets a message through only if it comes from the very frame that was
 * mounted, from Fullscript's origin, in the shape of an event, for the current frame id, and not too often. The
 * package itself looks at the origin alone and reads `data.type` of whatever it gets (F-805).
 */

export type Expected = {
  /** Serialized origin of Fullscript's embed. */
  origin: string
  /** The mounted frame's window. */
  source: MessageEventSource
  /** `frame_id` of the mounted frame's address. */
  frameId: string
}

export type DropReason = 'not-mounted' | 'source' | 'origin' | 'shape' | 'frame' | 'rate'

export type GuardOptions = {
  /** Fullscript's frame says that it cannot go on; lines such as "CODE: text". The package never sees it. */
  serverError: (lines: readonly string[]) => void
  /** At most once a second, with the reason of the first message that was dropped in it. */
  dropped: (reason: DropReason) => void
  /** Milliseconds that only grow. */
  now: () => number
}

/** Messages of a real frame are rare: somebody chose a patient, somebody sent a plan. */
const PER_SECOND = 20
const MOST_LINES = 20
const LONGEST_LINE = 2_000
const LONGEST_ID = 200

export class MessageGuard {
  readonly #options: GuardOptions
  #expected: Expected | null = null
  #second = { since: -Infinity, passed: 0, told: false }

  /** Call before the package's client is made: its listener must come second. */
  constructor(target: Pick<Window, 'addEventListener'>, options: GuardOptions) {
    this.#options = options
    target.addEventListener('message', this.#listen, { capture: true })
  }

  /** From now on only this frame's messages count; null: nobody's. */
  expect(expected: Expected | null): void {
    this.#expected = expected
  }

  readonly #listen = (event: MessageEvent): void => {
    const now = this.#options.now()
    if (now - this.#second.since >= 1_000) this.#second = { since: now, passed: 0, told: false }
    const verdict = judge(event, this.#expected)
    const drop = typeof verdict === 'string' ? verdict : this.#second.passed >= PER_SECOND ? 'rate' : null
    if (drop !== null) {
      event.stopImmediatePropagation()
      if (!this.#second.told) this.#options.dropped(drop)
      this.#second.told = true
      return
    }
    this.#second.passed += 1
    if (typeof verdict === 'object' && verdict.kind === 'server-error') {
      event.stopImmediatePropagation()
      this.#options.serverError(verdict.lines)
    }
  }
}

type Verdict = DropReason | { kind: 'event' } | { kind: 'server-error'; lines: string[] }

function judge(event: MessageEvent, expected: Expected | null): Verdict {
  if (expected === null) return 'not-mounted'
  // `source` and `origin` are the browser's word; `data` is the sender's.
  if (event.source !== expected.source) return 'source'
  if (event.origin !== expected.origin) return 'origin'
  const data: unknown = event.data
  const type = own(data, 'type')
  const payload = own(data, 'payload')
  if (type === 'serverError') {
    const usable =
      Array.isArray(payload) &&
      payload.length > 0 &&
      payload.length <= MOST_LINES &&
      payload.every((line) => typeof line === 'string' && line.length <= LONGEST_LINE)
    return usable ? { kind: 'server-error', lines: payload as string[] } : 'shape'
  }
  if (typeof type !== 'string' || type.length > 100) return 'shape'
  const dot = type.indexOf('.')
  const name = type.slice(dot + 1)
  if (dot < 0 || (name !== 'patient.selected' && name !== 'treatmentPlan.activated')) return 'shape'
  if (type.slice(0, dot) !== expected.frameId) return 'frame'
  return readEvent(payload) === null ? 'shape' : { kind: 'event' }
}

export type FrameEvent =
  | { name: 'patient.selected'; patientId: string }
  | { name: 'treatmentPlan.activated'; planId: string; patientId: string }

/**
 * The ids in an event of Fullscript's frame (fullscript.md 7.4), or null when it has not their shape. Nothing else of
 * it is used: the plan is fetched by its id.
 */
export function readEvent(envelope: unknown): FrameEvent | null {
  const name = own(envelope, 'type')
  const data = own(envelope, 'data')
  if (name === 'patient.selected') {
    const patientId = id(own(own(data, 'patient'), 'id'))
    return patientId === null ? null : { name, patientId }
  }
  if (name === 'treatmentPlan.activated') {
    const plan = own(data, 'treatmentPlan')
    const planId = id(own(plan, 'id'))
    const patientId = id(own(own(plan, 'patient'), 'id'))
    return planId === null || patientId === null ? null : { name, planId, patientId }
  }
  return null
}

/** A property of its own of a plain object; never one that an object inherits. */
function own(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return Object.hasOwn(value, name) ? (Reflect.get(value, name) as unknown) : undefined
}

const id = (value: unknown): string | null =>
  typeof value === 'string' && value.length <= LONGEST_ID && /^[\w-]+$/.test(value) ? value : null
