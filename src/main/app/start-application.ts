/**
 * Starts Yarrow, as one ordered list. The order matters: nothing may warn before the warning printer is replaced, no
 * file is opened before the single-instance lock is held, schemes and guards exist before Electron is ready, and
 * every call of the bridge is heard before a page can make one. Whatever the window can do without is no part of this
 * file and of what it imports: that is loaded while the page loads (start-services.ts).
 */
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { app, BrowserWindow, Menu, nativeTheme, protocol } from 'electron'
import { LINK_SCHEME } from '../../shared/link-scheme'
import { everyCallChannel } from '../../shared/contract/channels'
import { names } from '../../shared/contract/names'
import { listenOnBridge } from '../bridge/listen'
import { systemClock } from '../platform/clock/clock'
import {
  findLinkInAdditionalData,
  findLinkInArgv,
  type ArgvRules,
} from '../integrations/fullscript/connect/link-in-argv'
import { handleCrashes } from '../platform/logging/crash-handler'
import { FileLog } from '../platform/logging/log'
import type { Logger } from '../platform/logging/logger'
import { replaceWarningPrinter } from '../platform/logging/process-warnings'
import { Redactor } from '../platform/logging/redact'
import { hardenEverySession, windowSession } from '../platform/security/harden-sessions'
import { guardNavigation } from '../platform/security/navigation'
import { setApplicationMenu } from '../platform/windows/app-menu'
import { KeptAppearance } from '../platform/windows/appearance'
import { APP_SCHEME, APP_SCHEME_PRIVILEGES } from '../platform/windows/app-origin'
import { KeptFirstScreen } from '../platform/windows/first-screen'
import { watchInput } from '../platform/windows/input-activity'
import { openMainWindow } from '../platform/windows/main-window'
import { offerTextMenu } from '../platform/windows/offer-text-menu'
import { serveRenderer } from '../platform/windows/serve-renderer'
import { KeptZoom } from '../platform/windows/zoom'
import { dangerousSwitches, DEVELOPMENT_SWITCHES } from './command-line'
import { keepMemoryOutOfDumps } from './core-dumps'
import { dangerousVariables, readEnvironment } from './environment'
import { takeSingleInstanceLock } from './single-instance'
import type { Started, StartServices } from './platform'

/** Milliseconds after the window was opened; its page may never ask. */
const SERVICES_AT_LATEST = 3_000

/** Exit status for a start that was refused. */
const REFUSED = 78

/** `load`: gets the services' program, when the page is on its way. */
export function startApplication(load: (logger: Logger) => StartServices): void {
  // 1. Where we are and what we keep. Setting the folder opens nothing.
  const environment = readEnvironment({ packaged: app.isPackaged, testPackage: isTestPackage() })
  if (environment.userData !== null) app.setPath('userData', environment.userData)
  const userData = app.getPath('userData')

  // 2. Nothing unredacted is printed from here on, nor dumped. The log opens its file with its first line, after the lock.
  const redactor = new Redactor([userData, homedir()])
  const logger = new FileLog({ folder: join(userData, 'logs'), redactor, clock: systemClock })
  const print = (line: string) => process.stderr.write(line)
  handleCrashes(process, { logger, end: () => app.exit(70) })
  replaceWarningPrinter(process, { logger, redactor, print })
  keepMemoryOutOfDumps()

  // 3. A release refuses what would open it up to others (F-906).
  if (environment.build === 'release') {
    const refused = [...dangerousSwitches((name) => app.commandLine.hasSwitch(name)), ...dangerousVariables()]
    if (refused.length > 0) {
      print(`Yarrow does not start with ${refused.join(', ')}.\n`)
      app.exit(REFUSED)
      return
    }
  }
  const rules: ArgvRules = {
    platform: process.platform,
    allowedSwitches: environment.build === 'release' ? [] : DEVELOPMENT_SWITCHES,
  }
  const ownLink = findLinkInArgv(process.argv, rules)
  if (ownLink.kind === 'refused' && ownLink.why === 'switches') {
    app.exit(REFUSED)
    return
  }

  // 4. One Yarrow for each set of records, decided before any of them is opened.
  let services: Started | null = null
  let window: BrowserWindow | null = null
  const raiseWindow = () => {
    if (window?.isMinimized()) window.restore()
    window?.show()
    window?.focus()
  }
  /** One link from before there are services (F-207). */
  let early = ownLink.kind === 'link' ? ownLink.link : null
  const receiveLink = (link: string) => {
    if (services) services.receiveLink(link)
    else early ??= link
  }
  const alone = takeSingleInstanceLock(app, process.argv, (additionalData) => {
    const found = findLinkInAdditionalData(additionalData, rules)
    if (found.kind === 'link') receiveLink(found.link)
    else if (found.kind === 'none') raiseWindow()
  })
  if (!alone) {
    app.exit(0)
    return
  }
  app.on('open-url', (event, url) => {
    event.preventDefault()
    receiveLink(url)
  })

  // 5. What must be settled before Electron is ready.
  protocol.registerSchemesAsPrivileged([{ scheme: APP_SCHEME, privileges: APP_SCHEME_PRIVILEGES }])
  // Together with --no-sandbox, which only root needs in development, this would end in a crash loop.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  const refusedDownload = () => {
    logger.warn('A download was refused')
  }
  hardenEverySession(app, refusedDownload)
  guardNavigation(app, (step) => {
    logger.warn('A page was stopped', { step })
  })
  offerTextMenu(app)
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME)

  // Electron would make a menu of its own first.
  Menu.setApplicationMenu(null)

  // 6. Ready: the window. Not awaited: `ready` waits for this module.
  const ready = app.whenReady().then(() => {
    const folder = join(app.getAppPath(), 'out')
    const devTools = environment.build !== 'release'
    const current = () => (window === null || window.isDestroyed() ? null : window)
    const zoom = new KeptZoom({ userData, logger })
    const appearance = new KeptAppearance({ theme: nativeTheme, userData, logger })
    const firstScreen = new KeptFirstScreen({ userData, logger })
    // Not where a link has something to say on it.
    let signIn = firstScreen.isSignIn && early === null
    if (!signIn) soon()
    const session = windowSession(refusedDownload)
    serveRenderer(session, join(folder, 'renderer'), () => {
      const look = { dark: appearance.isDark, signIn }
      // A page that is loaded again may be somebody's.
      signIn = false
      return look
    })
    watchInput(app, {
      clock: systemClock,
      active: () => services?.inputSeen(),
      lockKey: () => services?.lock(),
      isWindow: (contents) => contents === current()?.webContents,
    })
    window = openMainWindow({
      session,
      preload: join(folder, 'preload', 'index.cjs'),
      userData,
      devTools,
      zoom,
      background: appearance.background,
      clock: systemClock,
      logger,
    })
    systemClock.after(SERVICES_AT_LATEST, soon)
    setApplicationMenu({
      devTools,
      zoom: (step) => {
        zoom.step(step)
      },
    })
    return { folder, appearance, firstScreen, window: current }
  })

  // 7. The services, when the page has something to ask, which it has when it has been painted.
  const started = once(async () => {
    const opened = await ready
    const made = load(logger)({
      ...opened,
      environment,
      userData,
      clock: systemClock,
      logger,
      raiseWindow,
      refusedDownload,
    })
    services = made
    logger.info('Started', { version: app.getVersion(), build: environment.build })
    if (early !== null) made.receiveLink(early)
    early = null
    void made.start()
    return made.answers
  })
  function soon() {
    void started()
  }
  listenOnBridge(everyCallChannel(names), started)

  quitInOrder(
    {
      ask: async () => {
        if (!services?.unsent() || window === null || window.isDestroyed()) return true
        raiseWindow()
        return services.askToClose(window)
      },
      stop: async () => services?.stop(),
    },
    logger,
  )
}

/**
 * Closing the window quits, and quitting asks first where something may be lost, then waits until the services have
 * put everything away. Until then the window stays.
 */
function quitInOrder(
  { ask, stop }: { ask: () => Promise<boolean>; stop: () => Promise<void> },
  logger: FileLog,
): void {
  let step: 'open' | 'asking' | 'stopping' | 'stopped' = 'open'
  app.on('browser-window-created', (_event, window) => {
    window.on('close', (event) => {
      if (step === 'stopped') return
      event.preventDefault()
      app.quit()
    })
  })
  app.on('window-all-closed', () => {
    app.quit()
  })
  app.on('before-quit', (event) => {
    if (step === 'stopped') return
    event.preventDefault()
    if (step !== 'open') return
    step = 'asking'
    void ask()
      .catch(() => true)
      .then(async (sure) => {
        if (!sure) {
          step = 'open'
          return
        }
        step = 'stopping'
        for (const window of BrowserWindow.getAllWindows()) window.hide()
        await stop().catch((error: unknown) => {
          logger.error('Not everything could be put away', { error })
        })
        step = 'stopped'
        logger.info('Stopped')
        logger.close()
        app.quit()
      })
  })
}

/** A package that was made for tests says so in its package.json; the checks of a release refuse such a package. */
function isTestPackage(): boolean {
  try {
    const description: unknown = JSON.parse(readFileSync(join(app.getAppPath(), 'package.json'), 'utf8'))
    return (
      typeof description === 'object' &&
      description !== null &&
      Reflect.get(description, 'testPackage') === true
    )
  } catch {
    return false
  }
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let begun: Promise<T> | null = null
  return () => (begun ??= work())
}
