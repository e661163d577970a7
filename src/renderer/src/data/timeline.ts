/** The timeline of a chart, one page after the other. */
import { useInfiniteQuery } from '@tanstack/react-query'
import type { TimelineAsked, TimelineEntry, TimelinePlace } from '../../../shared/contract/timeline'
import type { Failure } from '../../../shared/failures'
import { failureOf, unwrap } from './failure-error'
import { keys } from './queries'
import { useBridge } from './window-bridge'

const PAGE_ENTRIES = 50

export type TimelineState = {
  /** Undefined until the first answer. Kept while those of other filters are fetched. */
  entries: TimelineEntry[] | undefined
  failure: Failure | null
  again: () => void
  /** Null: there are none. */
  older: { show: () => void; pending: boolean; failure: Failure | null } | null
}

export function useTimeline(
  patientId: string,
  { kinds, enteredInError }: Pick<TimelineAsked, 'kinds' | 'enteredInError'>,
): TimelineState {
  const bridge = useBridge()
  const query = useInfiniteQuery({
    // Under the entries' key: whatever changes in them changes it too.
    queryKey: [...keys.entries(patientId), 'timeline', enteredInError, ...kinds],
    queryFn: ({ pageParam: before }) =>
      unwrap(bridge.timeline.read({ patientId, kinds, enteredInError, before, limit: PAGE_ENTRIES })),
    initialPageParam: null as TimelinePlace | null,
    getNextPageParam: ({ older }) => older,
    // Never those of another chart.
    placeholderData: (previous, of) => (of?.queryKey[1] === patientId ? previous : undefined),
  })
  const failure = query.error === null ? null : failureOf(query.error)
  const ofOlder = query.isFetchNextPageError
  return {
    entries: query.data?.pages.flatMap(({ entries }) => entries),
    failure: ofOlder ? null : failure,
    again: () => void query.refetch(),
    older: query.hasNextPage
      ? {
          show: () => void query.fetchNextPage(),
          pending: query.isFetchingNextPage,
          failure: ofOlder ? failure : null,
        }
      : null,
  }
}
