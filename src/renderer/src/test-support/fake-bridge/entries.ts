/** Clinical entries of every kind: versions are kept, a change names its version, and the kind's own rule holds. */
import { entryKinds } from '../../../../shared/contract'
import type { WindowBridge } from '../../../../shared/contract'
import {
  ENTERED_IN_ERROR,
  type Entry,
  type EntryContent,
  type EntryKindContract,
} from '../../../../shared/contract/entries'
import type { EntryArea } from '../../../../shared/entry-kinds'
import { failed, ok, type Result } from '../../../../shared/failures'
import { id } from '../sample-data'
import type { FakeMain } from './fake-main'

type One = { patientId: string; id: string; version: number }

function areaOf(main: FakeMain, area: EntryArea, contract: EntryKindContract) {
  const { kind, rule } = contract
  const currentIn = (patientId: string) =>
    main.entries.flatMap(({ kind: of, versions: [current] }) =>
      of === kind && current?.patientId === patientId ? [current] : [],
    )
  const answer = <I extends { patientId: string }, T>(
    name: string,
    input: I,
    make: (input: I) => Result<T>,
  ) =>
    main.answer(`${area}.${name}`, input, () =>
      main.charts.standing(input.patientId) === 'closed' ? failed('chart-restricted') : make(input),
    )
  const put = (says: Pick<Entry, 'id' | 'patientId' | 'version'> & EntryContent, reason = ''): Entry => {
    const recordedBy = main.person && { id: main.person.id, name: main.person.displayName }
    const { id: entryId, patientId, version, status, effective, codings, text, body } = says
    const content = { status, effective, codings, text, body }
    const entry = { id: entryId, patientId, version, ...content, reason, recordedAt: main.now(), recordedBy }
    const known = main.entries.find(({ versions }) => versions[0]?.id === entryId)
    if (known) known.versions = [entry, ...known.versions]
    else main.entries = [{ kind, versions: [entry] }, ...main.entries]
    return entry
  }
  const write = (next: Pick<Entry, 'id' | 'patientId' | 'version'> & EntryContent): Result<Entry> => {
    const others = currentIn(next.patientId).filter(
      (one) => one.id !== next.id && one.status !== ENTERED_IN_ERROR,
    )
    const says = rule?.(next, others) ?? { changes: [] }
    if ('refuses' in says) return failed(says.refuses)
    for (const change of says.changes) {
      const other = others.find((one) => one.id === change.id)
      if (other) put({ ...other, version: other.version + 1, status: change.status })
    }
    return changed(put(next))
  }
  const changed = (entry: Entry): Result<Entry> => {
    main.emit('app.changed', { of: 'entries', patientId: entry.patientId, id: null })
    return ok(entry)
  }
  const versionsOf = (one: Pick<One, 'id'>) =>
    main.entries.find(({ versions }) => versions[0]?.id === one.id)?.versions ?? []
  const renewed = ({ version, ...one }: One, make: (current: Entry) => Result<Entry>): Result<Entry> => {
    const [current] = versionsOf(one)
    if (!current) return failed('not-found')
    return current.version === version ? make(current) : failed('changed-meanwhile')
  }

  return {
    list: (input: { patientId: string; enteredInError: boolean }) =>
      answer('list', input, ({ patientId, enteredInError }) =>
        ok(currentIn(patientId).filter(({ status }) => enteredInError || status !== ENTERED_IN_ERROR)),
      ),
    history: (input: Omit<One, 'version'>) =>
      answer('history', input, (one) => {
        const versions = versionsOf(one)
        return versions.length > 0 ? ok(versions) : failed('not-found')
      }),
    record: (input: { patientId: string; content: EntryContent }) =>
      answer('record', input, ({ patientId, content }) =>
        write({ ...content, id: id(7, main.entries.length), patientId, version: 1 }),
      ),
    change: (input: One & { content: EntryContent }) =>
      answer('change', input, ({ content, ...one }) =>
        renewed(one, (current) => write({ ...current, ...content, version: current.version + 1 })),
      ),
    retract: (input: One & { reason: string }) =>
      answer('retract', input, ({ reason, ...one }) =>
        renewed(one, (current) =>
          changed(put({ ...current, version: current.version + 1, status: ENTERED_IN_ERROR }, reason)),
        ),
      ),
    restore: (input: One & { from: number }) =>
      answer('restore', input, ({ from, ...one }) =>
        renewed(one, (current) => {
          const earlier = versionsOf(one).find(({ version }) => version === from)
          return earlier ? write({ ...earlier, version: current.version + 1 }) : failed('not-found')
        }),
      ),
  }
}

/** The areas of all kinds. */
export const entryAreas = (main: FakeMain) =>
  Object.fromEntries(
    Object.entries(entryKinds).map(([area, contract]) => [
      area,
      areaOf(main, area as EntryArea, contract as unknown as EntryKindContract),
    ]),
  ) as unknown as Pick<WindowBridge, EntryArea>
