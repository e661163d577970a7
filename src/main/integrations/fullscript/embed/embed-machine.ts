/**
 * The embed as a state machine without side effects: what happened goes in, the next model and what to do come out.
 * A view is made (ahead or on demand), told what to mount, asks for its grant, loads Fullscript's page, and is ready
 * when the page says so *and* main saw Fullscript's document arrive (F-809: the page alone cannot tell an error page).
 * Whatever fails takes the view down with it, so nothing of a patient stays behind (F-810).
 */
import type { EmbedState } from '../../../../shared/contract/embed'
import type { Failure } from '../../../../shared/failures'

export type EmbedModel = {
  readonly state: EmbedState
  /** `making`: wanted, and not ready yet; it is made as soon as the practice's addresses are known. */
  readonly view: 'none' | 'making' | 'made'
  /** Number of the current mount; what is reported of another one does not count. Never goes down. */
  readonly mountId: number
  /** Patient and practice settings for this mount are at hand. */
  readonly informed: boolean
  readonly grant: 'not-asked' | 'asked' | 'given'
  /** The page said that the frame has loaded. */
  readonly pageLoaded: boolean
  /** Main saw Fullscript's own document arrive in the frame. */
  readonly documentSeen: boolean
  /** A lapsed grant was replaced once already since somebody asked for the view. */
  readonly replaced: boolean
}

export type EmbedInput =
  | { type: 'prepare' }
  | { type: 'open'; patientId: string }
  | { type: 'informed'; mountId: number }
  | { type: 'cannot-open'; mountId: number; failure: Failure }
  /** A view that was made ahead stands on addresses that the practice has changed since. */
  | { type: 'view-outdated' }
  | { type: 'page-ready' }
  | { type: 'view-lost'; failure: Failure }
  | { type: 'grant-asked' }
  | { type: 'grant-given'; mountId: number; expiresIn: number }
  | { type: 'grant-refused'; mountId: number; failure: Failure }
  | { type: 'frame-placed'; mountId: number }
  | { type: 'page-loaded'; mountId: number }
  | { type: 'document-seen' }
  | { type: 'document-failed'; failure: Failure }
  | { type: 'reported-failure'; mountId: number; failure: Failure }
  | { type: 'lapsed'; mountId: number }
  | { type: 'silent'; mountId: number }
  | { type: 'retry' }
  | { type: 'close' }

export type EmbedCommand =
  | { type: 'destroy-view' }
  /** Find out what to hand over for this mount; answered with `informed` or `cannot-open`. */
  | { type: 'inform'; mountId: number; patientId: string }
  | { type: 'mount'; mountId: number }
  /** One deadline for silence at a time; a new one replaces the last. */
  | { type: 'watch'; mountId: number; milliseconds: number }
  | { type: 'unwatch' }
  | { type: 'watch-grant'; mountId: number; milliseconds: number }

export type Step = { model: EmbedModel; commands: EmbedCommand[] }

/** Longest silence in each step, in milliseconds (F-809). A grant request has its own, shorter deadline. */
export const PATIENCE = { connecting: 20_000, asking: 40_000, loading: 20_000 }

/** A grant is replaced this long before it lapses, when nothing has used it by then (F-401). */
export const GRANT_MARGIN = 10_000

export const initialModel: EmbedModel = {
  state: { step: 'closed' },
  view: 'none',
  mountId: 0,
  informed: false,
  grant: 'not-asked',
  pageLoaded: false,
  documentSeen: false,
  replaced: false,
}

const stay = (model: EmbedModel): Step => ({ model, commands: [] })

export function nextStep(model: EmbedModel, input: EmbedInput): Step {
  // What belongs to an earlier mount came too late to matter.
  if ('mountId' in input && input.mountId !== model.mountId) return stay(model)
  const { state } = model
  switch (input.type) {
    case 'prepare':
      if (model.view !== 'none' || state.step !== 'closed') return stay(model)
      return stay({ ...model, view: 'making' })
    case 'open':
      return open(model, input.patientId)
    case 'retry':
      return state.step === 'failed' ? open(model, state.patientId) : stay(model)
    case 'informed':
      return state.step === 'connecting' ? mountWhenPossible({ ...model, informed: true }) : stay(model)
    case 'view-outdated':
      if (model.view === 'none' || (state.step !== 'closed' && state.step !== 'connecting'))
        return stay(model)
      return { model: { ...model, view: 'making' }, commands: [{ type: 'destroy-view' }] }
    case 'page-ready':
      return model.view === 'making' ? mountWhenPossible({ ...model, view: 'made' }) : stay(model)
    case 'view-lost':
      if (state.step === 'closed')
        return { model: { ...model, view: 'none' }, commands: [{ type: 'destroy-view' }] }
      return fail(model, input.failure)
    case 'grant-asked':
      return state.step === 'asking' && model.grant === 'not-asked'
        ? stay({ ...model, grant: 'asked' })
        : stay(model)
    case 'grant-given':
      if (state.step !== 'asking' || model.grant !== 'asked') return stay(model)
      return {
        model: { ...model, grant: 'given', state: { step: 'loading', patientId: state.patientId } },
        commands: [
          { type: 'watch', mountId: model.mountId, milliseconds: PATIENCE.loading },
          {
            type: 'watch-grant',
            mountId: model.mountId,
            milliseconds: Math.max(0, input.expiresIn - GRANT_MARGIN),
          },
        ],
      }
    case 'frame-placed':
      if (state.step !== 'loading') return stay(model)
      return {
        model,
        commands: [{ type: 'watch', mountId: model.mountId, milliseconds: PATIENCE.loading }],
      }
    case 'page-loaded':
      return state.step === 'loading' ? readyWhenBoth({ ...model, pageLoaded: true }) : stay(model)
    case 'document-seen':
      return state.step === 'loading' ? readyWhenBoth({ ...model, documentSeen: true }) : stay(model)
    case 'lapsed':
      return state.step === 'asking' || state.step === 'loading'
        ? replaceGrant(model, { code: 'embed-grant-expired' })
        : stay(model)
    case 'reported-failure':
      return input.failure.code === 'embed-grant-expired' && state.step === 'loading'
        ? replaceGrant(model, input.failure)
        : fail(model, input.failure)
    case 'cannot-open':
    case 'grant-refused':
    case 'document-failed':
      return fail(model, input.failure)
    case 'silent':
      return state.step === 'ready' ? stay(model) : fail(model, { code: 'embed-silent' })
    case 'close':
      return {
        model: { ...initialModel, mountId: model.mountId + 1 },
        commands: [{ type: 'unwatch' }, { type: 'destroy-view' }],
      }
  }
}

function open(model: EmbedModel, patientId: string): Step {
  const mountId = model.mountId + 1
  const commands: EmbedCommand[] = [
    { type: 'watch', mountId, milliseconds: PATIENCE.connecting },
    { type: 'inform', mountId, patientId },
  ]
  // A page that already shows a patient is thrown away: nothing of one patient is there for the next (F-810).
  const used = model.state.step !== 'closed' && model.state.step !== 'failed'
  const view = used || model.view === 'none' ? 'making' : model.view
  if (used) commands.unshift({ type: 'destroy-view' })
  return {
    model: {
      ...initialModel,
      mountId,
      view,
      state: { step: 'connecting', patientId },
    },
    commands,
  }
}

function mountWhenPossible(model: EmbedModel): Step {
  if (model.state.step !== 'connecting' || !model.informed || model.view !== 'made') return stay(model)
  return mount(model, model.state.patientId, model.mountId)
}

function mount(model: EmbedModel, patientId: string, mountId: number): Step {
  return {
    model: {
      ...model,
      mountId,
      state: { step: 'asking', patientId },
      grant: 'not-asked',
      pageLoaded: false,
      documentSeen: false,
    },
    commands: [
      { type: 'mount', mountId },
      { type: 'watch', mountId, milliseconds: PATIENCE.asking },
    ],
  }
}

function readyWhenBoth(model: EmbedModel): Step {
  if (model.state.step !== 'loading' || !model.pageLoaded || !model.documentSeen) return stay(model)
  return {
    model: { ...model, state: { step: 'ready', patientId: model.state.patientId } },
    commands: [{ type: 'unwatch' }],
  }
}

/** A grant that lapsed before it was used is replaced once, unasked; a second time something else is wrong. */
function replaceGrant(model: EmbedModel, failure: Failure): Step {
  if (model.state.step === 'closed' || model.replaced) return fail(model, failure)
  const { model: next, commands } = mount(model, model.state.patientId, model.mountId + 1)
  return { model: { ...next, replaced: true }, commands: [{ type: 'unwatch' }, ...commands] }
}

function fail(model: EmbedModel, failure: Failure): Step {
  const { state } = model
  if (state.step === 'closed' || state.step === 'failed') return stay(model)
  return {
    model: {
      ...initialModel,
      mountId: model.mountId + 1,
      state: { step: 'failed', patientId: state.patientId, failure },
    },
    commands: [{ type: 'unwatch' }, { type: 'destroy-view' }],
  }
}
