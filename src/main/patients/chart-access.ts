/**
 * Whether somebody may open a chart: the one place that decides it, asked by everything that reads or writes what
 * belongs to a patient. A role opens nothing here; being on the chart's list does, unless that place rests
 * (resting-readers.ts), or an emergency (164.312(a)(1), F-713).
 */
import type { AuditAction } from '../../shared/audit-actions'
import { failed, ok, type Result } from '../../shared/failures'
import type { Audit } from '../audit/audit'
import type { DatabaseOrTransaction } from '../records/database'
import { readRestriction, restrictionsFor } from './chart-restrictions-repository'
import type { EmergencyGrants } from './emergency-grants'

export type Standing = 'free' | 'listed' | 'closed' | 'emergency'

/** Pure: the whole rule. */
export const standingOf = (chart: { restricted: boolean; listed: boolean; emergency: boolean }): Standing =>
  !chart.restricted ? 'free' : chart.listed ? 'listed' : chart.emergency ? 'emergency' : 'closed'

type Look = { personId: string; patientId: string; action: AuditAction }

export interface ChartAccess {
  standing(personId: string, patientId: string, within?: DatabaseOrTransaction): Promise<Standing>
  /**
   * Asked first by whatever opens a chart, in the transaction that opens it. `chart-restricted`, which is then in the
   * audit as refused under the look's own action.
   */
  enter(look: Look, within?: DatabaseOrTransaction): Promise<Result<null>>
  /** Every restricted chart: `listed` or `closed` for this person. */
  restrictions(
    personId: string,
    within?: DatabaseOrTransaction,
  ): Promise<ReadonlyMap<string, 'listed' | 'closed'>>
}

type Dependencies = {
  database: DatabaseOrTransaction
  audit: Audit
  emergencies: Pick<EmergencyGrants, 'covering'>
}

export function createChartAccess({ database, audit, emergencies }: Dependencies): ChartAccess {
  const standing: ChartAccess['standing'] = async (personId, patientId, within = database) => {
    const restriction = await readRestriction(within, patientId)
    return standingOf({
      restricted: restriction !== null,
      listed: restriction?.readers.some(({ id, resting }) => id === personId && resting === null) ?? false,
      emergency: emergencies.covering(personId, patientId) !== null,
    })
  }
  return {
    standing,
    async enter({ personId, patientId, action }, within = database) {
      if ((await standing(personId, patientId, within)) !== 'closed') return ok(null)
      await audit.record({ personId, action, patientId, outcome: 'refused' }, within)
      return failed('chart-restricted')
    },
    restrictions: (personId, within = database) => restrictionsFor(within, personId),
  }
}
