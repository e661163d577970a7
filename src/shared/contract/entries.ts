/**
 * The one shape of all clinical entries, and the calls that every kind of them has. A kind says what its body is and
 * which statuses it knows; everything else is the same for all. Fields are named as in FHIR R4 where FHIR has them.
 */
import { z } from 'zod'
import { ENTRY_KINDS, type EntryKind } from '../entry-kinds'
import type { FailureCode } from '../failures'
import { lineOfText, nameSchema } from '../line-of-text'
import { isPartialDate } from '../partial-date'
import { call } from './contract'

/** The status of what should never have been in the chart. It is kept, and shown to whoever asks for it. */
export const ENTERED_IN_ERROR = 'entered-in-error'

export const LONGEST_REASON_FOR_ERROR = 300

/** `system`: the code system's URI, e.g. http://snomed.info/sct. */
export const codingSchema = z.object({
  system: nameSchema(200),
  code: nameSchema(100),
  display: lineOfText(300),
})
export type Coding = z.infer<typeof codingSchema>

/** What is said of one entry at one time. */
export type EntryContent<B = unknown, S extends string = string> = {
  status: S
  /** As far as it is known (partial-date.ts); null: not said. */
  effective: string | null
  /** Empty where it is said in words alone. */
  codings: Coding[]
  /** What it is, in words; always there. */
  text: string
  body: B
}

/** One version of an entry, as it is read. */
export type Entry<B = unknown> = Omit<EntryContent<B | null>, 'status'> & {
  id: string
  patientId: string
  version: number
  /** Of its kind, `entered-in-error`, or one that only a newer Yarrow knows. */
  status: string
  /** Why it was entered in error; else empty. */
  reason: string
  recordedAt: number
  /** Null for what Yarrow wrote by itself. */
  recordedBy: { id: string; name: string } | null
  /** Null: a newer Yarrow wrote it in a way that this one does not know. It stays as it is. */
  body: B | null
}

/**
 * What a new version means for the other entries of its kind in the chart: it is refused because of them, or they get
 * another status with it.
 */
export type EntryRule<B, S extends string> = (
  next: EntryContent<B, S>,
  others: readonly Entry<B>[],
) => { refuses: FailureCode } | { changes: readonly { id: string; status: S }[] }

/** `body` takes what it has made itself, unchanged. */
export type EntryKindContract<B extends z.ZodType = z.ZodType, S extends string = string> = {
  kind: EntryKind
  statuses: readonly [S, ...S[]]
  body: B
  /** What an entry says, in one line and without its date, for whoever sees several kinds together. */
  summary: (entry: Pick<Entry<z.output<B>>, 'status' | 'text' | 'codings' | 'body'>) => string
  /** The same on both sides: the store keeps to it, and a form need not offer what would be refused. */
  rule?: EntryRule<z.output<B>, S>
}

export const entryKind = <B extends z.ZodType, S extends string>(contract: EntryKindContract<B, S>) =>
  contract

export const contentSchema = <B extends z.ZodType, S extends string>({
  statuses,
  body,
}: EntryKindContract<B, S>) =>
  z.object({
    status: z.enum(statuses),
    effective: z.string().refine(isPartialDate).nullable(),
    codings: z.array(codingSchema).max(20),
    text: nameSchema(300),
    body,
  })

export const entrySchema = <B extends z.ZodType>(body: B) =>
  z.object({
    id: z.uuid(),
    patientId: z.uuid(),
    version: z.number().int(),
    status: z.string(),
    effective: z.string().nullable(),
    codings: z.array(z.object({ system: z.string(), code: z.string(), display: z.string() })),
    text: z.string(),
    body: body.nullable(),
    reason: z.string(),
    recordedAt: z.number(),
    recordedBy: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  })

/** The calls of the area of a kind. `changed-meanwhile` when `version` is no longer the current one. */
export function entryCalls<B extends z.ZodType, S extends string>(contract: EntryKindContract<B, S>) {
  const { kind } = contract
  const { area } = ENTRY_KINDS[kind]
  const reads = { capability: `${area}:read`, audit: `${kind}.read` } as const
  const capability = `${area}:write` as const
  const entry = entrySchema(contract.body)
  const content = contentSchema(contract)
  const chart = z.object({ patientId: z.uuid() })
  const one = chart.extend({ id: z.uuid() })
  const current = one.extend({ version: z.number().int() })
  return {
    /** The current version of each entry, the last recorded first; those entered in error only when asked for. */
    list: call({
      ...reads,
      input: chart.extend({ enteredInError: z.boolean() }),
      output: z.array(entry),
    }),
    /** Every version of one entry, the newest first. `not-found`. */
    history: call({ ...reads, input: one, output: z.array(entry) }),
    record: call({
      capability,
      audit: `${kind}.recorded`,
      input: chart.extend({ content }),
      output: entry,
    }),
    /** `not-found`; `entry-newer` for what only a newer Yarrow can read. */
    change: call({
      capability,
      audit: `${kind}.changed`,
      input: current.extend({ content }),
      output: entry,
    }),
    /** Entered in error. */
    retract: call({
      capability,
      audit: `${kind}.retracted`,
      input: current.extend({ reason: nameSchema(LONGEST_REASON_FOR_ERROR) }),
      output: entry,
    }),
    /** What the entry said in version `from` is what it says now, as a new version. `not-found`, `entry-newer`. */
    restore: call({
      capability,
      audit: `${kind}.restored`,
      input: current.extend({ from: z.number().int() }),
      output: entry,
    }),
  }
}
