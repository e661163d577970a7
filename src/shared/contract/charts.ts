/** Bridge area `charts`: charts that are open to a few people only, and opening one of them in an emergency. */
import { z } from 'zod'
import { call, nothing } from './contract'

const patient = z.object({ patientId: z.uuid() })

/** Somebody who can be put on a chart's list. */
export const colleagueSchema = z.object({
  id: z.uuid(),
  displayName: z.string(),
  credentials: z.string(),
})
export type Colleague = z.infer<typeof colleagueSchema>

/**
 * Somebody's place on a list rests: their account was opened with a code that `issuerName` gave, and nobody on the list
 * has said yet that it is them.
 */
export const restSchema = z.object({ issuerName: z.string(), since: z.number() })
export type Rest = z.infer<typeof restSchema>

/** `charts`: on so many lists that the asker may answer for. */
export const restingColleagueSchema = restSchema.extend({
  personId: z.uuid(),
  displayName: z.string(),
  charts: z.number().int(),
})
export type RestingColleague = z.infer<typeof restingColleagueSchema>

export const chartAccessSchema = z.object({
  patientId: z.uuid(),
  givenName: z.string(),
  familyName: z.string(),
  preferredName: z.string(),
  /**
   * `free`: not restricted. `listed`: restricted, and this person is on its list. `closed`: this person is not.
   * `closed` also to somebody whose place on it rests. `emergency`: not on the list, and open to this person for a limited time.
   */
  level: z.enum(['free', 'listed', 'closed', 'emergency']),
  /** Who restricted it, to be asked; empty when nobody did. */
  restrictedBy: z.string(),
  /** Who may open it; told to those on the list. */
  readers: z.array(colleagueSchema.extend({ resting: restSchema.nullable() })),
  /** This person's own place on the list; null unless it rests. */
  resting: restSchema.nullable(),
  /** Milliseconds until the emergency access ends by itself; null when there is none. */
  emergencyLeft: z.number().nullable(),
})
export type ChartAccessState = z.infer<typeof chartAccessSchema>

export const SHORTEST_REASON = 10
export const LONGEST_REASON = 500

export const emergencyAccessSchema = z.object({
  id: z.uuid(),
  patientId: z.uuid(),
  patientName: z.string(),
  personName: z.string(),
  reason: z.string(),
  /** Epoch milliseconds. `endedAt` null: still open. */
  openedAt: z.number(),
  endedAt: z.number().nullable(),
  endedHow: z.enum(['time', 'person', 'session', 'restart']).nullable(),
  /** What was done under it, in the audit's words, and how often. */
  used: z.array(z.object({ action: z.string(), times: z.number().int() })),
})
export type EmergencyAccess = z.infer<typeof emergencyAccessSchema>

export const chartsCalls = {
  /** Whether the chart is restricted and what that means for this person. `not-found`. */
  access: call({
    input: patient,
    output: chartAccessSchema,
    capability: 'patients:read',
    audit: 'chart.access-read',
  }),
  /** Everybody who can be put on a list. */
  colleagues: call({
    input: nothing,
    output: z.array(colleagueSchema),
    capability: 'patients:restrict',
    audit: null,
  }),
  /**
   * Only these people may open the chart from now on; whoever asks is always one of them. Also changes the list.
   * `chart-restricted` when somebody else restricted it; `invalid-input` with detail `personIds` for unknown people.
   */
  restrict: call({
    input: patient.extend({ personIds: z.array(z.uuid()).max(200) }),
    output: chartAccessSchema,
    capability: 'patients:restrict',
    audit: 'chart.restricted',
  }),
  /** Open to everybody again. `chart-restricted` when somebody else restricted it. */
  lift: call({
    input: patient,
    output: chartAccessSchema,
    capability: 'patients:restrict',
    audit: 'chart.restriction-lifted',
  }),
  /** Opens a restricted chart for 60 minutes, or until the session ends. Everybody on its list is told. */
  openInEmergency: call({
    input: patient.extend({ reason: z.string().trim().min(SHORTEST_REASON).max(LONGEST_REASON) }),
    output: chartAccessSchema,
    capability: 'emergency:use',
    audit: 'chart.emergency-opened',
  }),
  endEmergency: call({
    input: patient,
    output: chartAccessSchema,
    capability: 'emergency:use',
    audit: 'chart.emergency-ended',
  }),
  // Says of how many charts, and of none which: no audit row.
  /** Colleagues whose places on lists rest until this person, or somebody else, says that it is them. */
  restingReaders: call({
    input: nothing,
    output: z.array(restingColleagueSchema),
    capability: 'signed-in',
    audit: null,
  }),
  /** It is them, or they come off the lists. `not-found` for whoever may not say so. */
  settleReader: call({
    input: z.object({ personId: z.uuid(), isThem: z.boolean() }),
    output: z.null(),
    capability: 'signed-in',
    audit: 'chart.reader-confirmed',
  }),
  /** Emergency accesses, newest first: all of them for whoever reads the audit, else those of charts of one's own. */
  emergencies: call({
    input: z.object({ limit: z.number().int().min(1).max(200), offset: z.number().int().min(0) }),
    output: z.object({ rows: z.array(emergencyAccessSchema), total: z.number().int() }),
    capability: 'patients:access-report',
    audit: 'chart.emergencies-read',
  }),
  /** Emergency accesses to charts of one's own that this person has not said to have seen yet. */
  notices: call({
    input: nothing,
    output: z.array(emergencyAccessSchema),
    capability: 'signed-in',
    audit: 'chart.emergencies-read',
  }),
  noticesSeen: call({
    input: z.object({ ids: z.array(z.uuid()).max(1000) }),
    output: z.null(),
    capability: 'signed-in',
    audit: 'chart.emergency-seen',
  }),
}
