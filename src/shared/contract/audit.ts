/** Bridge area `audit`: who did what, whether the record is whole, and taking it along as a file. */
import { z } from 'zod'
import { AUDIT_CATEGORIES, type AuditCategory } from '../audit-actions'
import { call, event, nothing } from './contract'

export const auditOutcomeSchema = z.enum(['done', 'refused', 'failed'])
export type AuditOutcome = z.infer<typeof auditOutcomeSchema>

export const auditCategorySchema = z.enum(Object.keys(AUDIT_CATEGORIES) as [AuditCategory])

/** A row as a person reads it. Names are those of today; the record itself holds ids only. */
export const auditRowSchema = z.object({
  /** The workstation that wrote it, and which of its rows it is: the two together are a row's own. */
  station: z.number().int(),
  stationName: z.string(),
  seq: z.number().int(),
  /** Epoch milliseconds, by this computer's clock. */
  at: z.number(),
  personId: z.string().nullable(),
  /** Null: nobody was signed in. */
  personName: z.string().nullable(),
  /** A name of shared/audit-actions.ts, or one that a newer Yarrow wrote. */
  action: z.string(),
  patientId: z.string().nullable(),
  patientName: z.string().nullable(),
  chartNumber: z.string().nullable(),
  /** Ids of what was acted on, which fields were changed, or the code of why: shared/audit-subjects.ts. */
  subject: z.string().nullable(),
  /** Of the ids in `subject` and `actingAs`, as far as they have one today. */
  names: z.record(z.string(), z.string()),
  actingAs: z.object({ type: z.enum(['Practitioner', 'Staff']), id: z.string() }).nullable(),
  emergency: z.boolean(),
  outcome: auditOutcomeSchema,
  appVersion: z.string(),
})
export type AuditRow = z.infer<typeof auditRowSchema>

/**
 * A row of an access report. Looks of one person on one day are one row, that of the newest of them: how many there were,
 * and when the first was (epoch milliseconds). Null for a row that stands for itself.
 */
export const accessRowSchema = auditRowSchema.extend({
  looks: z.object({ count: z.number().int(), firstAt: z.number() }).nullable(),
})
export type AccessRow = z.infer<typeof accessRowSchema>

export const auditFilterSchema = z.object({
  /** `nobody`: what happened with nobody signed in. */
  personId: z.union([z.literal('nobody'), z.string().max(100)]).nullable(),
  /** Words that a patient is found by: name, chart number, birth date; empty for all. */
  patient: z.string().max(200),
  category: auditCategorySchema.nullable(),
  action: z.string().max(100).nullable(),
  outcome: auditOutcomeSchema.nullable(),
  /** Epoch milliseconds, `from` inclusive, `to` exclusive. */
  from: z.number().nullable(),
  to: z.number().nullable(),
})
export type AuditFilter = z.infer<typeof auditFilterSchema>

/** Every row. */
export const NO_AUDIT_FILTER: AuditFilter = {
  personId: null,
  patient: '',
  category: null,
  action: null,
  outcome: null,
  from: null,
  to: null,
}

export const AUDIT_SORTS = ['at', 'person', 'action', 'category', 'patient', 'subject', 'outcome'] as const
export type AuditSort = (typeof AUDIT_SORTS)[number]

const page = { limit: z.number().int().min(1).max(500), offset: z.number().int().min(0) }

/**
 * What can be wrong. `row-changed`, `row-missing`: at a row. `signature-wrong`: from this row on, rows are not what their
 * station signed. `rolled-back`: rows that were noted outside the records are not in them. `replaced`: other rows than those
 * noted. `other-records`: the folder had other records before. `anchor-…`: the note itself. `chain-missing`: who wrote the
 * rows is not in the records any more. `key-lost`, `key-unreachable`: this computer begins a chain under another key.
 * `new-station`: somebody writes of whom this computer knew nothing.
 */
export const AUDIT_PROBLEMS = [
  'row-changed',
  'row-missing',
  'signature-wrong',
  'rolled-back',
  'replaced',
  'other-records',
  'anchor-missing',
  'anchor-damaged',
  'chain-missing',
  'key-lost',
  'key-unreachable',
  'new-station',
] as const
export type AuditProblemKind = (typeof AUDIT_PROBLEMS)[number]

export const auditProblemSchema = z.object({
  kind: z.enum(AUDIT_PROBLEMS),
  /** Whose row. */
  station: z.number().int(),
  /** Number of the row; for what is about no single row, where it begins to matter. */
  seq: z.number().int(),
  foundAt: z.number(),
})
export type AuditProblem = z.infer<typeof auditProblemSchema>

export const auditStateSchema = z.object({
  /** Of all stations. */
  rows: z.number().int(),
  /** So many of them were checked and found whole, or their trouble is among `problems`. */
  verified: z.number().int(),
  verifiedAt: z.number().nullable(),
  /** When every row from the first on was checked last. */
  fullAt: z.number().nullable(),
  running: z.object({ checked: z.number().int(), total: z.number().int() }).nullable(),
  /** Not yet acknowledged, the first row first. */
  problems: z.array(auditProblemSchema),
  /** The workstations that have written, this one among them. */
  stations: z.array(z.object({ number: z.number().int(), name: z.string() })),
  /** Of the key that this workstation signs exports with: SHA-256, hexadecimal in groups of four. */
  fingerprint: z.string(),
})
export type AuditState = z.infer<typeof auditStateSchema>

export const auditExportedSchema = z
  .object({ file: z.string(), rows: z.number().int(), sha256: z.string() })
  .nullable()

export const disclosureFilterSchema = z.object({
  patientId: z.uuid(),
  /** Epoch milliseconds, `from` inclusive, `to` exclusive. */
  from: z.number().nullable(),
  to: z.number().nullable(),
})
export type DisclosureFilter = z.infer<typeof disclosureFilterSchema>

export const auditCalls = {
  state: call({ input: nothing, output: auditStateSchema, capability: 'audit:read', audit: null }),
  /** Everybody who is or was in the practice, for the filter. */
  people: call({
    input: nothing,
    output: z.array(z.object({ id: z.string(), displayName: z.string() })),
    capability: 'audit:read',
    audit: null,
  }),
  search: call({
    input: auditFilterSchema.extend({ sort: z.enum(AUDIT_SORTS), descending: z.boolean(), ...page }),
    output: z.object({ rows: z.array(auditRowSchema), total: z.number().int() }),
    capability: 'audit:read',
    audit: 'audit.read',
  }),
  /** Who has seen a patient, newest first; looks by person and day. */
  forPatient: call({
    input: z.object({ patientId: z.uuid(), ...page }),
    output: z.object({ rows: z.array(accessRowSchema), total: z.number().int() }),
    capability: 'patients:access-report',
    audit: 'audit.access-report',
  }),
  /** What was given out of a patient's record, newest first; the newest thousand. */
  disclosures: call({
    input: disclosureFilterSchema,
    output: z.object({ rows: z.array(auditRowSchema), total: z.number().int() }),
    capability: 'patients:access-report',
    audit: 'audit.disclosures-read',
  }),
  /** Before the list is printed: it goes out, too. */
  printDisclosures: call({
    input: disclosureFilterSchema,
    output: z.null(),
    capability: 'patients:access-report',
    audit: 'audit.disclosures-taken',
  }),
  /** Null when no file was chosen. */
  keepDisclosures: call({
    input: disclosureFilterSchema,
    output: z.object({ file: z.string(), rows: z.number().int() }).nullable(),
    capability: 'patients:access-report',
    audit: 'audit.disclosures-taken',
  }),
  /** Checks every row from the first on; tells how far it is with `verifying`. */
  verify: call({
    input: nothing,
    output: auditStateSchema,
    capability: 'audit:read',
    audit: 'audit.verified',
  }),
  cancelVerify: call({ input: nothing, output: z.null(), capability: 'audit:read', audit: null }),
  /** The problems were seen and looked into; that somebody says so is in the record. */
  acknowledge: call({
    input: nothing,
    output: auditStateSchema,
    capability: 'audit:read',
    audit: 'audit.acknowledged',
  }),
  /** Null when no file was chosen. */
  exportCsv: call({
    input: auditFilterSchema,
    output: auditExportedSchema,
    capability: 'audit:read',
    audit: 'audit.exported',
  }),
  /** With a signature, and beside it the page that checks it without Yarrow. */
  exportSigned: call({
    input: auditFilterSchema,
    output: auditExportedSchema,
    capability: 'audit:read',
    audit: 'audit.exported',
  }),
}

export const auditEvents = {
  verifying: event(z.object({ checked: z.number().int(), total: z.number().int() })),
}
