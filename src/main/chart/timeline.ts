/** All kinds of entries of one chart in one list by when they were, as far as whoever asks may read them. */
import { may, type Capability } from '../../shared/capabilities'
import { entryKinds } from '../../shared/contract'
import { ENTERED_IN_ERROR, type EntryKindContract } from '../../shared/contract/entries'
import type { TimelineAsked, TimelineEntry, TimelinePage } from '../../shared/contract/timeline'
import type { EntryArea } from '../../shared/entry-kinds'
import { failed, ok, type Result } from '../../shared/failures'
import type { Records } from '../records/unit-of-work'
import { readTimeline, type TimelineRow } from './entry-repository'
import { toEntry } from './entry-store'

type Reader = { id: string; capabilities: readonly Capability[] }

export interface Timeline {
  /**
   * The current version of each entry, the newest first. `not-allowed` for whoever may read no kind; of a kind that a
   * newer Yarrow wrote, nothing.
   */
  read(person: Reader, asked: TimelineAsked): Promise<Result<TimelinePage>>
}

/** By area of the bridge, which is what a capability is called by. */
type Kinds = Partial<Record<EntryArea, EntryKindContract>>
type Dependencies = { records: Records; kinds?: Kinds }

const ALL_KINDS = entryKinds as unknown as Kinds

export const createTimeline = ({ records, kinds = ALL_KINDS }: Dependencies): Timeline => ({
  read: (person, { patientId, kinds: named, enteredInError, before, limit }) =>
    records.look({ personId: person.id }, 'timeline.read', patientId, async (chart, unit) => {
      const readable = Object.entries(kinds)
        .filter(([area]) => may(person, `${area as EntryArea}:read`))
        .map(([, contract]) => contract)
      if (readable.length === 0) return failed('not-allowed')
      const asked = readable.filter(({ kind }) => named.length === 0 || named.includes(kind))
      if (asked.length === 0) return ok({ entries: [], older: null })
      unit.row({ subject: asked.map(({ kind }) => kind).join(' ') })
      const rows = await readTimeline(chart, {
        patientId,
        kinds: asked.map(({ kind }) => kind),
        enteredInError,
        before: before && { timelineDay: before.day, timelineAt: before.at, id: before.id },
        // One more, to know whether there are older ones.
        limit: limit + 1,
      })
      const page = rows.slice(0, limit)
      const last = rows.length > limit ? page.at(-1) : undefined
      return ok({
        entries: page.flatMap((row) => {
          const contract = asked.find(({ kind }) => kind === row.kind)
          return contract ? [inTimeline(contract, row)] : []
        }),
        older: last ? { day: last.timelineDay, at: last.timelineAt, id: last.id } : null,
      })
    }),
})

const inTimeline = (contract: EntryKindContract, row: TimelineRow): TimelineEntry => ({
  id: row.id,
  kind: contract.kind,
  day: row.timelineDay,
  effective: row.effective,
  summary: contract.summary(toEntry(contract, row)),
  enteredInError: row.status === ENTERED_IN_ERROR,
  reason: row.reason,
  recordedAt: row.recordedAt,
  recordedBy: row.recordedBy,
})
