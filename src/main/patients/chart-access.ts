/**
 * Whether somebody may open a chart: the one place that decides it, asked by everything that reads or writes what
 * belongs to a patient. A role opens nothing here; being on the chart's list does, unless that place rests
 * (resting-readers.ts), or an emergency (164.312(a)(1), F-713).
 */
import type { AuditAction } from '../../shared/audit-actions'
import { failed, ok, type Result } from '../../shared/failures'
import type { Audit } from '../audit/audit'
import type { Reading, Writing } from '../records/handles'
import { readRestriction, restrictionsFor } from './chart-restrictions-repository'
import type { EmergencyGrants } from './emergency-grants'

export type Standing = 'free' | 'listed' | 'closed' | 'emergency'

/** Pure: the whole rule. */
export const standingOf = (chart: { restricted: boolean; listed: boolean; emergency: boolean }): Standing =>
  !chart.restricted ? 'free' : chart.listed ? 'listed' : chart.emergency ? 'emergency' : 'closed'

type Look = { personId: string; patientId: string; action: AuditAction }

export interface ChartAccess {
  standing(personId: string, patientId: string, handle: Reading): Promise<Standing>
  /**
   * Asked first by whatever opens a chart, in the transaction that opens it. `chart-restricted`, which is then in the
   * audit as refused under the look's own action.
   */
  enter(look: Look, handle: Writing): Promise<Result<null>>
  /** Every restricted chart: `listed` or `closed` for this person. */
  restrictions(personId: string, handle: Reading): Promise<ReadonlyMap<string, 'listed' | 'closed'>>
}

type Dependencies = {
  audit: Audit
  emergencies: Pick<EmergencyGrants, 'covering'>
}

export function createChartAccess({ audit, emergencies }: Dependencies): ChartAccess {
  const standing: ChartAccess['standing'] = async (personId, patientId, handle) => {
    const restriction = await readRestriction(handle, patientId)
    return standingOf({
      restricted: restriction !== null,
      listed: restriction?.readers.some(({ id, resting }) => id === personId && resting === null) ?? false,
      emergency: emergencies.covering(personId, patientId) !== null,
    })
  }
  return {
    standing,
    async enter({ personId, patientId, action }, handle) {
      if ((await standing(personId, patientId, handle)) !== 'closed') return ok(null)
      await audit.record({ personId, action, patientId, outcome: 'refused' }, handle)
      return failed('chart-restricted')
    },
    restrictions: (personId, handle) => restrictionsFor(handle, personId),
  }
}
