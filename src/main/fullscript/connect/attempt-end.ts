/** What is left to do when an attempt has ended. Nothing here rejects: nobody can do anything about it any more. */
import type { FailureCode } from '../../../shared/failures'
import type { Attempt } from './attempt'
import type { ConnectPorts } from './connect-ports'

type Ports = Pick<ConnectPorts, 'audit' | 'logger'>

/** The sealed copy goes, and log and audit hear how it ended. */
export async function clearUp(attempt: Attempt, why: FailureCode, ports: Ports): Promise<void> {
  const { audit, logger } = ports
  const outcome = why === 'connect-denied' || why === 'connect-cancelled' ? 'refused' : 'failed'
  logger.info('Connecting to Fullscript ended', { outcome, code: why })
  const removed = removeKept(attempt, ports)
  await audit
    .record({ personId: attempt.personId, action: 'fullscript.connect', subject: why, outcome })
    .catch((error: unknown) => {
      logger.error('An audit entry could not be written', { error })
    })
  await removed
}

export async function removeKept({ kept }: Attempt, { logger }: Ports): Promise<void> {
  try {
    const removed = await kept?.remove()
    if (removed?.ok === false)
      logger.error('A sealed connect attempt was not removed', { code: removed.failure.code })
  } catch (error) {
    logger.error('A sealed connect attempt was not removed', { error })
  }
}
