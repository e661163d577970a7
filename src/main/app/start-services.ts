/**
 * Starts the services: everything that the window can do without until it is there. What they need of Electron is made
 * here, and what answers the pages' calls.
 */
import { hostname } from 'node:os'
import { join } from 'node:path'
import { app, clipboard } from 'electron'
import { LINK_SCHEME } from '../../shared/link-scheme'
import { BridgeEvents } from '../bridge/events'
import { answersOf } from '../bridge/register-bridge'
import { systemBrowser } from '../integrations/fullscript/connect/open-system-browser'
import { createElectronFetch } from '../integrations/fullscript/http/electron-fetch'
import { movableClock } from '../platform/clock/movable-clock'
import { KeytarKeychain } from '../platform/keychain/keytar-keychain'
import { ExternalLinks } from '../platform/security/external-links'
import { fullscriptSession } from '../platform/security/fullscript-session'
import { APP_ORIGIN } from '../platform/windows/app-origin'
import { askToClose, chooseBackup, chooseFile, chooseFolder } from '../platform/windows/dialogs'
import { readEmbedDocument } from '../platform/windows/embed-document'
import { ElectronEmbedViews } from '../platform/windows/embed-view'
import { workerEngine } from '../records/engine/worker-engine'
import { usableLocale } from './locale'
import { watchPower } from './power'
import { runtimeKind } from './runtime'
import type { ComposeServices, Installation, StartServices } from './platform'

/** Development and tests keep their keys under other names than a real practice. */
const KEYCHAIN_SERVICE = { release: 'Yarrow', development: 'Yarrow development', test: 'Yarrow test' }

export const servicesFrom =
  (compose: ComposeServices): StartServices =>
  ({
    environment,
    userData,
    folder,
    clock,
    logger,
    appearance,
    firstScreen,
    window,
    raiseWindow,
    refusedDownload,
  }) => {
    const engine = workerEngine(join(folder, 'main', 'records-worker.cjs'))
    // Its thread loads while the services are made.
    engine.start()
    const events = new BridgeEvents({ window: () => window()?.webContents ?? null, logger })
    const embedViews = new ElectronEmbedViews({
      window,
      document: readEmbedDocument(join(folder, 'embed', 'embed.html')),
      preload: join(folder, 'preload', 'embed.cjs'),
      devTools: environment.build !== 'release',
      clock,
      logger,
    })
    const fetch = createElectronFetch((name) =>
      fullscriptSession(name, { loopback: environment.build !== 'release', refusedDownload }),
    )
    const idle = movableClock(clock)
    const services = compose({
      environment,
      installation: describeInstallation(),
      userData,
      computer: hostname(),
      engine,
      keychain: new KeytarKeychain(KEYCHAIN_SERVICE[environment.build]),
      clock,
      idleClock: idle.clock,
      logger,
      events,
      fetch,
      openBrowser: systemBrowser(environment.browser),
      embedViews,
      externalLinks: new ExternalLinks({ logger }),
      appearance,
      firstScreen,
      chooseFile: (suggestion) => chooseFile(window(), environment.saveTo, suggestion),
      chooseFolder: () => chooseFolder(window(), environment.saveTo),
      chooseBackup: () => chooseBackup(window(), environment.saveTo),
      copyText: (text) => {
        void clipboard.writeText(text)
      },
      isLinkHandler: () => !app.isPackaged || app.isDefaultProtocolClient(LINK_SCHEME),
      raiseWindow,
      // Not in the middle of a change of focus or of a key, where it would have no effect.
      focusWindow: () => {
        setImmediate(() => {
          window()?.webContents.focus()
        })
      },
    })
    watchPower(clock, {
      suspended: services.systemSuspended,
      resumed: services.systemResumed,
      personLeft: services.lock,
    })
    if (environment.testHooks) {
      onTestIdle(app, (milliseconds) => {
        idle.advance(milliseconds)
        services.checkIdle()
      })
    }
    return {
      answers: answersOf({
        window: services.window,
        embed: services.embedPage,
        gate: services.gate,
        trustedWindow: () => {
          const contents = window()?.webContents
          return contents ? { origin: APP_ORIGIN, contentsId: contents.id } : null
        },
        trustedEmbed: (contentsId) => embedViews.trustedPage(contentsId),
        clock,
        logger,
      }),
      start: services.start,
      receiveLink: services.receiveLink,
      inputSeen: services.inputSeen,
      lock: services.lock,
      unsent: services.unsent,
      askToClose,
      stop: async () => {
        await services.stop()
        await engine.stop()
      },
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
