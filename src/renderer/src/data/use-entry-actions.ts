/** What is done to the entries of one kind in a chart beside its form, each with its way back. */
import type { Entry, EntryContent } from '../../../shared/contract/entries'
import { ENTERED_IN_ERROR } from '../../../shared/contract/entries'
import type { EntryArea } from '../../../shared/entry-kinds'
import type { Failure, Result } from '../../../shared/failures'
import { fullName, isolated } from '../ui/format'
import { useUndo } from '../ui/undo-notice'
import { usePatient } from './queries'
import { useAction } from './use-action'

type EntryAction =
  | { do: 'record'; content: EntryContent }
  | { do: 'retract'; entry: Entry; reason: string }
  | { do: 'restore'; entry: Entry; from: number }

export type EntryActions = {
  pending: boolean
  failure: Failure | null
  forget: () => void
  /** Offers the way back from what a form has saved. `before`: null for what was not there. */
  saved: (message: string, after: Entry, before: Entry | null) => void
  /** Each answers whether it came about; `failure` says why not. */
  record: (message: string, content: EntryContent) => Promise<boolean>
  retract: (entry: Entry, reason: string) => Promise<boolean>
  /** `entry`: as it is now. */
  restore: (entry: Entry, from: number) => Promise<boolean>
}

const UNDONE = 'Undone right after it was recorded'

/** `endedBy`: the entry that the rule of the kind ends when this one is recorded or comes back; an undo brings it back. */
export function useEntryActions(
  area: EntryArea,
  patientId: string,
  endedBy: (after: Entry) => Entry | null = () => null,
): EntryActions {
  const offerUndo = useUndo()
  const patient = usePatient(patientId).value
  const action = useAction((bridge, entryAction: EntryAction): Promise<Result<Entry>> => {
    if (entryAction.do === 'record')
      return bridge[area].record({ patientId, content: entryAction.content as never })
    const { id, version } = entryAction.entry
    const one = { patientId, id, version }
    return entryAction.do === 'retract'
      ? bridge[area].retract({ ...one, reason: entryAction.reason })
      : bridge[area].restore({ ...one, from: entryAction.from })
  })

  const saved: EntryActions['saved'] = (message, after, before) => {
    const ended = after.status === ENTERED_IN_ERROR ? null : endedBy(after)
    offerUndo({
      // One for all, so that they never lie over the list; what came before is in each entry's history.
      id: `${area}-${patientId}`,
      message,
      what: patient ? `${after.text} of ${isolated(fullName(patient))}` : after.text,
      undo: async () => {
        const back = await action.run(
          before === null || before.status === ENTERED_IN_ERROR
            ? { do: 'retract', entry: after, reason: before?.reason ?? UNDONE }
            : { do: 'restore', entry: after, from: before.version },
        )
        if (!back.ok || !ended) return back.ok
        const entry = { ...ended, version: ended.version + 1 }
        return (await action.run({ do: 'restore', entry, from: ended.version })).ok
      },
    })
  }

  const done = async (message: string, entryAction: EntryAction) => {
    const result = await action.run(entryAction)
    if (result.ok) saved(message, result.value, entryAction.do === 'record' ? null : entryAction.entry)
    return result.ok
  }

  return {
    pending: action.pending,
    failure: action.failure,
    forget: action.forget,
    saved,
    record: (message, content) => done(message, { do: 'record', content }),
    retract: (entry, reason) => done('Marked as entered in error', { do: 'retract', entry, reason }),
    restore: (entry, from) => done('Earlier version brought back', { do: 'restore', entry, from }),
  }
}
