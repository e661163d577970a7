/** The audit record and the links that prove it whole. */
import type { Generated } from 'kysely'

/** Append-only: triggers refuse UPDATE and DELETE. */
export interface AuditEventTable {
  seq: Generated<number>
  at: number
  personId: string | null
  action: string
  patientId: string | null
  subject: string | null
  outcome: 'done' | 'refused' | 'failed'
  appVersion: string
  /** Milliseconds since the app was started. */
  monotonic: number | null
  actingAsType: 'Practitioner' | 'Staff' | null
  actingAsId: string | null
  emergency: Generated<0 | 1>
}

/** Append-only: where a chain of links begins. */
export interface AuditChainTable {
  firstSeq: number
  beginMac: Buffer
}

/** Append-only: HMAC-SHA-256 over the link before and the event of the same number (audit/chain.ts). */
export interface AuditLinkTable {
  seq: number
  mac: Buffer
}

export interface AuditTables {
  auditEvent: AuditEventTable
  auditChain: AuditChainTable
  auditLink: AuditLinkTable
}
