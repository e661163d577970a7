/** The audit record, and what proves it whole. */
import type { Generated } from 'kysely'

/** Append-only: who writes a chain. */
export interface AuditStationTable {
  number: number
  id: string
  /** Of the computer, for people. */
  name: string
  /** Ed25519. */
  publicKey: Buffer
  since: number
}

/** Append-only: triggers refuse UPDATE and DELETE. */
export interface AuditEventTable {
  station: number
  /** Counts the station's rows. */
  seq: number
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
  /** HMAC-SHA-256 over that of the row before and this row (audit/chain.ts). */
  mac: Buffer
}

/** Append-only: what a station signed of its rows (audit/checkpoints.ts). */
export interface AuditCheckpointTable {
  station: number
  seq: number
  digest: Buffer
  signature: Buffer
}

export interface AuditTables {
  auditStation: AuditStationTable
  auditEvent: AuditEventTable
  auditCheckpoint: AuditCheckpointTable
}
