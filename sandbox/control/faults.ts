/** Faults that tests and people inject: which requests they hit, how often, and what happens to those. */
import { z } from 'zod'
import { newId } from '../ids'

const headersSchema = z.record(z.string(), z.string())

/** `before`: the request is never processed. `after`: it is processed and only the answer suffers. */
const whenSchema = z.enum(['before', 'after'])

export const effectSchema = z.discriminatedUnion('kind', [
  /** Waits, then goes on; joins with any other fault. */
  z.object({ kind: z.literal('delay'), milliseconds: z.number().min(0).max(600_000) }),
  /** Answers with this status instead of processing. */
  z.object({
    kind: z.literal('status'),
    status: z.number().int().min(200).max(599),
    headers: headersSchema.default({}),
    body: z.string().default(''),
  }),
  /** The connection is destroyed without an answer. */
  z.object({ kind: z.literal('drop'), when: whenSchema }),
  /** The connection stays open and silent. */
  z.object({ kind: z.literal('hang'), when: whenSchema }),
  /** Processed; the answer breaks off after so many bytes of its body, or of the whole reply with its head. */
  z.object({
    kind: z.literal('truncate'),
    bodyBytes: z.number().int().min(0).optional(),
    replyBytes: z.number().int().min(0).optional(),
  }),
  /** An HTML page instead of processing, as a proxy or a captive portal gives it. */
  z.object({ kind: z.literal('html'), status: z.number().int().min(200).max(599).default(200) }),
  /** Processed; the answer claims another content type. */
  z.object({ kind: z.literal('content-type'), value: z.string() }),
  /** This JSON text as the body, with `before` instead of processing. Text, so that broken JSON is possible. */
  z.object({
    kind: z.literal('json'),
    status: z.number().int().min(200).max(599).default(200),
    body: z.string(),
    when: whenSchema.default('before'),
  }),
  /** Processed; these members are set in the JSON answer, null removes one. Nested objects are merged. */
  z.object({ kind: z.literal('merge'), set: z.record(z.string(), z.unknown()) }),
])
export type FaultEffect = z.infer<typeof effectSchema>

export const faultSchema = z.object({
  method: z.string().toUpperCase().nullable().default(null),
  /** Path with `*` for any run of characters, e.g. `/api/clinic/*`. */
  path: z.string(),
  /** Token endpoint only: the grant type it is for. */
  grantType: z.string().nullable().default(null),
  /** Lets so many matching requests pass first. */
  skip: z.number().int().min(0).default(0),
  /** How many requests it hits; null: until removed. */
  count: z.number().int().min(1).nullable().default(1),
  effect: effectSchema,
})
export type FaultInput = z.input<typeof faultSchema>
export type Fault = z.infer<typeof faultSchema> & { id: string; hits: number }

export type Arrival = { method: string; path: string; grantType: string | undefined }

/** What is to happen to one request. */
export type Verdict = { delay: number; effect: Exclude<FaultEffect, { kind: 'delay' }> | null }

export class FaultBook {
  #faults: (Fault & { pattern: RegExp })[] = []

  add(input: FaultInput): Fault {
    const fault = { ...faultSchema.parse(input), id: newId(), hits: 0 }
    this.#faults.push({ ...fault, pattern: globToRegExp(fault.path) })
    return fault
  }

  remove(id: string): boolean {
    const before = this.#faults.length
    this.#faults = this.#faults.filter((fault) => fault.id !== id)
    return this.#faults.length < before
  }

  clear(): void {
    this.#faults = []
  }

  list(): Fault[] {
    return this.#faults.map(({ pattern: _pattern, ...fault }) => fault)
  }

  /** Uses up the faults that match: every delay, and the first other one. */
  judge(arrival: Arrival): Verdict {
    const verdict: Verdict = { delay: 0, effect: null }
    if (this.#faults.length === 0) return verdict
    for (const fault of this.#faults) {
      if (fault.effect.kind !== 'delay' && verdict.effect) continue
      if (!matches(fault, arrival)) continue
      if (fault.skip > 0) {
        fault.skip -= 1
        continue
      }
      fault.hits += 1
      if (fault.count !== null) fault.count -= 1
      if (fault.effect.kind === 'delay') verdict.delay += fault.effect.milliseconds
      else verdict.effect = fault.effect
    }
    this.#faults = this.#faults.filter((fault) => fault.count !== 0)
    return verdict
  }
}

function matches(fault: Fault & { pattern: RegExp }, arrival: Arrival): boolean {
  if (fault.method !== null && fault.method !== arrival.method) return false
  if (fault.grantType !== null && fault.grantType !== arrival.grantType) return false
  return fault.pattern.test(arrival.path)
}

const globToRegExp = (glob: string): RegExp =>
  new RegExp(`^${glob.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*')}$`)
