/** Listening to an event of the bridge for as long as a component is there; the listener may change freely. */
import { useEffect, useEffectEvent } from 'react'
import type { WindowBridge } from '../../../shared/contract'
import { useBridge } from './window-bridge'

/** `subscribe` picks the event: `(on) => on.app.changed`. */
export function useBridgeEvent<P>(
  subscribe: (on: WindowBridge['on']) => (listener: (payload: P) => void) => () => void,
  listener: (payload: P) => void,
): void {
  const { on } = useBridge()
  const connect = useEffectEvent(subscribe)
  const notify = useEffectEvent(listener)
  useEffect(() => connect(on)((payload) => notify(payload)), [on])
}
