/**
 * The embed view in Electron: a WebContentsView over the window with a process and an in-memory partition of its own,
 * on an https origin that is answered exactly once (origin.md section 10). Decisions are in fullscript/embed.
 */
import { WebContentsView, webFrameMain, type BrowserWindow, type Session, type WebContents } from 'electron'
import type { Bounds, MountInstruction } from '../../../shared/contract/embed'
import type { Failure } from '../../../shared/failures'
import { sendToEmbed } from '../../bridge/events'
import type { TrustedPage } from '../../bridge/trusted-sender'
import type { Clock } from '../clock/clock'
import type {
  EmbedAddresses,
  EmbedView,
  EmbedViewEvents,
  EmbedViews,
  Placement,
} from '../../integrations/fullscript/embed/embed-ports'
import type { Logger } from '../logging/logger'
import { createEmbedSession, discardEmbedSession } from '../security/embed-session'
import { originOf, setNavigationPolicy } from '../security/navigation'
import { answerOnce, type EmbedDocument } from './embed-document'
import { failureOfLoad, failureOfStatus } from './embed-failures'
import { rectangleFor, stretch, type Size } from './embed-place'
import { isAlive, processesOf, processOf, whenProcessesEnded } from './renderer-processes'
import { SAFE_WEB_PREFERENCES } from './web-preferences'

export type EmbedViewsOptions = {
  window: () => BrowserWindow | null
  document: EmbedDocument
  /** Absolute path of the embed page's preload. */
  preload: string
  devTools: boolean
  clock: Clock
  logger: Logger
}

/** How often Fullscript's frame is looked after; Electron reports only the crash of a page's own process. */
const LOOK_AFTER_FRAME = 1_000

/** Of the picture that stands in for the view under a menu; good enough for text, and small. */
const PICTURE_QUALITY = 88

/** Keys that move about or only hold something else; whoever presses nothing but these has written nothing. */
const NO_WRITING = /^(Tab|Escape|Shift|Control|Alt|AltGraph|Meta|CapsLock|Arrow.*|Page.*|Home|End|F\d+)$/

/** How long an error page may take to say what is wrong before its status alone counts, in milliseconds. */
const ERROR_PAGE_SPEAKS = 1_500

export class ElectronEmbedViews implements EmbedViews {
  readonly #options: EmbedViewsOptions
  #views: ElectronEmbedView[] = []

  constructor(options: EmbedViewsOptions) {
    this.#options = options
  }

  create(addresses: EmbedAddresses, events: EmbedViewEvents): EmbedView {
    const view = new ElectronEmbedView(this.#options, addresses, events)
    this.#views = [...this.#views.filter((one) => one.trustedPage() !== null), view]
    return view
  }

  /** The page with this id that may speak on the embed's bridge; null when there is none. */
  trustedPage(contentsId: number): TrustedPage | null {
    const pages = this.#views.map((view) => view.trustedPage())
    return pages.find((page) => page?.contentsId === contentsId) ?? null
  }
}

class ElectronEmbedView implements EmbedView {
  readonly #options: EmbedViewsOptions
  readonly #addresses: EmbedAddresses
  readonly #events: EmbedViewEvents
  readonly #session: Session
  readonly #view: WebContentsView
  readonly #window: BrowserWindow | null
  #placement: Placement = { bounds: { x: 0, y: 0, width: 0, height: 0 }, visibility: 'hidden' }
  #laidOutFor: Size = { width: 0, height: 0 }
  /** Off the window for as long as nobody is signed in. */
  #aside = false
  #gone: Promise<void> | null = null
  #forgetErrorPage = () => {}
  #unwatchFrame = () => {}

  constructor(options: EmbedViewsOptions, addresses: EmbedAddresses, events: EmbedViewEvents) {
    this.#options = options
    this.#addresses = addresses
    this.#events = events
    this.#window = options.window()
    this.#session = createEmbedSession(addresses.fullscriptOrigin, () => {
      options.logger.warn('A download in the embed was refused')
    })
    this.#view = new WebContentsView({
      webPreferences: {
        ...SAFE_WEB_PREFERENCES,
        session: this.#session,
        preload: options.preload,
        devTools: options.devTools,
        focusOnNavigation: false,
      },
    })
    this.#view.setVisible(false)
    setNavigationPolicy(this.#contents, { kind: 'embed', fullscriptOrigin: addresses.fullscriptOrigin })
    this.#listen()
    this.#window?.contentView.addChildView(this.#view)
    this.#window?.on('resize', this.#follow)
    this.#session.preconnect({ url: addresses.fullscriptOrigin, numSockets: 2 })
    void this.#load()
  }

  get pageId(): number {
    return this.#contents.id
  }

  trustedPage(): TrustedPage | null {
    if (this.#gone || this.#contents.isDestroyed()) return null
    return { origin: this.#addresses.pageOrigin, contentsId: this.#contents.id }
  }

  mount(instruction: MountInstruction): void {
    this.#forgetErrorPage()
    sendToEmbed(this.#contents, 'mount', instruction, this.#options.logger)
  }

  place(placement: Placement): void {
    if (this.#gone || this.#aside || !this.#window || this.#window.isDestroyed()) return
    this.#placement = placement
    this.#laidOutFor = this.#windowSize()
    this.#apply(placement.bounds)
  }

  focus(): void {
    if (this.#gone || this.#aside) return
    this.#contents.focus()
    sendToEmbed(this.#contents, 'enter', null, this.#options.logger)
  }

  setAside(): void {
    if (this.#gone || this.#aside) return
    this.#placement = { ...this.#placement, visibility: 'hidden' }
    this.#apply(this.#placement.bounds)
    this.#aside = true
    this.#contents.setAudioMuted(true)
    this.#window?.contentView.removeChildView(this.#view)
  }

  bringBack(): void {
    if (this.#gone || !this.#aside || !this.#window || this.#window.isDestroyed()) return
    this.#aside = false
    this.#contents.setAudioMuted(false)
    this.#window.contentView.addChildView(this.#view)
    sendToEmbed(this.#contents, 'again', null, this.#options.logger)
  }

  async picture(): Promise<string | null> {
    if (this.#isHidden()) return null
    const image = await this.#contents.capturePage()
    // Locked or hidden meanwhile: what nobody may see any more is not handed out.
    if (this.#isHidden() || image.isEmpty()) return null
    return `data:image/jpeg;base64,${image.toJPEG(PICTURE_QUALITY).toString('base64')}`
  }

  destroy(): Promise<void> {
    this.#gone ??= this.#end()
    return this.#gone
  }

  get #contents(): WebContents {
    return this.#view.webContents
  }

  async #load(): Promise<void> {
    const disarm = answerOnce(this.#session, this.#options.document, this.#addresses)
    try {
      await this.#contents.loadURL(`${this.#addresses.pageOrigin}/`)
    } catch (error) {
      if (!this.#gone) {
        this.#options.logger.error('The embed page could not be loaded', { error })
        this.#events.lost({ code: 'embed-silent' })
      }
    } finally {
      disarm()
    }
  }

  #listen(): void {
    const contents = this.#contents
    contents.on('did-frame-navigate', (_event, url, status, _text, isMainFrame, processId, frameId) => {
      if (isMainFrame) this.#pageNavigated(url)
      if (isMainFrame || !isOwnFrame(processId, frameId)) return
      this.#forgetErrorPage()
      const bad = failureOfStatus(status)
      if (bad?.patient) {
        this.#forgetErrorPage = this.#options.clock.after(ERROR_PAGE_SPEAKS, () => {
          this.#documentFailed(bad.failure)
        })
      } else if (bad) this.#documentFailed(bad.failure)
      else if (originOf(url) === this.#addresses.fullscriptOrigin) {
        this.#events.worked('navigated')
        this.#events.documentSeen()
        this.#watchFrame()
      }
    })
    // The address in this event carries the grant's secret: it is neither read nor logged (F-806).
    contents.on('did-fail-load', (_event, code, _text, _url, isMainFrame, processId, frameId) => {
      if (isMainFrame || !isOwnFrame(processId, frameId)) return
      const failure = failureOfLoad(code)
      if (failure) this.#documentFailed(failure)
    })
    // Chromium refuses by itself; heard here too, because the page's own call to Fullscript fails first and cannot say why.
    contents.on('certificate-error', (_event, url) => {
      if (originOf(url) === this.#addresses.fullscriptOrigin)
        this.#documentFailed({ code: 'fullscript-untrusted' })
    })
    contents.on('render-process-gone', (_event, { reason }) => {
      if (this.#gone) return
      this.#options.logger.error('The embed stopped working', { reason })
      this.#events.lost({ code: 'embed-crashed' })
    })
    contents.on('did-navigate-in-page', (_event, _url, isMainFrame, processId, frameId) => {
      if (!isMainFrame && isOwnFrame(processId, frameId)) this.#events.worked('navigated')
    })
    contents.on('input-event', (_event, { type }) => {
      if (type === 'mouseDown') this.#events.worked('clicked')
    })
    contents.on('blur', () => {
      this.#events.worked('left')
    })
    // A page that loads takes the focus by itself; until it is shown, whoever is typing keeps it.
    contents.on('focus', () => {
      if (this.#gone) return
      if (this.#placement.visibility === 'shown') {
        this.#events.worked('entered')
        return
      }
      // Not in the middle of the change itself, where it would have no effect.
      setImmediate(() => {
        if (this.#window && !this.#window.isDestroyed()) this.#window.webContents.focus()
      })
    })
    contents.on('before-input-event', (event, input) => {
      if (input.type !== 'keyDown') return
      // A shortcut writes nothing, except the ones that paste or cut.
      const command = (input.control || input.meta) && !['v', 'x'].includes(input.key.toLowerCase())
      if (!command && !NO_WRITING.test(input.key)) this.#events.worked('keyed')
      if (input.key !== 'F6') return
      event.preventDefault()
      this.#events.focusLeft(input.shift ? 'backward' : 'forward')
    })
  }

  /**
   * A frame may replace the whole page by about:blank, which Chromium does without asking any guard. What is there
   * then is not our page: its messages are not trusted, and the view is taken down.
   */
  #pageNavigated(url: string): void {
    if (this.#gone || url === `${this.#addresses.pageOrigin}/`) return
    this.#options.logger.error('The embed page was replaced')
    this.#events.lost({ code: 'embed-crashed' })
  }

  #documentFailed(failure: Failure): void {
    this.#options.logger.warn('Fullscript did not arrive in the embed', { code: failure.code })
    this.#events.documentFailed(failure)
  }

  /** Fullscript's frame has a process of its own, and its end is not reported: so it is looked for. */
  #watchFrame(): void {
    this.#unwatchFrame()
    this.#unwatchFrame = this.#options.clock.after(LOOK_AFTER_FRAME, () => {
      if (this.#gone || this.#contents.isDestroyed()) return
      const [frame] = this.#contents.mainFrame.frames
      // No frame: the page took it away itself and reports on its own.
      if (frame && !isAlive(processOf(frame))) {
        this.#options.logger.error('The frame in the embed stopped working')
        this.#events.lost({ code: 'embed-crashed' })
      } else this.#watchFrame()
    })
  }

  #windowSize(): Size {
    const [width = 0, height = 0] = this.#window?.getContentSize() ?? []
    return { width, height }
  }

  readonly #follow = () => {
    if (this.#isHidden()) return
    this.#apply(stretch(this.#placement.bounds, this.#laidOutFor, this.#windowSize()))
  }

  #isHidden(): boolean {
    return this.#gone !== null || this.#aside || this.#placement.visibility !== 'shown'
  }

  #apply(bounds: Bounds): void {
    const zoom = this.#window?.webContents.getZoomFactor() ?? 1
    // Fullscript is as large as everything around it.
    if (this.#contents.getZoomFactor() !== zoom) this.#contents.setZoomFactor(zoom)
    const rectangle = rectangleFor({ ...this.#placement, bounds }, { window: this.#windowSize(), zoom })
    if (rectangle === null) {
      if (this.#contents.isFocused()) this.#window?.webContents.focus()
      this.#view.setVisible(false)
      return
    }
    this.#view.setBounds(rectangle)
    this.#view.setVisible(true)
  }

  async #end(): Promise<void> {
    this.#forgetErrorPage()
    this.#unwatchFrame()
    const contents = this.#contents
    const processes = processesOf(contents)
    if (this.#window && !this.#window.isDestroyed()) {
      this.#window.off('resize', this.#follow)
      if (contents.isFocused()) this.#window.webContents.focus()
      if (!this.#aside) this.#window.contentView.removeChildView(this.#view)
    }
    if (!contents.isDestroyed()) {
      const destroyed = new Promise<void>((resolve) => {
        contents.once('destroyed', () => {
          resolve()
        })
      })
      contents.close()
      await destroyed
    }
    await discardEmbedSession(this.#session)
    await whenProcessesEnded(processes, this.#options.clock)
  }
}

/** True for the frame that the page itself holds; frames inside Fullscript's are Fullscript's business. */
function isOwnFrame(processId: number, frameId: number): boolean {
  try {
    const frame = webFrameMain.fromId(processId, frameId)
    const parent = frame?.parent ?? null
    return parent !== null && parent.parent === null
  } catch {
    // Electron throws for a frame that has gone in the meantime.
    return false
  }
}
