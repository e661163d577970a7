import type { Failure } from '../../../../shared/failures'
import { useNow } from '../../ui/use-now'

/** Milliseconds until another try makes sense; 0 at once. */
export function useWait(failure: Failure | null): number {
  const retryAt = failure?.retryAt ?? 0
  const now = useNow(500, retryAt > 0)
  return Math.max(0, retryAt - now)
}
