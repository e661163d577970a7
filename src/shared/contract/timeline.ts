/** Bridge area `timeline`: what a chart holds as entries, of all kinds that whoever asks may read, by when it was. */
import { z } from 'zod'
import { ENTRY_KINDS, type EntryKind } from '../entry-kinds'
import { call } from './contract'

const kind = z.enum(Object.keys(ENTRY_KINDS) as [EntryKind, ...EntryKind[]])

/** Where an entry stands: the next page begins after it. */
const placeSchema = z.object({ day: z.string().min(4).max(10), at: z.number().int(), id: z.uuid() })
export type TimelinePlace = z.infer<typeof placeSchema>

const timelineEntrySchema = z.object({
  id: z.uuid(),
  kind,
  /** The day, month or year that it stands on: its own, else the day on which it was first recorded. */
  day: z.string(),
  /** As it was said (partial-date.ts); null: not said. */
  effective: z.string().nullable(),
  /** In the words of its kind. */
  summary: z.string(),
  enteredInError: z.boolean(),
  /** Why it was entered in error; else empty. */
  reason: z.string(),
  /** Of the current version. */
  recordedAt: z.number(),
  /** Null for what Yarrow wrote by itself. */
  recordedBy: z.object({ id: z.uuid(), name: z.string() }).nullable(),
})
export type TimelineEntry = z.infer<typeof timelineEntrySchema>

const pageSchema = z.object({
  entries: z.array(timelineEntrySchema),
  /** Where older ones begin; null: there are none. */
  older: placeSchema.nullable(),
})
export type TimelinePage = z.infer<typeof pageSchema>

const askedSchema = z.object({
  patientId: z.uuid(),
  /** Empty: all. Kinds that whoever asks may not read are left out, whether they are named or not. */
  kinds: z.array(kind),
  enteredInError: z.boolean(),
  /** Null: from the newest on. */
  before: placeSchema.nullable(),
  limit: z.number().int().min(1).max(200),
})
export type TimelineAsked = z.infer<typeof askedSchema>

export const timelineCalls = {
  /** The current version of each, the newest first. */
  read: call({ input: askedSchema, output: pageSchema, capability: 'entries:read', audit: 'timeline.read' }),
}
