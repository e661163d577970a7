/**
 * The loud trace: whatever is recorded of a person and a patient while an emergency access covers the two is marked
 * in the audit and kept for the report, in the same transaction. Nothing that uses the audit has to think of it.
 */
import type { Audit } from '../audit/audit'
import type { Clock } from '../platform/clock/clock'
import type { EmergencyGrants } from './emergency-grants'
import { insertUse } from './emergency-repository'

type Dependencies = {
  audit: Audit
  clock: Clock
  emergencies: Pick<EmergencyGrants, 'covering'>
}

export const tracingAudit = ({ audit, clock, emergencies }: Dependencies): Audit => ({
  async record(entry, handle) {
    const { personId, patientId } = entry
    const grant =
      personId !== null && patientId ? await emergencies.covering(personId, patientId, handle) : null
    if (!grant) return audit.record(entry, handle)
    const { action, outcome } = entry
    await insertUse(handle, { accessId: grant.id, at: clock.now(), action, outcome })
    await audit.record({ ...entry, emergency: true }, handle)
  },
  committed: (handle) => {
    audit.committed(handle)
  },
})
