/**
 * The plans that are open in Fullscript, as the window sees them: one for each patient, and one seen at a time. A view
 * is opened by a person's action and by nothing else, follows the place that a screen gives it, makes way for a picture
 * of itself while something of ours lies over it, and survives leaving the screen. What may not have been sent is never
 * closed without a question; main refuses it too.
 *
 * React mounts effects twice in development. `attach` may therefore be called any number of times: `open` is called
 * once for each `ask`, never by the mounting itself.
 */
import type { z } from 'zod'
import type { WindowBridge } from '../../../shared/contract'
import type {
  Bounds,
  EmbedState,
  entrypointSchema,
  featureSchema,
  OpenPlanState,
  PlanProgress,
  PlanWork,
} from '../../../shared/contract/embed'
import { MOST_OPEN_PLANS } from '../../../shared/open-plans'
import type { SessionState } from '../../../shared/contract/people'
import type { Result } from '../../../shared/failures'
import { Listeners } from '../../../shared/listeners'
import { fullName } from '../ui/format'

export type EmbedRequest = {
  patientId: string
  patientName: string
  feature: z.infer<typeof featureSchema>
  entrypoint: z.infer<typeof entrypointSchema>
}

/** `closed`: asked for, and not open yet, because something is missing on the way. */
export type OpenPlan = { request: EmbedRequest; state: EmbedState; work: PlanWork }

/** As much of main as the controller speaks with. */
export type EmbedBridge = Pick<WindowBridge, 'embed'> & { on: Pick<WindowBridge['on'], 'embed' | 'people'> }

/** What the person has to decide first. */
export type EmbedQuestion =
  | { kind: 'close'; plan: EmbedRequest }
  /** The patient in it is not the patient of the chart. */
  | { kind: 'not-theirs'; plan: EmbedRequest }
  /** Something else of Fullscript was asked for, for a patient whose plan is open. */
  | { kind: 'replace'; plan: EmbedRequest; wanted: EmbedRequest }
  | { kind: 'too-many'; wanted: EmbedRequest }
  | { kind: 'sign-out'; proceed: () => void }

export type EmbedSnapshot = {
  /** In the order in which they were opened. */
  plans: readonly OpenPlan[]
  /** A dialog, a menu or the palette is over the view. */
  covered: boolean
  /** What was seen of the view before something lay over it; a data URL. */
  picture: string | null
  question: EmbedQuestion | null
}

/** Longest that a menu waits for the picture of what it covers, in milliseconds. */
const PICTURE_AT_LATEST = 250

export class EmbedController {
  private snapshot: EmbedSnapshot = { plans: [], covered: false, picture: null, question: null }
  private readonly listeners = new Listeners()
  private place: { element: HTMLElement; patientId: string } | null = null
  private stopWatching = () => {}
  /** Patients whose plan opens as soon as it has a place. */
  private readonly armed = new Set<string>()
  private covers = 0
  /** The picture, if there is one, stands: the view makes way for what lies over it. */
  private makesWay = false
  private reported = ''
  private personId: string | null = null
  private readonly bridge: EmbedBridge

  constructor(bridge: EmbedBridge) {
    this.bridge = bridge
    bridge.on.embed.changed((progress) => {
      this.arrived(progress)
    })
    bridge.on.people.changed((session) => {
      this.personChanged(session)
    })
    void this.load()
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    return this.listeners.add(listener)
  }

  readonly getSnapshot = (): EmbedSnapshot => this.snapshot

  /** The plan of this patient, when one is open or asked for. */
  of(patientId: string): OpenPlan | null {
    return this.snapshot.plans.find(({ request }) => request.patientId === patientId) ?? null
  }

  /** The person wants to work in Fullscript. The view opens as soon as a screen gives it a place. */
  ask(wanted: EmbedRequest): void {
    const known = this.of(wanted.patientId)
    if (known && isOpen(known)) {
      const { feature, entrypoint } = known.request
      if (feature === wanted.feature && entrypoint === wanted.entrypoint) return
      if (known.work === 'maybe-unsent')
        this.change({ question: { kind: 'replace', plan: known.request, wanted } })
      else void this.replace(wanted)
      return
    }
    if (this.snapshot.plans.filter(isOpen).length >= MOST_OPEN_PLANS) {
      this.change({ question: { kind: 'too-many', wanted } })
      return
    }
    this.put({ request: wanted, state: CLOSED, work: 'untouched' })
    this.arm(wanted.patientId)
  }

  /** Once more what was asked for, after what stood in the way is gone (connecting, an e-mail address). */
  arm(patientId: string): void {
    const plan = this.of(patientId)
    if (!plan) return
    this.armed.add(patientId)
    this.put({ ...plan, state: CLOSED })
    this.openIfPossible()
  }

  /** Gives the view of this patient's plan its place; the answer takes it away again, which hides and keeps the view. */
  attach(element: HTMLElement, patientId: string): () => void {
    this.stopWatching()
    this.place = { element, patientId }
    const report = () => {
      this.report()
    }
    // After layout and before paint of the same frame: the view moves with the page, not after it.
    const observer = new ResizeObserver(report)
    observer.observe(element)
    let frame = 0
    const nextFrame = () => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(report)
    }
    window.addEventListener('resize', nextFrame)
    this.stopWatching = () => {
      observer.disconnect()
      cancelAnimationFrame(frame)
      window.removeEventListener('resize', nextFrame)
    }
    this.openIfPossible()
    this.report()
    return () => {
      if (this.place?.element !== element) return
      this.stopWatching()
      this.report({ gone: true })
      this.place = null
      this.change({ picture: null })
    }
  }

  /** The view makes way for as long as something lies over it; the answer uncovers it. */
  cover(): () => void {
    let over = true
    this.covers += 1
    if (this.covers === 1) void this.makeWay()
    return () => {
      if (!over) return
      over = false
      this.covers -= 1
      if (this.covers === 0) this.comeBack()
    }
  }

  async retry(patientId: string): Promise<void> {
    const plan = this.of(patientId)
    if (plan?.state.step !== 'failed') return
    this.put({ ...plan, state: { step: 'connecting', patientId } })
    this.adopt(await guarded(this.bridge.embed.retry({ patientId })), patientId)
  }

  /** Closes at once what holds nothing, and asks about the rest. */
  async close(patientId: string, kind: 'close' | 'not-theirs' = 'close'): Promise<void> {
    const plan = this.of(patientId)
    if (!plan) return
    if (isOpen(plan) && plan.work === 'maybe-unsent') {
      this.change({ question: { kind, plan: plan.request } })
      return
    }
    this.drop(patientId)
    const answer = await guarded(this.bridge.embed.close({ patientId, sure: false }))
    if (!answer.ok || answer.value.closed) return
    // Somebody has worked in it in this very moment.
    this.change({ question: { kind, plan: plan.request } })
    await this.load()
  }

  /** The person keeps working: everything stays as it is. */
  dismiss(): void {
    this.change({ question: null })
  }

  /** The person has decided for it. `patientId`: which one makes room, where there are too many. */
  async confirm(patientId?: string): Promise<void> {
    const { question } = this.snapshot
    this.change({ question: null })
    switch (question?.kind) {
      case 'close':
      case 'not-theirs':
        await this.closeSurely(question.plan.patientId)
        return
      case 'replace':
        await this.replace(question.wanted)
        return
      case 'too-many':
        if (patientId !== undefined) await this.closeSurely(patientId)
        this.ask(question.wanted)
        return
      case 'sign-out':
        question.proceed()
        return
      case undefined:
    }
  }

  /** Before something that ends every plan: asks when one of them may not have been sent. */
  beforeSignOut(proceed: () => void): void {
    if (this.snapshot.plans.some(isUnsent)) this.change({ question: { kind: 'sign-out', proceed } })
    else proceed()
  }

  /** Hands the keyboard to the view. */
  focus(patientId: string): void {
    if (this.of(patientId)?.state.step === 'ready') void guarded(this.bridge.embed.focus({ patientId }))
  }

  /** Makes view and page ready ahead, when no view is in use. */
  prepare(): void {
    if (this.snapshot.plans.length === 0) void guarded(this.bridge.embed.prepare())
  }

  private async closeSurely(patientId: string): Promise<void> {
    this.drop(patientId)
    await guarded(this.bridge.embed.close({ patientId, sure: true }))
  }

  private async replace(wanted: EmbedRequest): Promise<void> {
    this.put({ request: wanted, state: CLOSED, work: 'untouched' })
    await guarded(this.bridge.embed.close({ patientId: wanted.patientId, sure: true }))
    this.arm(wanted.patientId)
  }

  private personChanged(session: SessionState) {
    const personId = session.state === 'open' ? session.person.id : null
    if (personId === null || personId !== this.personId) this.forget()
    this.personId = personId
    if (personId !== null) void this.load()
  }

  /** What main has open: after a lock, and after a window that had to be loaded anew. */
  private async load(): Promise<void> {
    const answer = await guarded(this.bridge.embed.plans())
    if (!answer.ok) return
    const open = answer.value.map(fromMain)
    const waiting = this.snapshot.plans.filter(
      (plan) => !isOpen(plan) && !open.some(({ request }) => request.patientId === plan.request.patientId),
    )
    if (open.length === 0 && waiting.length === this.snapshot.plans.length) return
    this.reported = ''
    this.change({ plans: [...open, ...waiting] })
    this.report()
  }

  private openIfPossible() {
    if (!this.place || !this.armed.has(this.place.patientId)) return
    const { element, patientId } = this.place
    const plan = this.of(patientId)
    if (!plan) return
    this.armed.delete(patientId)
    const { feature, entrypoint } = plan.request
    const bounds = measure(element)
    this.reported = JSON.stringify({ patientId, bounds, visible: true })
    const opening: OpenPlan = { ...plan, state: { step: 'connecting', patientId } }
    this.put(opening)
    void guarded(this.bridge.embed.open({ patientId, feature, entrypoint, bounds })).then((result) => {
      if (this.of(patientId)?.request === opening.request) this.adopt(result, patientId)
    })
    this.report()
  }

  /** The answer of a call. Events may have gone further while it was on its way; then they are right. */
  private adopt(result: Result<EmbedState>, patientId: string) {
    const plan = this.of(patientId)
    if (!plan) return
    if (!result.ok) this.put({ ...plan, state: { step: 'failed', patientId, failure: result.failure } })
    else if (ORDER.indexOf(result.value.step) > ORDER.indexOf(plan.state.step))
      this.put({ ...plan, state: result.value })
    this.report()
  }

  private arrived({ patientId, state, work }: PlanProgress) {
    const plan = this.of(patientId)
    if (!plan) return
    if (state.step === 'closed') {
      // What is asked for and not open yet hears the end of the one before.
      if (plan.state.step !== 'closed') this.drop(patientId)
      return
    }
    if (isBehind(state, plan.state)) return
    this.put({ ...plan, state, work })
    this.report()
  }

  private forget() {
    this.armed.clear()
    this.reported = ''
    this.change({ plans: [], picture: null, question: null })
  }

  private put(plan: OpenPlan) {
    const { patientId } = plan.request
    const known = this.of(patientId) !== null
    const { plans } = this.snapshot
    this.change({
      plans: known
        ? plans.map((one) => (one.request.patientId === patientId ? plan : one))
        : [...plans, plan],
    })
  }

  private drop(patientId: string) {
    this.armed.delete(patientId)
    this.reported = ''
    this.change({ plans: this.snapshot.plans.filter(({ request }) => request.patientId !== patientId) })
  }

  private async makeWay(): Promise<void> {
    this.change({ covered: true })
    const patientId = this.place?.patientId
    if (patientId !== undefined && this.of(patientId)?.state.step === 'ready') {
      const picture = await Promise.race([
        guarded(this.bridge.embed.picture({ patientId })).then((answer) => (answer.ok ? answer.value : null)),
        new Promise<null>((resolve) => setTimeout(() => resolve(null), PICTURE_AT_LATEST)),
      ])
      if (picture !== null) await drawable(picture)
      if (this.covers === 0 || this.place?.patientId !== patientId) return
      this.change({ picture })
    }
    this.makesWay = true
    this.report()
  }

  private comeBack() {
    this.makesWay = false
    this.change({ covered: false })
    this.report({
      done: () => {
        if (this.covers === 0) this.change({ picture: null })
      },
    })
  }

  /** `done`: called when main has placed the view, if there was anything to place. */
  private report({ gone = false, done = () => {} } = {}): void {
    if (!this.place) return
    const { element, patientId } = this.place
    const step = this.of(patientId)?.state.step ?? 'closed'
    if (step === 'closed') return
    const visible = !gone && !this.makesWay && step !== 'failed'
    const bounds = gone ? NOWHERE : measure(element)
    const next = JSON.stringify({ patientId, bounds, visible })
    if (next === this.reported) return
    this.reported = next
    void guarded(this.bridge.embed.place({ patientId, bounds, visible })).then(done)
  }

  private change(part: Partial<EmbedSnapshot>) {
    this.snapshot = { ...this.snapshot, ...part }
    this.listeners.tell()
  }
}

const CLOSED: EmbedState = { step: 'closed' }
const NOWHERE: Bounds = { x: 0, y: 0, width: 0, height: 0 }
const ORDER = ['closed', 'connecting', 'asking', 'loading', 'ready', 'failed']

const isOpen = ({ state }: OpenPlan) => state.step !== 'closed' && state.step !== 'failed'
const isUnsent = (plan: OpenPlan) => isOpen(plan) && plan.work === 'maybe-unsent'

/**
 * Under load an event can be overtaken by a later one, and a screen must not be left at a step that is over. What
 * begins anew sets its own step here first, so nothing that goes back is ever news.
 */
function isBehind(state: EmbedState, now: EmbedState): boolean {
  const sameView = now.step !== 'closed' && now.step !== 'failed' && state.step !== 'failed'
  return sameView && ORDER.indexOf(state.step) < ORDER.indexOf(now.step)
}

const fromMain = ({ patientId, patient, feature, entrypoint, state, work }: OpenPlanState): OpenPlan => ({
  request: { patientId, patientName: fullName(patient), feature, entrypoint },
  state,
  work,
})

const guarded = <T>(answer: Promise<Result<T>>): Promise<Result<T>> =>
  answer.catch(() => ({ ok: false, failure: { code: 'unexpected' } }))

/** Resolves when the picture can be drawn without a moment of nothing. */
async function drawable(picture: string): Promise<void> {
  const image = new Image()
  image.src = picture
  try {
    await image.decode()
  } catch {
    // Then there is a moment of nothing.
  }
}

function measure(place: HTMLElement): Bounds {
  const { x, y, width, height } = place.getBoundingClientRect()
  return { x, y, width, height }
}
