/**
 * Half-typed text of the person signed in, on its way to main: every change is there within half a second, so that a
 * lock, a kill or a power cut costs no more. In memory it goes with the screens at lock.
 */
import type { WindowBridge } from '../../../shared/contract'
import type { Draft } from '../../../shared/contract/drafts'
import type { Result } from '../../../shared/failures'
import { Queue } from '../../../shared/queue'

/** Longest that a change waits for the ones after it, in milliseconds. */
const GATHER = 400
/** After a save that failed (a full disk), in milliseconds. */
const AGAIN = 2_000

export type KeptDraft = {
  text: string
  /** When it was typed, epoch milliseconds, if that was before this unlock; null for what was typed since. */
  earlier: number | null
}

/** `null`: discard. */
type Change = string | null

export class DraftStore {
  private readonly bridge: WindowBridge['drafts']
  private readonly kept: Map<string, KeptDraft>
  private readonly changes = new Map<string, Change>()
  private place: string | null = null
  private timer: number | undefined
  private readonly sending = new Queue()

  constructor(bridge: WindowBridge['drafts'], drafts: Draft[]) {
    this.bridge = bridge
    this.kept = new Map(drafts.map(({ key, text, updatedAt }) => [key, { text, earlier: updatedAt }]))
  }

  read(key: string): KeptDraft | null {
    return this.kept.get(key) ?? null
  }

  keep(key: string, text: string): void {
    const before = this.kept.get(key)
    if (before?.text === text) return
    this.kept.set(key, { text, earlier: before?.earlier ?? null })
    this.change(key, text)
  }

  discard(key: string): void {
    if (!this.kept.delete(key)) return
    this.change(key, null)
  }

  savePlace(place: string): void {
    this.place = place
    this.schedule(GATHER)
  }

  /** Everything that waits is durable when this resolves, or could not be saved. */
  flush(): Promise<void> {
    window.clearTimeout(this.timer)
    this.timer = undefined
    // One after the other: a save that is still on its way must never come after the discard that followed it.
    return this.sending.run(() => this.send())
  }

  private async send(): Promise<void> {
    const { place } = this
    this.place = null
    const changes = [...this.changes]
    this.changes.clear()
    await Promise.all([
      ...changes.map(async ([key, change]) => {
        const saved = await guarded(
          change === null ? this.bridge.discard({ key }) : this.bridge.save({ key, text: change }),
        )
        if (!saved && !this.changes.has(key)) {
          this.changes.set(key, change)
          this.schedule(AGAIN)
        }
      }),
      ...(place === null ? [] : [guarded(this.bridge.savePlace({ place }))]),
    ])
  }

  private change(key: string, change: Change) {
    this.changes.set(key, change)
    this.schedule(GATHER)
  }

  private schedule(milliseconds: number) {
    this.timer ??= window.setTimeout(() => void this.flush(), milliseconds)
  }
}

/** False when it is worth trying again; after sign-out or lock it is not. */
const guarded = (answer: Promise<Result<null>>): Promise<boolean> =>
  answer.then(
    (result) => result.ok || result.failure.code === 'signed-out',
    () => false,
  )
