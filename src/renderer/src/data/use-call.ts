/** Reading through the bridge: cached by key, never retried behind the person's back, never paused when offline. */
import { keepPreviousData, useQuery, type QueryKey } from '@tanstack/react-query'
import type { WindowBridge } from '../../../shared/contract'
import type { Failure, Result } from '../../../shared/failures'
import { failureOf, unwrap } from './failure-error'
import { useBridge } from './window-bridge'

export type CallState<T> = {
  /** Undefined until the first answer. Kept while a newer one is fetched. */
  value: T | undefined
  failure: Failure | null
  /** No answer of any kind yet. */
  pending: boolean
  /** `value` answers the question before this one (`keepPrevious`). */
  outdated: boolean
  again: () => void
}

/** `fresh`: asked again each time the screen is opened, however short ago that was. */
export function useCall<T>(
  key: QueryKey,
  ask: (bridge: WindowBridge) => Promise<Result<T>>,
  options: { enabled?: boolean; keepPrevious?: boolean; fresh?: boolean } = {},
): CallState<T> {
  const bridge = useBridge()
  const query = useQuery<T>({
    queryKey: key,
    queryFn: () => unwrap(ask(bridge)),
    ...(options.enabled === undefined ? {} : { enabled: options.enabled }),
    ...(options.keepPrevious ? { placeholderData: keepPreviousData } : {}),
    ...(options.fresh ? { refetchOnMount: 'always' as const } : {}),
  })
  return {
    value: query.data,
    failure: query.error === null ? null : failureOf(query.error),
    pending: query.isPending,
    outdated: query.isPlaceholderData,
    again: () => void query.refetch(),
  }
}
