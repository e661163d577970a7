/**
 * Starts Yarrow, as one ordered list. The order matters: nothing may warn before the warning printer is replaced, no
 * file is opened before the single-instance lock is held, schemes and guards exist before Electron is ready, and
 * every call of the bridge is answered before a page can make one.
 */
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { app, BrowserWindow, clipboard, nativeTheme, protocol } from 'electron'
import { LINK_SCHEME } from '../../shared/deep-link'
import { BridgeEvents } from '../bridge/events'
import { registerBridge } from '../bridge/register-bridge'
import { systemClock } from '../platform/clock/clock'
import { movableClock } from '../platform/clock/movable-clock'
import { systemBrowser } from '../integrations/fullscript/connect/open-system-browser'
import {
  findLinkInAdditionalData,
  findLinkInArgv,
  type ArgvRules,
} from '../integrations/fullscript/connect/link-in-argv'
import { createElectronFetch } from '../integrations/fullscript/http/electron-fetch'
import { KeytarKeychain } from '../platform/keychain/keytar-keychain'
import { handleCrashes } from '../platform/logging/crash-handler'
import { FileLog } from '../platform/logging/log'
import { replaceWarningPrinter } from '../platform/logging/process-warnings'
import { Redactor } from '../platform/logging/redact'
import { ExternalLinks } from '../platform/security/external-links'
import { fullscriptSession } from '../platform/security/fullscript-session'
import { workerEngine } from '../records/engine/worker-engine'
import { hardenEverySession, windowSession } from '../platform/security/harden-sessions'
import { guardNavigation } from '../platform/security/navigation'
import { setApplicationMenu } from '../platform/windows/app-menu'
import { KeptAppearance } from '../platform/windows/appearance'
import { askToClose, chooseBackup, chooseFile, chooseFolder } from '../platform/windows/dialogs'
import { APP_ORIGIN, APP_SCHEME, APP_SCHEME_PRIVILEGES } from '../platform/windows/app-origin'
import { readEmbedDocument } from '../platform/windows/embed-document'
import { ElectronEmbedViews } from '../platform/windows/embed-view'
import { watchInput } from '../platform/windows/input-activity'
import { openMainWindow } from '../platform/windows/main-window'
import { offerTextMenu } from '../platform/windows/offer-text-menu'
import { serveRenderer } from '../platform/windows/serve-renderer'
import { KeptZoom } from '../platform/windows/zoom'
import { dangerousSwitches, DEVELOPMENT_SWITCHES } from './command-line'
import { keepMemoryOutOfDumps } from './core-dumps'
import { dangerousVariables, readEnvironment } from './environment'
import { usableLocale } from './locale'
import { watchPower } from './power'
import { runtimeKind } from './runtime'
import { takeSingleInstanceLock } from './single-instance'
import type { ComposeServices, Installation, Services } from './surroundings'

/** Development and tests keep their keys under other names than a real practice. */
const KEYCHAIN_SERVICE = { release: 'Yarrow', development: 'Yarrow development', test: 'Yarrow test' }

/** Exit status for a start that was refused. */
const REFUSED = 78

export function startApplication(compose: ComposeServices): void {
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
  let services: Services | null = null
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

  const engine = workerEngine(join(app.getAppPath(), 'out', 'main', 'records-worker.js'))

  // 6. Ready: sessions, services, the bridge, and only then a page. Not awaited: `ready` waits for this module.
  void app.whenReady().then(() => {
    const out = join(app.getAppPath(), 'out')
    // Its thread loads while the window does.
    engine.start()
    const devTools = environment.build !== 'release'
    const current = () => (window === null || window.isDestroyed() ? null : window)
    const session = windowSession(refusedDownload)
    serveRenderer(session, join(out, 'renderer'))
    const zoom = new KeptZoom({ userData, logger })
    setApplicationMenu({
      devTools,
      zoom: (step) => {
        zoom.step(step)
      },
    })
    const appearance = new KeptAppearance({ theme: nativeTheme, userData, logger })

    const events = new BridgeEvents({ window: () => current()?.webContents ?? null, logger })
    const embedViews = new ElectronEmbedViews({
      window: current,
      document: readEmbedDocument(join(out, 'embed', 'embed.html')),
      preload: join(out, 'preload', 'embed.cjs'),
      devTools,
      clock: systemClock,
      logger,
    })
    const fetch = createElectronFetch((name) =>
      fullscriptSession(name, { loopback: environment.build !== 'release', refusedDownload }),
    )
    const idle = movableClock(systemClock)
    const made = compose({
      environment,
      installation: describeInstallation(),
      userData,
      engine,
      keychain: new KeytarKeychain(KEYCHAIN_SERVICE[environment.build]),
      clock: systemClock,
      idleClock: idle.clock,
      logger,
      events,
      fetch,
      openBrowser: systemBrowser(environment.browser),
      embedViews,
      externalLinks: new ExternalLinks({ logger }),
      appearance,
      chooseFile: (suggestion) => chooseFile(current(), environment.saveTo, suggestion),
      chooseFolder: () => chooseFolder(current(), environment.saveTo),
      chooseBackup: () => chooseBackup(current(), environment.saveTo),
      copyText: (text) => {
        void clipboard.writeText(text)
      },
      isLinkHandler: () => !app.isPackaged || app.isDefaultProtocolClient(LINK_SCHEME),
      raiseWindow,
      // Not in the middle of a change of focus or of a key, where it would have no effect.
      focusWindow: () => {
        setImmediate(() => {
          current()?.webContents.focus()
        })
      },
    })
    services = made
    registerBridge({
      window: made.window,
      embed: made.embedPage,
      gate: made.gate,
      trustedWindow: () => {
        const contents = current()?.webContents
        return contents ? { origin: APP_ORIGIN, contentsId: contents.id } : null
      },
      trustedEmbed: (contentsId) => embedViews.trustedPage(contentsId),
      clock: systemClock,
      logger,
    })
    watchInput(app, {
      clock: systemClock,
      active: made.inputSeen,
      lockKey: made.lock,
      isWindow: (contents) => contents === current()?.webContents,
    })
    window = openMainWindow({
      session,
      preload: join(out, 'preload', 'index.cjs'),
      userData,
      devTools,
      zoom,
      background: appearance.background,
      clock: systemClock,
      logger,
    })
    logger.info('Started', { version: app.getVersion(), build: environment.build })
    if (early !== null) made.receiveLink(early)
    early = null
    watchPower(systemClock, {
      suspended: made.systemSuspended,
      resumed: made.systemResumed,
      personLeft: made.lock,
    })
    if (environment.testHooks) {
      onTestIdle(app, (milliseconds) => {
        idle.advance(milliseconds)
        made.checkIdle()
      })
    }
    return made.start()
  })

  quitInOrder(
    {
      ask: async () => {
        if (!services?.unsent() || window === null || window.isDestroyed()) return true
        raiseWindow()
        return askToClose(window)
      },
      stop: async () => {
        await services?.stop()
        await engine.stop()
      },
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

function describeInstallation(): Installation {
  const { electron, chrome, node, napi } = process.versions
  return {
    version: app.getVersion(),
    electron,
    chrome,
    node,
    nodeApi: napi ?? '',
    runtime: runtimeKind(electron),
    locale: usableLocale([...app.getPreferredSystemLanguages(), app.getLocale()]),
  }
}

/** Tests in real Electron move the time without a key or pointer ahead; only with YARROW_TEST, so never in a release. */
function onTestIdle(emitter: NodeJS.EventEmitter, advance: (milliseconds: number) => void): void {
  emitter.on('yarrow-test-idle', advance)
}
