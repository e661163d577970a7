import type { Connection } from '../../../../shared/contract/fullscript'
import { useCan } from '../../data/person'
import { useConnection } from '../../data/queries'

/** Whether it is a clinic's connection that this person works with, or would. */
export const isThroughClinic = (connection: Connection | undefined): boolean =>
  connection !== undefined &&
  (connection.state === 'clinic-not-connected' ||
    connection.state === 'not-mapped' ||
    ('through' in connection && connection.through === 'clinic'))

/** Whether this person can make anew what they work with: their own connection, or their clinic's. */
export function useMayReconnect(): boolean {
  const connection = useConnection().value
  const mayConnect = useCan('fullscript:connect')
  const mayConnectClinic = useCan('practice:settings')
  return isThroughClinic(connection) ? mayConnectClinic : mayConnect
}
