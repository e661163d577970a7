/** Yarrow's window: made hidden, shown when it has something to show, remembered where it stood. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BrowserWindow, screen, type Session } from 'electron'
import type { Logger } from '../logging/logger'
import { setNavigationPolicy } from '../security/navigation'
import type { Clock } from '../clock/clock'
import { APP_URL } from './app-origin'
import { SAFE_WEB_PREFERENCES } from './web-preferences'
import { restoreWindowState, SMALLEST, USUAL } from './window-state'

/** ready-to-show may never come (Wayland, electron/electron#48859); then the window shows all the same. */
const SHOW_AT_LATEST = 3_000

export type MainWindowOptions = {
  session: Session
  /** Absolute path of the window's preload. */
  preload: string
  /** Folder for the window's place. */
  userData: string
  devTools: boolean
  /** Colour until the page draws, e.g. "#ffffff". */
  background: string
  clock: Clock
  logger: Logger
  /** Called once when the window shows. */
  shown?: () => void
}

/** Makes the window and starts loading the app's page. Handlers of the bridge must be registered before. */
export function openMainWindow(options: MainWindowOptions): BrowserWindow {
  const { session, preload, userData, devTools, clock, logger } = options
  const file = join(userData, 'window.json')
  const state = restoreWindowState(
    readKept(file),
    screen.getAllDisplays().map((display) => display.workArea),
  )
  const window = new BrowserWindow({
    ...(state.bounds ?? USUAL),
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    show: false,
    title: 'Yarrow',
    backgroundColor: options.background,
    autoHideMenuBar: true,
    webPreferences: { ...SAFE_WEB_PREFERENCES, session, preload, devTools },
  })
  setNavigationPolicy(window.webContents, { kind: 'window' })

  let waiting = true
  const show = () => {
    if (!waiting || window.isDestroyed()) return
    waiting = false
    if (state.maximized) window.maximize()
    window.show()
    options.shown?.()
  }
  window.once('ready-to-show', show)
  window.webContents.once('did-finish-load', show)
  const cancel = clock.after(SHOW_AT_LATEST, show)
  window.once('closed', cancel)

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
