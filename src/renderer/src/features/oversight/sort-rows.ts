/** The order of the overview. Pure. */
import type { OverviewRow } from '../../../../shared/contract/fullscript'
import type { Order } from '../../ui/data-list'

export type SortKey = 'name' | 'state' | 'since' | 'used' | 'todo'

/** What is to be done comes first: connect again, then scopes, then what works, then who has no connection. */
export function connectionState({ connection }: OverviewRow): 'lost' | 'asked' | 'lacking' | 'good' | 'none' {
  if (!connection) return 'none'
  if (connection.state === 'reconnect-needed') return 'lost'
  if (connection.toReauthorize) return 'asked'
  return connection.missingScopes.length > 0 ? 'lacking' : 'good'
}
const STATES = ['lost', 'asked', 'lacking', 'good', 'none'] as const
const MOST_TO_DO_FIRST = ['asked', 'lost', 'lacking', 'none', 'good'] as const

const byColumn: Record<SortKey, (row: OverviewRow) => number | string> = {
  name: ({ displayName }) => displayName,
  state: (row) => STATES.indexOf(connectionState(row)),
  since: ({ connection }) => -(connection?.connectedAt ?? 0),
  used: ({ connection }) => -(connection?.lastUsedAt ?? 0),
  todo: (row) => MOST_TO_DO_FIRST.indexOf(connectionState(row)),
}

/** Dates newest first, names from A; whoever is equal stands by name. */
export function sortRows(
  rows: readonly OverviewRow[],
  { column, descending }: Order<SortKey>,
): OverviewRow[] {
  const of = byColumn[column]
  const names = new Intl.Collator(undefined, { sensitivity: 'base' })
  const compare = (left: number | string, right: number | string) =>
    typeof left === 'number' && typeof right === 'number'
      ? left - right
      : names.compare(String(left), String(right))
  return [...rows].sort((left, right) => {
    const wanted = compare(of(left), of(right)) * (descending ? -1 : 1)
    return wanted === 0 ? names.compare(left.displayName, right.displayName) : wanted
  })
}
