/** Yarrow's window: made hidden, shown when it has something to show, remembered where it stood. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BrowserWindow, screen, type Session } from 'electron'
import type { Logger } from '../logging/logger'
import { setNavigationPolicy } from '../security/navigation'
import { SPELLS_OFFLINE } from '../security/spelling'
import type { Clock } from '../clock/clock'
import { APP_URL } from './app-origin'
import { SAFE_WEB_PREFERENCES } from './web-preferences'
import { placeAgain, placeAtStart, type Rectangle } from './window-state'
import type { KeptZoom } from './zoom'

/** ready-to-show may never come (Wayland, electron/electron#48859); then the window shows all the same. */
const SHOW_AT_LATEST = 3_000

export type MainWindowOptions = {
  session: Session
  /** Absolute path of the window's preload. */
  preload: string
  /** Folder for the window's place. */
  userData: string
  devTools: boolean
  zoom: KeptZoom
  /** Colour until the page draws, e.g. "#ffffff". */
  background: string
  clock: Clock
  logger: Logger
  /** Called once when the window shows. */
  shown?: () => void
}

/** Makes the window and starts loading the app's page. Handlers of the bridge must be registered before. */
export function openMainWindow(options: MainWindowOptions): BrowserWindow {
  const { session, preload, userData, devTools, zoom, clock, logger } = options
  const file = join(userData, 'window.json')
  const start = placeAtStart(readKept(file), workAreas())
  const window = new BrowserWindow({
    ...start.bounds,
    minWidth: start.least.width,
    minHeight: start.least.height,
    show: false,
    title: 'Yarrow',
    backgroundColor: options.background,
    autoHideMenuBar: true,
    webPreferences: {
      ...SAFE_WEB_PREFERENCES,
      session,
      preload,
      devTools,
      spellcheck: SPELLS_OFFLINE,
      zoomFactor: zoom.factor,
    },
  })
  setNavigationPolicy(window.webContents, { kind: 'window' })

  let waiting = true
  const show = () => {
    if (!waiting || window.isDestroyed()) return
    waiting = false
    if (start.maximized) window.maximize()
    window.show()
    options.shown?.()
  }
  window.once('ready-to-show', show)
  window.webContents.once('did-finish-load', show)
  const cancel = clock.after(SHOW_AT_LATEST, show)
  window.once('closed', cancel)
  stayOnDisplay(window)
  followZoom(window, zoom)

  window.on('close', () => {
    try {
      const kept = { bounds: window.getNormalBounds(), maximized: window.isMaximized() }
      writeFileSync(file, JSON.stringify(kept), { mode: 0o600 })
    } catch {
      logger.warn('The place of the window could not be kept')
    }
  })
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    logger.error('The window stopped working', { reason })
    if (reason !== 'clean-exit' && !window.isDestroyed()) void load(window, logger)
  })
  void load(window, logger)
  return window
}

/** The main display's first, for whatever was on a display that is gone. */
function workAreas(): [Rectangle, ...Rectangle[]] {
  const main = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter(({ id }) => id !== main.id)
  return [main.workArea, ...others.map(({ workArea }) => workArea)]
}

/** Displays come, go and change their scale while the window is open, and it may be taken to a smaller one. */
function stayOnDisplay(window: BrowserWindow): void {
  const again = () => {
    const bounds = window.getBounds()
    const placing = placeAgain(bounds, workAreas())
    window.setMinimumSize(placing.least.width, placing.least.height)
    // The system looks after what it made fill the display.
    if (window.isMaximized() || window.isFullScreen() || window.isMinimized()) return
    if (JSON.stringify(bounds) !== JSON.stringify(placing.bounds)) window.setBounds(placing.bounds)
  }
  screen.on('display-added', again)
  screen.on('display-removed', again)
  screen.on('display-metrics-changed', again)
  window.once('closed', () => {
    screen.off('display-added', again)
    screen.off('display-removed', again)
    screen.off('display-metrics-changed', again)
  })
  window.on('moved', () => {
    const { least } = placeAgain(window.getBounds(), workAreas())
    window.setMinimumSize(least.width, least.height)
  })
}

function followZoom(window: BrowserWindow, zoom: KeptZoom): void {
  const { webContents } = window
  const apply = (factor: number) => {
    webContents.setZoomFactor(factor)
  }
  window.once('closed', zoom.follow(apply))
  // A page that loads begins with its address's own zoom.
  webContents.on('did-navigate', () => {
    apply(zoom.factor)
  })
  webContents.on('zoom-changed', (_event, direction) => {
    zoom.step(direction)
  })
}

async function load(window: BrowserWindow, logger: Logger): Promise<void> {
  try {
    await window.loadURL(APP_URL)
  } catch (error) {
    logger.error('The window could not load its page', { error })
  }
}

function readKept(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
