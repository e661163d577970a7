/**
 * A form over one record, new or known. What is typed is kept as a draft; what somebody else changed meanwhile is taken
 * over where nobody typed, and asked where both did; nothing of either is lost.
 */
import { useForm, type UseFormReturnType } from '@mantine/form'
import { useState } from 'react'
import type { z } from 'zod'
import type { WindowBridge } from '../../../shared/contract'
import type { Failure, Result } from '../../../shared/failures'
import { mergeChanges } from '../../../shared/merge-changes'
import { markFields } from '../ui/mark-fields'
import { useDraft, useDraftContext, useDraftStore, type FormDraft } from './drafts'
import { useAction } from './use-action'

export type Checked<V, C> = { ok: true; fields: C } | { ok: false; errors: Partial<Record<keyof V, string>> }

/** A field that two people changed at the same time. */
export type Conflict<V> = { [F in keyof V & string]: { field: F; mine: V[F]; theirs: V[F] } }[keyof V &
  string]

type Options<V, C, R extends C> = {
  /** Names the form and its record, e.g. "patient:<id>". */
  draftKey: string
  /** Null: a new one. */
  record: R | null
  /** Of the record that a draft was typed over. */
  schema: z.ZodType<R>
  /** What stands in the form of what is kept; null: of nothing. */
  toForm: (fields: C | null) => V
  /** `before`: what the values were made from. */
  check: (values: V, before: R | null) => Checked<V, C>
  /** `from`: the version that was changed; null for a new record. */
  write: (bridge: WindowBridge, fields: C, from: R | null) => Promise<Result<R>>
  /** What the record says now, when it is no longer what it was. */
  newest: (from: R) => Promise<R | undefined>
  /** Says that a draft came back also when it was typed a moment ago: for a form that was closed. */
  closes?: boolean
}

export type RecordForm<V, R> = {
  form: UseFormReturnType<V>
  draft: FormDraft
  /** The version that the values were made from; null: of nothing. */
  before: R | null
  dirty: boolean
  pending: boolean
  failure: Failure | null
  conflicts: Conflict<V>[]
  choose: (conflict: Conflict<V>, whose: 'mine' | 'theirs') => void
  /** Null: the form says why nothing was saved. */
  save: () => Promise<{ before: R | null; after: R } | null>
  /** Saves `to` over what `from` has become; false when that did not come about, and the form says why. */
  revert: (to: R, from: R) => Promise<boolean>
  discard: () => void
}

export function useRecordForm<V extends object, C, R extends C & { version: number }>({
  draftKey,
  record,
  schema,
  toForm,
  check,
  write,
  newest,
  closes = false,
}: Options<V, C, R>): RecordForm<V, R> {
  const drafts = useDraftStore()
  const typedOver = schema.safeParse(useDraftContext(draftKey))
  /** The version that the changes were made from. */
  const [base, setBase] = useState<R | null>(typedOver.data ?? record)
  const [conflicts, setConflicts] = useState<Conflict<V>[]>([])
  const form = useForm<V>({ initialValues: toForm(base) })
  const draft = useDraft(draftKey, form, { context: base, saysAlways: closes })
  const action = useAction((bridge, { fields, from }: { fields: C; from: R | null }) =>
    write(bridge, fields, from),
  )

  const show = (next: R | null, values: V) => {
    setBase(next)
    form.setInitialValues(toForm(next))
    form.setValues(values)
  }

  const attempt = async (fields: C, from: R | null): ReturnType<RecordForm<V, R>['save']> => {
    const result = await action.run({ fields, from })
    if (result.ok) {
      setConflicts([])
      drafts.discard(draftKey)
      if (from !== null) show(result.value, toForm(result.value))
      return { before: from, after: result.value }
    }
    return result.failure.code === 'changed-meanwhile' && from !== null ? meet(fields, from) : null
  }

  /** Somebody else was faster. */
  const meet = async (mine: C, from: R): ReturnType<RecordForm<V, R>['save']> => {
    const theirs = await newest(from)
    if (!theirs || theirs.version === from.version) return null
    action.forget()
    const others = toForm(theirs)
    const typed = toForm(mine)
    const { merged, conflicts: both } = mergeChanges(toForm(from), typed, others)
    show(theirs, merged)
    setConflicts(both.map((field) => ({ field, mine: typed[field], theirs: others[field] })))
    if (both.length > 0) return null
    const checked = check(merged, theirs)
    return checked.ok ? attempt(checked.fields, theirs) : null
  }

  return {
    form,
    draft,
    before: base,
    dirty: form.isDirty(),
    pending: action.pending,
    failure: action.failure,
    conflicts,
    choose: (conflict, whose) => {
      form.setValues({ [conflict.field]: conflict[whose] } as unknown as Partial<V>)
      setConflicts(conflicts.filter(({ field }) => field !== conflict.field))
    },
    save: async () => {
      const checked = check(form.getValues(), base)
      if (checked.ok) return attempt(checked.fields, base)
      markFields(form, checked.errors as Partial<Record<string, string>>)
      return null
    },
    revert: async (to, from) => (await attempt(to, from)) !== null,
    discard: () => {
      setConflicts([])
      show(base, toForm(base))
      action.forget()
    },
  }
}
