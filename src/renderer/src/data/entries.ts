/** The clinical entries of a chart, by kind. */
import type { Entry } from '../../../shared/contract/entries'
import type { EntryArea } from '../../../shared/entry-kinds'
import type { Result } from '../../../shared/failures'
import { keys } from './queries'
import { useCall, type CallState } from './use-call'

/** `B`: the body of the area's kind. `enteredInError`: those as well. */
export function useEntries<B>(
  area: EntryArea,
  patientId: string,
  { enteredInError = false, enabled = true } = {},
): CallState<Entry<B>[]> {
  const key = [...keys.entries(patientId), area, enteredInError]
  return useCall(
    key,
    (bridge) => bridge[area].list({ patientId, enteredInError }) as Promise<Result<Entry<B>[]>>,
    { enabled },
  )
}

/** Every version of one entry, the newest first. */
export const useHistory = <B>(area: EntryArea, patientId: string, id: string): CallState<Entry<B>[]> =>
  useCall(
    [...keys.entries(patientId), area, 'history', id],
    (bridge) => bridge[area].history({ patientId, id }) as Promise<Result<Entry<B>[]>>,
    { fresh: true },
  )
