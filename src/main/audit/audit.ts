/** The record of who did what. Written in the transaction of what it records; never any content or secret. */
import type { AuditAction } from '../../shared/audit-actions'
import type { Writing } from '../records/handles'

export type AuditEntry = {
  /** Who did it; null before anybody signed in, and for what Yarrow does by itself. */
  personId: string | null
  action: AuditAction
  /** The Fullscript account in whose name it was done. */
  actingAs?: { type: 'Practitioner' | 'Staff'; id: string }
  patientId?: string
  /** Id of what was acted on, or the code of why; never its content. */
  subject?: string
  /** True for what was done under emergency access (170.315(d)(6)). */
  emergency?: boolean
  outcome: 'done' | 'refused' | 'failed'
}

export interface Audit {
  /** Stands or falls with what else is done through the handle. */
  record(entry: AuditEntry, handle: Writing): Promise<void>
  /** The transaction of the handle was committed; left out, the next row costs one more query. */
  committed(handle: Writing): void
}
