/**
 * The clinical entries of all charts, of whatever kind: each look and each change is in the audit, in the same
 * transaction. Nothing is overwritten or deleted: a change, an error said and an undo are new versions.
 */
import { randomUUID } from 'node:crypto'
import { changedFields } from '../../shared/audit-subjects'
import {
  ENTERED_IN_ERROR,
  contentSchema,
  type Entry,
  type EntryContent,
  type EntryKindContract,
} from '../../shared/contract/entries'
import { localDay, parseInstant } from '../../shared/day'
import type { EntryAction, EntryKind } from '../../shared/entry-kinds'
import { failed, ok, type Result } from '../../shared/failures'
import { Listeners } from '../../shared/listeners'
import type { Audit } from '../audit/audit'
import type { Clock } from '../platform/clock/clock'
import type { ChartReading, ChartWriting } from '../records/handles'
import type { Actor, Records, Unit } from '../records/unit-of-work'
import {
  advance,
  findByExternalId,
  insertEntry,
  insertExternalId,
  insertVersion,
  readEntries,
  readFirstRecorded,
  readVersions,
  type ExternalId,
  type KeptVersion,
  type PlaceInTime,
} from './entry-repository'

type Chart = { patientId: string }
type One = Chart & { id: string }
/** `version`: the one that somebody saw. `changed-meanwhile` when it is no longer the current one. */
type Current = One & { version: number }
type Changed = Chart & { kind: EntryKind }

/** Input is already checked against the contract of the kind (shared/contract/entries.ts). */
export interface EntryStore {
  list(kind: EntryKindContract, personId: string, of: Chart & { enteredInError: boolean }): Answer<Entry[]>
  /** `not-found`. */
  history(kind: EntryKindContract, personId: string, one: One): Answer<Entry[]>
  record(kind: EntryKindContract, personId: string, input: Chart & { content: EntryContent }): Answer<Entry>
  change(kind: EntryKindContract, personId: string, input: Current & { content: EntryContent }): Answer<Entry>
  retract(kind: EntryKindContract, personId: string, input: Current & { reason: string }): Answer<Entry>
  restore(kind: EntryKindContract, personId: string, input: Current & { from: number }): Answer<Entry>
  /**
   * What another system has, by its id there: a new entry, or a new version of the one that came before where it says
   * something else now. Takes part in the caller's unit of work. `not-found` for what is in another chart.
   */
  imported(
    kind: EntryKindContract,
    by: Actor,
    input: Chart & { externalId: ExternalId; content: EntryContent },
    chart: ChartWriting,
    unit: Pick<Unit, 'after'>,
  ): Answer<Entry>
  /** Called after the entries of a kind have changed in a chart. */
  onChange(listener: (changed: Changed) => void): () => void
}

type Answer<T> = Promise<Result<T>>
type Dependencies = { records: Records; audit: Audit; clock: Clock }

export function createEntryStore({ records, audit, clock }: Dependencies): EntryStore {
  const listeners = new Listeners<[changed: Changed]>()

  /** Writes one version, and the current one of others that the rule of the kind changes with it. */
  async function write(
    contract: EntryKindContract,
    { personId, ...actor }: Actor,
    at: One & { from: number },
    content: EntryContent<string>,
    chart: ChartWriting,
  ): Answer<Entry> {
    const { kind, rule } = contract
    const { patientId, id, from } = at
    const parsed = parsedContent(contract, content)
    if (rule && parsed) {
      const current = await readEntries(chart, { patientId, kind, enteredInError: false })
      const others = current.filter((other) => other.id !== id)
      const says = rule(
        parsed,
        others.map((other) => toEntry(contract, other)),
      )
      if ('refuses' in says) return failed(says.refuses)
      for (const { id: other, status } of says.changes) {
        const kept = others.find((one) => one.id === other)
        if (!kept) continue
        await append({ ...kept, from: kept.version }, { ...kept, status }, '', personId, chart)
        const entry = { ...actor, personId, action: `${kind}.changed`, patientId, outcome: 'done' } as const
        await audit.record({ ...entry, subject: `${other} changed:status` }, chart)
      }
    }
    if (from === 0)
      await insertEntry(chart, { id, patientId, kind, ...placeInTime(content.effective, clock.now()) })
    if (!(await append(at, content, '', personId, chart))) return failed('changed-meanwhile')
    return readCurrent(contract, at, chart)
  }

  /** False when somebody else was faster. */
  async function append(
    { id, from }: { id: string; from: number },
    { status, effective, codings, text, body }: EntryContent<string>,
    reason: string,
    personId: string | null,
    chart: ChartWriting,
  ): Promise<boolean> {
    if (from > 0) {
      const place = placeInTime(effective, await readFirstRecorded(chart, id))
      if (!(await advance(chart, id, from, place))) return false
    }
    const recorded = { recordedAt: clock.now(), recordedBy: personId }
    const says = { status, effective, codings, text, body, reason }
    await insertVersion(chart, { entryId: id, version: from + 1, ...says, ...recorded })
    return true
  }

  async function readCurrent(contract: EntryKindContract, one: One, chart: ChartReading): Answer<Entry> {
    const [version] = await readVersions(chart, { ...one, kind: contract.kind })
    return version ? ok(toEntry(contract, version)) : failed('not-found')
  }

  /** A new version of what is there. `make`: what it says, from all versions of it, the current one first. */
  const renew = (
    contract: EntryKindContract,
    personId: string,
    action: EntryAction,
    { patientId, id, version }: Current,
    make: (
      versions: readonly KeptVersion[],
      current: KeptVersion,
      chart: ChartWriting,
    ) => Promise<Result<{ entry: Entry; subject: string }>>,
  ): Answer<Entry> =>
    records.run({ personId }, action, patientId, async (chart, unit) => {
      const versions = await readVersions(chart, { patientId, id, kind: contract.kind })
      const [current] = versions
      if (!current) return failed('not-found')
      if (current.version !== version) return failed('changed-meanwhile')
      const made = await make(versions, current, chart)
      if (!made.ok) return made
      unit.row({ subject: made.value.subject })
      unit.after(() => {
        listeners.tell({ patientId, kind: contract.kind })
      })
      return ok(made.value.entry)
    })

  return {
    list: (contract, personId, { patientId, enteredInError }) =>
      records.look({ personId }, `${contract.kind}.read`, patientId, async (chart) => {
        const entries = await readEntries(chart, { patientId, kind: contract.kind, enteredInError })
        return ok(entries.map((entry) => toEntry(contract, entry)))
      }),

    history: (contract, personId, { patientId, id }) =>
      records.look({ personId }, `${contract.kind}.read`, patientId, async (chart, unit) => {
        const versions = await readVersions(chart, { patientId, kind: contract.kind, id })
        if (versions.length === 0) return failed('not-found')
        unit.row({ subject: id })
        return ok(versions.map((version) => toEntry(contract, version)))
      }),

    record: (contract, personId, { patientId, content }) =>
      records.run({ personId }, `${contract.kind}.recorded`, patientId, async (chart, unit) => {
        const id = randomUUID()
        const at = { patientId, id, from: 0 }
        const written = await write(contract, { personId }, at, kept(content), chart)
        if (!written.ok) return written
        unit.row({ subject: id })
        unit.after(() => {
          listeners.tell({ patientId, kind: contract.kind })
        })
        return written
      }),

    change: (contract, personId, { content, ...input }) =>
      renew(contract, personId, `${contract.kind}.changed`, input, async (_versions, current, chart) => {
        const before = parsedContent(contract, current)
        if (current.status === ENTERED_IN_ERROR) return failed('not-found')
        if (!before) return failed('entry-newer')
        const at = { ...current, from: current.version }
        const written = await write(contract, { personId }, at, kept(content), chart)
        if (!written.ok) return written
        const changed = changedFields(FIELDS, comparable(before), comparable(content))
        return ok({ entry: written.value, subject: [current.id, changed ?? ''].join(' ').trim() })
      }),

    retract: (contract, personId, { reason, ...input }) =>
      renew(contract, personId, `${contract.kind}.retracted`, input, async (_versions, current, chart) => {
        if (current.status === ENTERED_IN_ERROR) return failed('not-found')
        const error = { ...current, status: ENTERED_IN_ERROR }
        const at = { id: current.id, from: current.version }
        if (!(await append(at, error, reason, personId, chart))) return failed('changed-meanwhile')
        const read = await readCurrent(contract, current, chart)
        return read.ok ? ok({ entry: read.value, subject: current.id }) : read
      }),

    restore: (contract, personId, { from, ...input }) =>
      renew(contract, personId, `${contract.kind}.restored`, input, async (versions, current, chart) => {
        const earlier = versions.find(({ version }) => version === from)
        if (!earlier || earlier.status === ENTERED_IN_ERROR) return failed('not-found')
        if (!parsedContent(contract, earlier)) return failed('entry-newer')
        const at = { ...current, from: current.version }
        const written = await write(contract, { personId }, at, earlier, chart)
        return written.ok ? ok({ entry: written.value, subject: current.id }) : written
      }),

    async imported(contract, by, { patientId, externalId, content: from }, chart, unit) {
      const { kind } = contract
      const checked = contentSchema(contract).safeParse(from)
      if (!checked.success) return failed('invalid-input')
      const content = kept(checked.data)
      const known = await findByExternalId(chart, externalId)
      if (known && (known.patientId !== patientId || known.kind !== kind)) return failed('not-found')
      const id = known?.id ?? randomUUID()
      const [current] = known ? await readVersions(chart, { patientId, kind, id }) : []
      if (current && sameContent(current, content)) return ok(toEntry(contract, current))
      const at = { patientId, id, from: current?.version ?? 0 }
      const written = await write(contract, by, at, content, chart)
      if (!written.ok) return written
      if (!known) await insertExternalId(chart, id, externalId)
      const action = known ? (`${kind}.changed` as const) : (`${kind}.recorded` as const)
      await audit.record({ ...by, action, patientId, subject: id, outcome: 'done' }, chart)
      unit.after(() => {
        listeners.tell({ patientId, kind })
      })
      return written
    },

    onChange: (listener) => listeners.add(listener),
  }
}

/** The names of what is said, for the audit. */
const FIELDS = ['status', 'effective', 'codings', 'text', 'body'] as const

const comparable = ({ codings, body, ...rest }: EntryContent) => ({
  ...rest,
  codings: JSON.stringify(codings),
  body: JSON.stringify(body),
})

const sameContent = (one: EntryContent<string>, other: EntryContent<string>): boolean =>
  changedFields(FIELDS, comparable(one), comparable(other)) === undefined

/** As it is written down. */
const kept = (content: EntryContent): EntryContent<string> => ({
  ...content,
  body: JSON.stringify(content.body),
})

/**
 * A day that stands alone, a month or a year is no instant and stays as it was said; what has no date stands on the day
 * on which it was first recorded here.
 */
function placeInTime(effective: string | null, firstRecorded: number): PlaceInTime {
  const instant = effective === null ? null : parseInstant(effective)
  const timelineAt = instant ?? firstRecorded
  return {
    timelineDay: effective === null || instant !== null ? localDay(timelineAt) : effective,
    timelineAt,
  }
}

/** Null for what only a newer Yarrow can read. */
function parsedContent(contract: EntryKindContract, content: EntryContent<string>): EntryContent | null {
  let body: unknown
  try {
    body = JSON.parse(content.body)
  } catch {
    return null
  }
  const parsed = contentSchema(contract).safeParse({ ...content, body })
  return parsed.success ? parsed.data : null
}

/** What cannot be read has no body; it stays in the records as it is. */
export function toEntry(contract: EntryKindContract, { body, ...version }: KeptVersion): Entry {
  const known = version.status === ENTERED_IN_ERROR ? contract.statuses[0] : version.status
  const parsed = parsedContent(contract, { ...version, body, status: known })
  return { ...version, body: parsed ? parsed.body : null }
}
