/** The embed page with Fullscript's real package in it, in an emulated window that a test drives. */
import { Fullscript } from '@fullscript/fullscript-js'
import { JSDOM, VirtualConsole } from 'jsdom'
import { EmbedPage } from '../../src/renderer/embed/embed-page'
import type { EmbedBridge } from '../../src/shared/contract'
import type { EmbedReport, MountInstruction, SessionGrant } from '../../src/shared/contract/embed'
import { failed, ok, type Result } from '../../src/shared/failures'

export const PATIENT = 'fs-patient-1'
export const SECRET = 's'.repeat(48)

export type Message = { source: 'frame' | 'self' | 'other-frame' | 'none'; origin: string; data: unknown }

export const aGrant = (expiresAt = 120_000): Result<SessionGrant> =>
  ok({ secretToken: SECRET, expiresAt, user: { id: 'u', type: 'Practitioner' } })

export class EmbedPageBench {
  readonly reports: EmbedReport[] = []
  readonly uncaught: unknown[] = []
  readonly dom: Window & typeof globalThis
  /** How many clients of the package were made. */
  clients = 0
  /** The page's own clock, in milliseconds. */
  passed = 0
  grants: () => Promise<Result<SessionGrant>> = () => Promise.resolve(aGrant())
  tokenise: (init: RequestInit | undefined) => Promise<Response> = () =>
    Promise.resolve(new Response('{"data_token":"data-token"}'))
  readonly #before: object
  readonly #otherFrame: HTMLIFrameElement
  #told: (instruction: MountInstruction) => void = () => undefined
  #again: () => void = () => undefined
  #mountId = 0
  /** Nobody is signed in, and main hears nothing. */
  locked = false

  constructor({ withoutGuard = false } = {}) {
    const problems = new VirtualConsole()
    problems.on('jsdomError', (error) => this.uncaught.push(error))
    this.dom = new JSDOM('<main id="embed"></main>', {
      url: 'https://app.yarrow.localhost/',
      virtualConsole: problems,
    }).window
    this.#before = globals(['window', 'document', 'fetch'])
    this.dom.fetch = (_input, init) => this.tokenise(init)
    // The package finds its window, its document and fetch as globals.
    define({
      window: this.dom,
      document: this.dom.document,
      fetch: (...args: Parameters<typeof fetch>) => this.dom.fetch(...args),
    })
    this.dom.HTMLElement.prototype.animate = () => ({}) as Animation
    Object.defineProperty(this.dom.performance, 'now', { value: () => this.passed })
    if (withoutGuard) this.#refuseCapturingListeners()

    const root = this.dom.document.getElementById('embed')
    if (!root) throw new Error('The page has no place for the embed')
    new EmbedPage({
      window: this.dom,
      bridge: this.#bridge(),
      fullscript: (options) => {
        this.clients += 1
        return Fullscript(options)
      },
      root,
      now: () => this.passed,
    })
    this.#otherFrame = this.dom.document.createElement('iframe')
    this.dom.document.body.append(this.#otherFrame)
  }

  get frame(): HTMLIFrameElement | null {
    return this.dom.document.querySelector('#embed iframe')
  }

  /** The mounted frame's address. */
  get address(): URL {
    return new URL(this.frame?.src ?? 'about:blank')
  }

  get frameId(): string {
    return this.address.searchParams.get('frame_id') ?? ''
  }

  /** Tells the page to mount; returns the mount's number. */
  tell(more: Partial<MountInstruction> = {}): number {
    this.#mountId += 1
    this.#told({
      mountId: this.#mountId,
      publicKey: 'key',
      env: 'us-snd',
      domain: null,
      feature: 'platform',
      entrypoint: 'catalog',
      patient: { id: PATIENT },
      ...more,
    })
    return this.#mountId
  }

  /** Tells the page to mount and waits until it says how that went. */
  async mount(more: Partial<MountInstruction> = {}): Promise<number> {
    const mountId = this.tell(more)
    const answered = () =>
      this.reports.some(
        (report) => (report.type === 'loading' || report.type === 'failed') && report.mountId === mountId,
      )
    while (!answered()) await this.settled()
    return mountId
  }

  /** Everything that was under way has been done. */
  async settled(): Promise<void> {
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  }

  deliver({ source, origin, data }: Message): void {
    const windows = {
      frame: this.frame?.contentWindow,
      self: this.dom,
      'other-frame': this.#otherFrame.contentWindow,
      none: null,
    }
    const { MessageEvent } = this.dom
    this.dom.dispatchEvent(new MessageEvent('message', { origin, source: windows[source] ?? null, data }))
  }

  /** As after a lock, when its person is back. */
  unlock(): void {
    this.locked = false
    this.#again()
  }

  close(): void {
    define(this.#before)
  }

  #bridge(): EmbedBridge {
    return {
      sessionGrant: () => this.grants(),
      report: (report) => {
        if (this.locked) return Promise.resolve(failed('signed-out'))
        this.reports.push(report)
        return Promise.resolve(ok(null))
      },
      on: {
        mount: (listener) => {
          this.#told = listener
          return () => undefined
        },
        enter: () => () => undefined,
        again: (listener) => {
          this.#again = () => listener(null)
          return () => undefined
        },
      },
    }
  }

  #refuseCapturingListeners() {
    const add = this.dom.addEventListener.bind(this.dom) as Window['addEventListener']
    this.dom.addEventListener = ((
      type: string,
      listener: EventListener,
      options?: AddEventListenerOptions,
    ) => {
      if (options?.capture !== true) add(type, listener, options)
    }) as Window['addEventListener']
  }
}

const globals = (names: string[]) =>
  Object.fromEntries(names.map((name) => [name, Reflect.get(globalThis, name) as unknown]))

function define(values: object): void {
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(globalThis, name, { configurable: true, writable: true, value: value as unknown })
  }
}
