/** Where the practice's backups stand, kept fresh by what main says of the one that runs. */
import { useQueryClient } from '@tanstack/react-query'
import type { BackupsState } from '../../../../shared/contract/backups'
import { keys } from '../../data/queries'
import { useBridgeEvent } from '../../data/use-bridge-event'
import { useCall, type CallState } from '../../data/use-call'

export function useBackups(): CallState<BackupsState> {
  const cache = useQueryClient()
  useBridgeEvent(
    (on) => on.backups.progress,
    (running) => {
      cache.setQueryData<BackupsState>(keys.backups, (state) => state && { ...state, running })
      if (running === null) void cache.invalidateQueries({ queryKey: keys.backups })
    },
  )
  return useCall(keys.backups, (bridge) => bridge.backups.state())
}
