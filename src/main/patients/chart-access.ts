/**
 * Whether somebody may open a chart: the one place that decides it, asked by every unit of work that is about a patient
 * (records/unit-of-work.ts). A role opens nothing here; being on the chart's list does, unless that place rests
 * (resting-readers.ts), or an emergency (164.312(a)(1), F-713).
 */
import type { AuditAction } from '../../shared/audit-actions'
import { ok, type Result } from '../../shared/failures'
import type { Reading } from '../records/handles'
import type { Records } from '../records/unit-of-work'
import { readRestriction, restrictionsFor } from './chart-restrictions-repository'
import type { EmergencyGrants } from './emergency-grants'

export type AccessLevel = 'free' | 'listed' | 'closed' | 'emergency'

/** Pure: the whole rule. */
export const accessLevelOf = (chart: {
  restricted: boolean
  listed: boolean
  emergency: boolean
}): AccessLevel =>
  !chart.restricted ? 'free' : chart.listed ? 'listed' : chart.emergency ? 'emergency' : 'closed'

export interface ChartAccess {
  level(personId: string, patientId: string, handle: Reading): Promise<AccessLevel>
  /** Every restricted chart: `listed` or `closed` for this person. */
  restrictions(personId: string, handle: Reading): Promise<ReadonlyMap<string, 'listed' | 'closed'>>
}

export const createChartAccess = ({
  emergencies,
}: {
  emergencies: Pick<EmergencyGrants, 'covering'>
}): ChartAccess => ({
  async level(personId, patientId, handle) {
    const restriction = await readRestriction(handle, patientId)
    return accessLevelOf({
      restricted: restriction !== null,
      listed: restriction?.readers.some(({ id, resting }) => id === personId && resting === null) ?? false,
      emergency: (await emergencies.covering(personId, patientId, handle)) !== null,
    })
  },
  restrictions: (personId, handle) => restrictionsFor(handle, personId),
})

/**
 * Asked before anything else is, Fullscript for instance: `chart-restricted`, which is then in the audit as refused.
 * That a chart is open is not worth a row.
 */
export const enterChart = (
  records: Pick<Records, 'look'>,
  { personId, patientId, action }: { personId: string; patientId: string; action: AuditAction },
): Promise<Result<null>> =>
  records.look({ personId }, action, patientId, (_chart, unit) => {
    unit.row(null)
    return Promise.resolve(ok(null))
  })
