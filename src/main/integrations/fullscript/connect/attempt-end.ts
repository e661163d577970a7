/** What is left to do when an attempt has ended. Nothing here rejects: nobody can do anything about it any more. */
import type { FailureCode } from '../../../../shared/failures'
import type { Attempt } from './attempt'
import type { ConnectPorts } from './connect-ports'

type Ports = Pick<ConnectPorts, 'records' | 'logger'>

/** The sealed copy goes, and log and audit hear how it ended. */
export async function clearUp(attempt: Attempt, why: FailureCode, ports: Ports): Promise<void> {
  const { records, logger } = ports
  const { personId, kept } = attempt
  const outcome = why === 'connect-denied' || why === 'connect-cancelled' ? 'refused' : 'failed'
  logger.info('Connecting to Fullscript ended', { outcome, code: why })
  const how = { personId, subject: why, outcome } as const
  try {
    if (!kept) await records.note({ ...how, action: 'fullscript.connect' })
    const ended = await kept?.end(how)
    if (ended?.ok === false)
      logger.error('The end of a connect attempt was not kept', { code: ended.failure.code })
  } catch (error) {
    logger.error('The end of a connect attempt was not kept', { error })
  }
}

/** A copy that was made when the attempt was over already, and its end written down. */
export async function removeKept({ kept }: Attempt, { logger }: Ports): Promise<void> {
  try {
    const removed = await kept?.remove()
    if (removed?.ok === false)
      logger.error('A sealed connect attempt was not removed', { code: removed.failure.code })
  } catch (error) {
    logger.error('A sealed connect attempt was not removed', { error })
  }
}
