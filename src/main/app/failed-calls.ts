/**
 * A call that fails is in the audit record as its action, whether its input was wrong, its rule said no, or Fullscript
 * did not answer (164.312(b), S-24). Most services say so themselves and know more; what they leave unsaid is said here.
 */
import { auditActionOf } from '../../shared/contract'
import type { FailureCode, Result } from '../../shared/failures'
import { watchFailures } from '../audit/recorded-failures'
import type { Gate } from '../bridge/answer-call'
import type { Logger } from '../platform/logging/logger'
import { storageFailure } from '../records/database-errors'
import type { Records } from './records'

export function auditFailures(records: () => Records | null, logger: Logger): Required<Gate>['audited'] {
  return (call, patientId, work) => {
    const action = auditActionOf(call)
    const open = records()
    if (!action || !open) return work()
    const personId = open.people.current()?.person.id ?? null
    return watchFailures(async (told) => {
      const tell = async (code: FailureCode) => {
        // Nobody is there any more, and nothing was done: the end of the session is in the record.
        if (code === 'signed-out' || told()) return
        const entry = { personId, action, subject: code, outcome: 'failed' } as const
        const of = patientId()
        await open.units.note(of === null ? entry : { ...entry, patientId: of }).catch((error: unknown) => {
          logger.error('A call that failed could not be written down', { call, code, error })
        })
      }
      let result: Result<unknown>
      try {
        result = await work()
      } catch (error) {
        await tell(storageFailure(error)?.code ?? 'unexpected')
        throw error
      }
      if (!result.ok) await tell(result.failure.code)
      return result
    })
  }
}
