/**
 * The Fullscript view as the window sees it. One view at a time: it is opened by a person's action and by nothing
 * else, follows the place that a screen gives it, hides while something of ours lies over it, and survives leaving
 * the screen, so that a plan that was begun is still there on the way back.
 *
 * React mounts effects twice in development. `attach` may therefore be called any number of times: `open` is called
 * once for each `ask`, never by the mounting itself.
 */
import type { z } from 'zod'
import type { WindowBridge } from '../../../shared/bridge'
import type { Bounds, EmbedState, entrypointSchema, featureSchema } from '../../../shared/bridge/embed'
import type { Result } from '../../../shared/failures'
import { Listeners } from '../../../shared/listeners'

export type EmbedRequest = {
  patientId: string
  patientName: string
  feature: z.infer<typeof featureSchema>
  entrypoint: z.infer<typeof entrypointSchema>
}

export type EmbedSnapshot = {
  /** What was asked for last; null after closing. */
  request: EmbedRequest | null
  state: EmbedState
  /** A dialog, a menu or the palette is over the view. */
  covered: boolean
}

export class EmbedController {
  private snapshot: EmbedSnapshot = { request: null, state: { step: 'closed' }, covered: false }
  private readonly listeners = new Listeners()
  private place: HTMLElement | null = null
  private stopWatching = () => {}
  private armed = false
  private opening = false
  private covers = 0
  private reported = ''
  private readonly bridge: WindowBridge

  constructor(bridge: WindowBridge) {
    this.bridge = bridge
    bridge.on.embed.changed((state) => {
      this.arrived(state)
    })
    bridge.on.people.changed(() => {
      this.forget()
    })
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    return this.listeners.add(listener)
  }

  readonly getSnapshot = (): EmbedSnapshot => this.snapshot

  /** The person wants to work in Fullscript. The view opens as soon as a screen gives it a place. */
  ask(request: EmbedRequest): void {
    const { request: current, state } = this.snapshot
    const same =
      current?.patientId === request.patientId &&
      current.feature === request.feature &&
      current.entrypoint === request.entrypoint
    if (same && state.step !== 'closed' && state.step !== 'failed') return
    this.change({ request })
    this.arm()
  }

  /** Once more what was asked for, after what stood in the way is gone (connecting, an e-mail address). */
  arm(): void {
    if (this.snapshot.request === null) return
    this.armed = true
    this.change({ state: { step: 'closed' } })
    this.openIfPossible()
  }

  /** Gives the view its place; the answer takes it away again, which hides the view and keeps it. */
  attach(place: HTMLElement): () => void {
    this.place = place
    const report = () => {
      this.report()
    }
    // After layout and before paint of the same frame: the view moves with the page, not after it.
    const observer = new ResizeObserver(report)
    observer.observe(place)
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
      if (this.place !== place) return
      this.stopWatching()
      this.place = null
      this.report()
    }
  }

  /** Hides the view for as long as something lies over it; the answer uncovers it. */
  cover(): () => void {
    let over = true
    this.covers += 1
    this.coversChanged()
    return () => {
      if (!over) return
      over = false
      this.covers -= 1
      this.coversChanged()
    }
  }

  async retry(): Promise<void> {
    const { state } = this.snapshot
    if (state.step !== 'failed') return
    this.change({ state: { step: 'connecting', patientId: state.patientId } })
    this.adopt(await this.guarded(this.bridge.embed.retry()), state.patientId)
  }

  async close(): Promise<void> {
    this.forget()
    await this.guarded(this.bridge.embed.close())
  }

  /** Hands the keyboard to the view. */
  focus(): void {
    if (this.snapshot.state.step === 'ready') void this.guarded(this.bridge.embed.focus())
  }

  /** Makes view and page ready ahead, when no view is in use. */
  prepare(): void {
    if (this.snapshot.state.step === 'closed' && !this.armed) void this.guarded(this.bridge.embed.prepare())
  }

  private openIfPossible() {
    const { request } = this.snapshot
    if (!this.armed || this.place === null || request === null) return
    this.armed = false
    const { patientId, feature, entrypoint } = request
    const bounds = measure(this.place)
    this.opening = true
    this.reported = JSON.stringify({ bounds, visible: true })
    this.change({ state: { step: 'connecting', patientId } })
    void this.guarded(this.bridge.embed.open({ patientId, feature, entrypoint, bounds })).then((result) => {
      if (this.snapshot.request !== request) return
      this.opening = false
      this.adopt(result, patientId)
    })
    this.report()
  }

  /** The answer of a call. Events may have gone further while it was on its way; then they are right. */
  private adopt(result: Result<EmbedState>, patientId: string) {
    if (!result.ok) this.change({ state: { step: 'failed', patientId, failure: result.failure } })
    else if (ORDER.indexOf(result.value.step) > ORDER.indexOf(this.snapshot.state.step))
      this.arrived(result.value)
    this.report()
  }

  private arrived(state: EmbedState) {
    const { request } = this.snapshot
    if (request === null) return
    if (state.step === 'closed') {
      // While another view is on its way this is the end of the one before.
      if (!this.armed && !this.opening) this.forget()
      return
    }
    if (state.patientId !== request.patientId || this.isBehind(state)) return
    this.change({ state })
    this.report()
  }

  /**
   * Under load an event can be overtaken by a later one, and a screen must not be left at a step that is over. What
   * begins anew sets its own step here first, so nothing that goes back is ever news.
   */
  private isBehind(state: EmbedState): boolean {
    const now = this.snapshot.state
    const sameView = now.step !== 'closed' && now.step !== 'failed' && state.step !== 'failed'
    return sameView && ORDER.indexOf(state.step) < ORDER.indexOf(now.step)
  }

  private forget() {
    this.armed = false
    this.opening = false
    this.reported = ''
    this.change({ request: null, state: { step: 'closed' } })
  }

  private coversChanged() {
    this.change({ covered: this.covers > 0 })
    this.report()
  }

  private report() {
    const { state } = this.snapshot
    if (state.step === 'closed') return
    const visible = this.place !== null && this.covers === 0 && state.step !== 'failed'
    const bounds = this.place ? measure(this.place) : NOWHERE
    const next = JSON.stringify({ bounds, visible })
    if (next === this.reported) return
    this.reported = next
    void this.guarded(this.bridge.embed.place({ bounds, visible }))
  }

  private guarded<T>(answer: Promise<Result<T>>): Promise<Result<T>> {
    return answer.catch(() => ({ ok: false, failure: { code: 'unexpected' } }))
  }

  private change(part: Partial<EmbedSnapshot>) {
    this.snapshot = { ...this.snapshot, ...part }
    this.listeners.tell()
  }
}

const NOWHERE: Bounds = { x: 0, y: 0, width: 0, height: 0 }
const ORDER = ['closed', 'connecting', 'asking', 'loading', 'ready', 'failed']

function measure(place: HTMLElement): Bounds {
  const { x, y, width, height } = place.getBoundingClientRect()
  return { x, y, width, height }
}
