/** Clinical entries, their versions, and what other systems call them and the plans. */
import type { Generated } from 'kysely'

export interface EntryTable {
  id: string
  patientId: string
  kind: string
  /** The current one. */
  version: number
  /** Where it stands among the others of its chart: the day of its current version, as far as it is known. */
  timelineDay: string
  /** Within the day: the instant where it has one, else when it was first recorded. */
  timelineAt: number
}

/** Added to and read, and nothing else. */
export interface EntryVersionTable {
  entryId: string
  version: number
  status: string
  /** As far as it is known (shared/partial-date.ts). */
  effective: string | null
  /** JSON array of {system, code, display}. */
  codings: string
  text: string
  /** JSON, as the kind says it. */
  body: string
  /** Why it was entered in error. */
  reason: string
  recordedAt: number
  recordedBy: string | null
}

/** Of an entry or of a plan; the other is null. */
export interface ExternalIdTable {
  id: string
  system: string
  value: string
  entryId: string | null
  planId: string | null
  /** 1: what it names has left the chart. */
  withdrawn: Generated<0 | 1>
}

export interface EntryTables {
  entry: EntryTable
  entryVersion: EntryVersionTable
  externalId: ExternalIdTable
}
