/** Asked before Fullscript is: whether a chart is open to whoever wants something of it. */
import { ok, type Result } from '../../../../shared/failures'
import type { AuditAction } from '../../../../shared/audit-actions'
import type { Records } from '../../../records/unit-of-work'

/** `chart-restricted`, which is then in the audit as refused; that it is open is not worth a row. */
export const enterChart = (
  records: Pick<Records, 'look'>,
  { personId, patientId, action }: { personId: string; patientId: string; action: AuditAction },
): Promise<Result<null>> =>
  records.look({ personId }, action, patientId, (_chart, unit) => {
    unit.row(null)
    return Promise.resolve(ok(null))
  })
