/** Drafts for forms: `useDraft(key, form)` is all that a form needs to come back as it was. */
import type { UseFormReturnType } from '@mantine/form'
import { createContext, use, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { changed, fitting, without } from './draft-values'
import type { DraftStore } from './draft-store'

const DraftsContext = createContext<DraftStore | null>(null)

export function DraftsProvider({ store, children }: { store: DraftStore; children: ReactNode }) {
  return <DraftsContext value={store}>{children}</DraftsContext>
}

export function useDraftStore(): DraftStore {
  const store = use(DraftsContext)
  if (store === null) throw new Error('Rendered without anybody signed in')
  return store
}

export type FormDraft = {
  /**
   * When what stands in the form was typed, if that was before this unlock; `now` for what was typed since, where the
   * form says that too; else null.
   */
  restored: number | 'now' | null
  /** Back to what was saved. The answer takes that back. */
  discard: () => () => void
}

type Options<V, C> = {
  /** Kept beside the values and handed back by `useDraftContext`, e.g. the version that they were typed over. */
  context?: C
  /** Fields that are never kept: secrets. */
  omit?: readonly (keyof V & string)[]
  /** Keeps what was typed and no field beside it, so that what somebody else changed meanwhile is never set back. */
  typedOnly?: boolean
  /** Says that something was restored also when it was typed since this unlock: for a form that was closed. */
  saysAlways?: boolean
}

/**
 * Keeps what is typed into a controlled form, for its author alone, from the first letter until it is saved or put
 * back, and fills it in again when the form appears. `key` names the form and its record, e.g. "patient:<id>".
 */
export function useDraft<V extends object, C = null>(
  key: string,
  form: UseFormReturnType<V>,
  options: Options<V, C> = {},
): FormDraft {
  const store = useDraftStore()
  const [kept] = useState(() => parse(store.read(key)?.text))
  const [restored, setRestored] = useState((): FormDraft['restored'] =>
    kept ? (store.read(key)?.earlier ?? (options.saysAlways ? 'now' : null)) : null,
  )
  const omit = options.omit ?? []

  const restore = useEffectEvent(() => {
    if (kept) form.setValues(fitting(form.getInitialValues(), kept.values))
  })
  useLayoutEffect(() => {
    restore()
  }, [])

  const { values } = form
  const seen = useRef(values)
  const follow = useEffectEvent((typed: V) => {
    const text = (of: V) => JSON.stringify(without(of, omit))
    if (text(typed) === text(form.getInitialValues())) {
      setRestored(null)
      store.discard(key)
      return
    }
    const values = options.typedOnly === true ? changed(form.getInitialValues(), typed) : typed
    store.keep(key, JSON.stringify({ values: without(values, omit), context: options.context ?? null }))
  })
  useEffect(() => {
    if (seen.current === values) return
    seen.current = values
    follow(values)
  }, [values])

  const discard = () => {
    const before = form.getValues()
    const draft = store.read(key)
    form.setValues(form.getInitialValues())
    form.clearErrors()
    return () => {
      // Also when the form has gone meanwhile.
      if (draft) store.keep(key, draft.text)
      form.setValues(before)
    }
  }
  return { restored, discard }
}

/** The context of a draft that waits for the form, as it was when the form appeared; null without one. */
export function useDraftContext(key: string): unknown {
  const store = useDraftStore()
  const [context] = useState(() => parse(store.read(key)?.text)?.context ?? null)
  return context
}

/** Null for what an older Yarrow may have written in another way. */
function parse(text: string | undefined): { values: object; context: unknown } | null {
  if (text === undefined) return null
  try {
    const draft: unknown = JSON.parse(text)
    if (typeof draft !== 'object' || draft === null || !('values' in draft)) return null
    const { values } = draft
    if (typeof values !== 'object' || values === null) return null
    return { values, context: 'context' in draft ? draft.context : null }
  } catch {
    return null
  }
}
