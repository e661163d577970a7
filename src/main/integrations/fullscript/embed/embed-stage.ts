/** The one place where an embed view stands: made when wanted, replaced when its addresses changed, left at once. */
import type { MountInstruction } from '../../../../shared/contract/embed'
import { embedAddress } from '../environments'
import type { Application } from '../types'
import type { EmbedAddresses, EmbedView, EmbedViewEvents, EmbedViews, Placement } from './embed-ports'

export class EmbedStage {
  readonly #views: EmbedViews
  readonly #events: EmbedViewEvents
  #current: { view: EmbedView; addresses: EmbedAddresses } | null = null
  #leaving: Promise<unknown> = Promise.resolve()

  constructor(views: EmbedViews, events: EmbedViewEvents) {
    this.#views = views
    this.#events = events
  }

  get empty() {
    return this.#current === null
  }

  /** Of the page that stands here; null when none does. */
  get pageId(): number | null {
    return this.#current?.view.pageId ?? null
  }

  /** False when a view stands on addresses that are not this application's any more. */
  fits(application: Application): boolean {
    const wanted = addressesOf(application)
    const stands = this.#current?.addresses
    return (
      stands === undefined ||
      (stands.pageOrigin === wanted.pageOrigin &&
        stands.fullscriptOrigin === wanted.fullscriptOrigin &&
        stands.publicKey === wanted.publicKey)
    )
  }

  /** Makes a view unless one stands. */
  enter(application: Application): void {
    if (this.#current) return
    const addresses = addressesOf(application)
    // What a view still says after it was left does not count.
    const ifCurrent =
      <A extends unknown[]>(tell: (...args: A) => void) =>
      (...args: A) => {
        if (this.#current?.view === view) tell(...args)
      }
    const view: EmbedView = this.#views.create(addresses, {
      documentSeen: ifCurrent(this.#events.documentSeen),
      documentFailed: ifCurrent(this.#events.documentFailed),
      lost: ifCurrent(this.#events.lost),
      focusLeft: ifCurrent(this.#events.focusLeft),
      worked: ifCurrent(this.#events.worked),
    })
    this.#current = { view, addresses }
  }

  leave(): void {
    const view = this.#current?.view
    this.#current = null
    if (view) this.#leaving = Promise.all([this.#leaving, view.destroy()])
  }

  /** Resolves when every view that was left is gone, with its process and its partition. */
  async gone(): Promise<void> {
    await this.#leaving
  }

  mount(instruction: MountInstruction): void {
    this.#current?.view.mount(instruction)
  }

  place(placement: Placement): void {
    this.#current?.view.place(placement)
  }

  focus(): void {
    this.#current?.view.focus()
  }

  setAside(): void {
    this.#current?.view.setAside()
  }

  bringBack(): void {
    this.#current?.view.bringBack()
  }

  async picture(): Promise<string | null> {
    return (await this.#current?.view.picture()) ?? null
  }
}

/** Fullscript's package decides by itself where an environment's embed lives; only a stand-in names its address. */
function addressesOf({ environment, hosts, originUri, publicKey }: Application): EmbedAddresses {
  const { origin: embed } = embedAddress(environment, hosts)
  return {
    pageOrigin: new URL(originUri).origin,
    fullscriptOrigin: new URL(embed).origin,
    publicKey,
  }
}
