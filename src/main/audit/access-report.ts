/** Who has seen a patient, so that it can be read: looks of one person on one day are one row. */
import { AUDIT_ACTIONS } from '../../shared/audit-actions'
import { localDay } from '../../shared/day'

type Event = {
  station: number
  seq: number
  /** Epoch milliseconds. */
  at: number
  personId: string | null
  action: string
  outcome: string
  emergency: 0 | 1
}

/** `station`, `seq`: of the newest event in it. `looks`: null for an event that stands for itself. */
export type Group = Pick<Event, 'station' | 'seq'> & { looks: { count: number; firstAt: number } | null }

const LOOKS: ReadonlySet<string> = new Set(
  Object.entries(AUDIT_ACTIONS).flatMap(([action, { looks }]) => (looks ? [action] : [])),
)

/** What changed something, was refused, or was an emergency is never put together with anything. */
const isLook = ({ action, outcome, emergency }: Event): boolean =>
  outcome === 'done' && emergency === 0 && LOOKS.has(action)

/** Newest first in, newest first out; every event is in exactly one group. */
export function groupLooks(events: readonly Event[]): Group[] {
  const groups: Group[] = []
  const byDay = new Map<string, { count: number; firstAt: number }>()
  for (const event of events) {
    const key = `${localDay(event.at)} ${event.personId ?? ''}`
    const earlier = isLook(event) ? byDay.get(key) : undefined
    if (earlier) {
      earlier.count += 1
      earlier.firstAt = Math.min(earlier.firstAt, event.at)
      continue
    }
    const looks = isLook(event) ? { count: 1, firstAt: event.at } : null
    if (looks) byDay.set(key, looks)
    groups.push({ station: event.station, seq: event.seq, looks })
  }
  return groups
}
