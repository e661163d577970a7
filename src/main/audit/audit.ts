/** The record of who did what. Written in the transaction of what it records; never any content or secret. */
import type { DatabaseOrTransaction } from '../storage/database'

export type AuditEntry = {
  personId: string | null
  /** E.g. "person.sign-in", "patient.read", "fullscript.connected". */
  action: string
  patientId?: string
  /** Id of what was acted on, never its content. */
  subject?: string
  outcome: 'done' | 'refused' | 'failed'
}

export interface Audit {
  record(entry: AuditEntry, within?: DatabaseOrTransaction): Promise<void>
}
