/** The rows of `entry`, `entry_version` and `external_id`: versions are added and never changed. */
import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Coding } from '../../shared/contract/entries'
import { ENTERED_IN_ERROR } from '../../shared/contract/entries'
import type { EntryKind } from '../../shared/entry-kinds'
import type { ChartReading, ChartWriting } from '../records/handles'
import type { EntryTable, EntryVersionTable } from '../records/schema'

/** One version as it is kept. `body`: JSON that may be of a newer Yarrow. */
export type KeptVersion = Omit<Selectable<EntryVersionTable>, 'entryId' | 'recordedBy' | 'codings'> & {
  id: string
  patientId: string
  codings: Coding[]
  recordedBy: { id: string; name: string } | null
}

type Place = { patientId: string; kind: EntryKind }

/** Where an entry stands among all of its chart (docs/ARCHITECTURE.md, The timeline). */
export type PlaceInTime = Pick<Selectable<EntryTable>, 'timelineDay' | 'timelineAt'>

const versionsOf = (chart: ChartReading, patientId: string) =>
  chart
    .selectFrom('entry')
    .innerJoin('entryVersion', 'entryVersion.entryId', 'entry.id')
    .leftJoin('person', 'person.id', 'entryVersion.recordedBy')
    .where('entry.patientId', '=', patientId)
    .select([
      'entry.id',
      'entry.patientId',
      'entryVersion.version',
      'entryVersion.status',
      'entryVersion.effective',
      'entryVersion.codings',
      'entryVersion.text',
      'entryVersion.body',
      'entryVersion.reason',
      'entryVersion.recordedAt',
      'entryVersion.recordedBy',
      'person.displayName as recordedByName',
    ])

const versions = (chart: ChartReading, { patientId, kind }: Place) =>
  versionsOf(chart, patientId).where('entry.kind', '=', kind)

type Row = Awaited<ReturnType<ReturnType<typeof versions>['execute']>>[number]

const toVersion = <R extends Row>({ recordedBy, recordedByName, codings, ...row }: R) => ({
  ...row,
  codings: JSON.parse(codings) as Coding[],
  recordedBy: recordedBy === null ? null : { id: recordedBy, name: recordedByName ?? '' },
})

/** The current version of each entry of a kind, the last recorded first. */
export async function readEntries(
  chart: ChartReading,
  { enteredInError, ...place }: Place & { enteredInError: boolean },
): Promise<KeptVersion[]> {
  const rows = await versions(chart, place)
    .whereRef('entryVersion.version', '=', 'entry.version')
    .$if(!enteredInError, (query) => query.where('entryVersion.status', '<>', ENTERED_IN_ERROR))
    .orderBy('entryVersion.recordedAt', 'desc')
    .orderBy('entry.id')
    .execute()
  return rows.map(toVersion)
}

/** Every version of one entry, the newest first; none for an entry that is not in this chart. */
export async function readVersions(
  chart: ChartReading,
  { id, ...place }: Place & { id: string },
): Promise<KeptVersion[]> {
  const rows = await versions(chart, place)
    .where('entry.id', '=', id)
    .orderBy('entryVersion.version', 'desc')
    .execute()
  return rows.map(toVersion)
}

export type TimelineRow = KeptVersion & PlaceInTime & { kind: string }
export type TimelineQuery = {
  patientId: string
  kinds: readonly string[]
  enteredInError: boolean
  /** Only what stands after this one; null: from the newest on. */
  before: (PlaceInTime & { id: string }) | null
  limit: number
}

/** The current version of entries of several kinds, the newest first by their place in time. */
export async function readTimeline(
  chart: ChartReading,
  { patientId, kinds, enteredInError, before, limit }: TimelineQuery,
): Promise<TimelineRow[]> {
  let query = versionsOf(chart, patientId)
    .whereRef('entryVersion.version', '=', 'entry.version')
    .where('entry.kind', 'in', kinds)
    .select(['entry.kind', 'entry.timelineDay', 'entry.timelineAt'])
  if (!enteredInError) query = query.where('entryVersion.status', '<>', ENTERED_IN_ERROR)
  if (before)
    query = query.where((eb) =>
      eb(
        eb.refTuple('entry.timelineDay', 'entry.timelineAt', 'entry.id'),
        '<',
        eb.tuple(before.timelineDay, before.timelineAt, before.id),
      ),
    )
  const rows = await query
    .orderBy('entry.timelineDay', 'desc')
    .orderBy('entry.timelineAt', 'desc')
    .orderBy('entry.id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toVersion)
}

/** Epoch milliseconds at which the entry's first version was recorded. */
export async function readFirstRecorded(chart: ChartReading, id: string): Promise<number> {
  const { recordedAt } = await chart
    .selectFrom('entryVersion')
    .where('entryId', '=', id)
    .where('version', '=', 1)
    .select('recordedAt')
    .executeTakeFirstOrThrow()
  return recordedAt
}

export async function insertEntry(
  chart: ChartWriting,
  entry: Place & PlaceInTime & { id: string },
): Promise<void> {
  await chart
    .insertInto('entry')
    .values({ ...entry, version: 1 })
    .execute()
}

/** False when `from` is no longer the current version: somebody else was faster. */
export async function advance(
  chart: ChartWriting,
  id: string,
  from: number,
  place: PlaceInTime,
): Promise<boolean> {
  const { numUpdatedRows } = await chart
    .updateTable('entry')
    .set({ version: from + 1, ...place })
    .where('id', '=', id)
    .where('version', '=', from)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export type NewVersion = Omit<Selectable<EntryVersionTable>, 'codings'> & { codings: readonly Coding[] }

export async function insertVersion(chart: ChartWriting, version: NewVersion): Promise<void> {
  await chart
    .insertInto('entryVersion')
    .values({ ...version, codings: JSON.stringify(version.codings) })
    .execute()
}

export type ExternalId = { system: string; value: string }

/** The entry that another system calls by this id; null: none here. */
export async function findByExternalId(
  charts: ChartReading,
  { system, value }: ExternalId,
): Promise<{ id: string; patientId: string; kind: string } | null> {
  const row = await charts
    .selectFrom('externalId')
    .innerJoin('entry', 'entry.id', 'externalId.entryId')
    .where('externalId.system', '=', system)
    .where('externalId.value', '=', value)
    .where('externalId.withdrawn', '=', 0)
    .select(['entry.id', 'entry.patientId', 'entry.kind'])
    .executeTakeFirst()
  return row ?? null
}

export async function insertExternalId(
  chart: ChartWriting,
  entryId: string,
  externalId: ExternalId,
): Promise<void> {
  await chart
    .insertInto('externalId')
    .values({ id: randomUUID(), ...externalId, entryId })
    .execute()
}
