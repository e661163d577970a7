/** The areas of all kinds of clinical entries: each call is one of the entry store, and a new kind adds nothing here. */
import { entryKinds } from '../../../shared/contract'
import type { EntryKindContract } from '../../../shared/contract/entries'
import type { WindowHandlers } from '../../bridge/register-bridge'
import type { EntryStore } from '../../chart/entry-store'
import type { WithRecords } from './with-records'

type EntryCall = 'list' | 'history' | 'record' | 'change' | 'retract' | 'restore'

const areaOf = (kind: EntryKindContract, { asPerson }: WithRecords) => {
  const answer =
    <D extends EntryCall>(name: D) =>
    (input: Parameters<EntryStore[D]>[2]) =>
      asPerson<unknown>(({ entries }, personId) => entries[name](kind, personId, input as never))
  return {
    list: answer('list'),
    history: answer('history'),
    record: answer('record'),
    change: answer('change'),
    retract: answer('retract'),
    restore: answer('restore'),
  } satisfies Record<EntryCall, unknown>
}

export const entryHandlers = (open: WithRecords) =>
  // What goes in and out was checked against the kind's own schemas by the bridge.
  Object.fromEntries(
    Object.entries(entryKinds).map(([area, kind]) => [
      area,
      areaOf(kind as unknown as EntryKindContract, open),
    ]),
  ) as unknown as Pick<WindowHandlers, keyof typeof entryKinds>

export const timelineHandlers = ({ asPerson }: WithRecords): WindowHandlers['timeline'] => ({
  read: (input) => asPerson(({ timeline }, _personId, { person }) => timeline.read(person, input)),
})
