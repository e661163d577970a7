/** The patient list page by page: only the pages in view are asked for, and the rows on screen stay until newer come. */
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import type { PatientRow } from '../../../../shared/contract/patients'
import type { Failure } from '../../../../shared/failures'
import { failureOf, unwrap } from '../../data/failure-error'
import { keys } from '../../data/queries'
import { useBridge } from '../../data/window-bridge'

export const PAGE = 100

export type PatientSearch = {
  /** Undefined until the first answer. */
  total: number | undefined
  /** The row at a place in the whole list, or undefined while its page is on its way. */
  rowAt: (index: number) => PatientRow | undefined
  failure: Failure | null
  again: () => void
  /** The query that the rows belong to; behind what was typed until its answer comes. */
  query: string
}

/** `first` and `last`: places in the list that are on screen. */
export function usePatientSearch(query: string, first: number, last: number): PatientSearch {
  const bridge = useBridge()
  const ask = (page: number) => ({
    queryKey: [...keys.patients, query, page],
    queryFn: () =>
      unwrap(bridge.patients.search({ query, limit: PAGE, offset: page * PAGE })).then((found) => ({
        ...found,
        query,
      })),
  })
  const head = useQuery({ ...ask(0), placeholderData: keepPreviousData })
  const firstPage = Math.max(1, Math.floor(first / PAGE))
  const lastPage = Math.floor(last / PAGE)
  const numbers = Array.from(
    { length: Math.max(0, lastPage - firstPage + 1) },
    (_, place) => firstPage + place,
  )
  const rest = useQueries({ queries: numbers.map(ask) })
  const rowAt = (index: number): PatientRow | undefined => {
    const page = Math.floor(index / PAGE)
    const rows = page === 0 ? head.data?.rows : rest[page - firstPage]?.data?.rows
    return rows?.[index % PAGE]
  }
  return {
    total: head.data?.total,
    rowAt,
    failure: head.error === null ? null : failureOf(head.error),
    again: () => void head.refetch(),
    query: head.data?.query ?? query,
  }
}
