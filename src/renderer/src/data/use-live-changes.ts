/** Everything on screen that is read from the records is asked for again when it is no longer what it was. */
import { useQueryClient } from '@tanstack/react-query'
import { keys } from './queries'
import { useBridgeEvent } from './use-bridge-event'

/** Once, around all screens of somebody who is signed in. */
export function useLiveChanges(): void {
  const cache = useQueryClient()
  useBridgeEvent(
    (on) => on.app.changed,
    ({ of, patientId }) => {
      // Who may open a chart decides about everything in it: nothing of what was read before stays on screen.
      if (of === 'charts' && patientId !== null) {
        for (const queryKey of [keys.patient(patientId), keys.plans(patientId), keys.entries(patientId)])
          void cache.resetQueries({ queryKey })
        void cache.invalidateQueries({ queryKey: keys.patients })
      }
      const whole = of === 'charts' || patientId === null
      void cache.invalidateQueries({ queryKey: whole ? [of] : [of, patientId] })
    },
  )
}
