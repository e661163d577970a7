/** Doing something through the bridge: one at a time, its failure kept to be shown beside the button. */
import { useState } from 'react'
import type { WindowBridge } from '../../../shared/contract'
import { failed, type Failure, type Result } from '../../../shared/failures'
import { useBridge } from './window-bridge'

export type Action<I, T> = {
  /** Resolves with the Result, never rejects. */
  run: (input: I) => Promise<Result<T>>
  pending: boolean
  failure: Failure | null
  forget: () => void
}

export function useAction<I, T>(act: (bridge: WindowBridge, input: I) => Promise<Result<T>>): Action<I, T> {
  const bridge = useBridge()
  const [pending, setPending] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const run = async (input: I): Promise<Result<T>> => {
    setPending(true)
    setFailure(null)
    const result = await act(bridge, input).catch(() => failed('unexpected'))
    setPending(false)
    if (!result.ok) setFailure(result.failure)
    return result
  }
  const forget = () => {
    setFailure(null)
  }
  return { run, pending, failure, forget }
}
