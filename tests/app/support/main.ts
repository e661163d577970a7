/**
 * Yarrow's main process without Electron: the real composition over real encrypted files in a folder of its own, with
 * honest stand-ins where the computer begins (keychain, time, windows, the ways out).
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { composeServices } from '../../../src/main/app/compose-services'
import type { LocalApplication } from '../../../src/main/app/local-application'
import type { Services } from '../../../src/main/app/platform'
import type { WindowEvents } from '../../../src/main/bridge/events'
import type { EmbedViews } from '../../../src/main/integrations/fullscript/embed/embed-ports'
import { NotSent, type Fetch } from '../../../src/main/integrations/fullscript/http/http'
import type { MemoryKeychain } from '../../../src/main/platform/keychain/memory-keychain'
import { silentLogger as logger } from '../../../src/main/platform/logging/logger'
import { ExternalLinks } from '../../../src/main/platform/security/external-links'
import { KeptAppearance } from '../../../src/main/platform/windows/appearance'
import { inProcess } from '../../../src/main/records/engine/in-process'
import { ok } from '../../../src/shared/failures'
import { AppClock } from './app-clock'

/** What stands where the computer begins; a test may look at it and change it. */
export class Computer {
  readonly clock = new AppClock()
  /** The time without a key or pointer. */
  readonly idle = new AppClock()
  /** Addresses that were opened in the person's browser, in order. */
  readonly browser: string[] = []
  readonly clipboard: string[] = []
  /** What the system's dialogs answer; null: the person thought better of it. */
  chosen: { folder: string | null; backup: string | null }
  /** The way to Fullscript; none until a test gives one. */
  fetch: Fetch = () => Promise.reject(new NotSent('There is no network here'))
  embedViews: EmbedViews = { create: () => fail('A test opened Fullscript without a view for it') }

  constructor(
    /** Everything that Yarrow keeps is in here. */
    readonly folder: string,
    readonly keychain: MemoryKeychain,
  ) {
    const saved = join(folder, 'saved')
    mkdirSync(saved, { recursive: true })
    this.chosen = { folder: saved, backup: null }
  }
}

type Options = {
  computer: Computer
  events: WindowEvents
  /** On the demo practice, or on one's own records. */
  demo: boolean
  /** Fullscript's app, entered already. */
  localApplication?: LocalApplication | null
  loopbackPorts?: readonly number[] | null
}

/** Starts as Yarrow does; the records are open when it resolves, or it is known why not. */
export async function startMain({
  computer,
  events,
  demo,
  localApplication = null,
  loopbackPorts = null,
}: Options): Promise<Services> {
  const { clock, idle: idleClock, folder: userData, keychain } = computer
  const services = composeServices({
    environment: {
      ...{ build: 'test', userData, demo, browser: null, saveTo: null, testHooks: false, quickKeys: true },
      localFullscript: localApplication?.origin ?? null,
      localApplication,
      loopbackPorts: loopbackPorts && [...loopbackPorts],
    },
    computer: 'front-desk',
    installation: {
      ...{ version: '9.8.7', electron: '', chrome: '', node: process.versions.node, nodeApi: '' },
      ...{ runtime: 'stand-in', locale: 'en-US' },
    },
    ...{ userData, engine: inProcess, keychain, clock, idleClock, logger, events },
    fetch: (address, init) => computer.fetch(address, init),
    openBrowser: (address) => Promise.resolve(ok((computer.browser.push(address), null))),
    embedViews: { create: (addresses, heard) => computer.embedViews.create(addresses, heard) },
    externalLinks: new ExternalLinks({
      logger,
      open: (address) => Promise.resolve(void computer.browser.push(address)),
    }),
    firstScreen: { keep: () => undefined },
    appearance: new KeptAppearance({
      ...{ theme: { themeSource: 'system', shouldUseDarkColors: false } },
      ...{ userData, logger },
    }),
    chooseFile: ({ name }) => Promise.resolve(computer.chosen.folder && join(computer.chosen.folder, name)),
    chooseFolder: () => Promise.resolve(computer.chosen.folder),
    chooseBackup: () => Promise.resolve(computer.chosen.backup),
    copyText: (text) => void computer.clipboard.push(text),
    isLinkHandler: () => true,
    raiseWindow: () => undefined,
    focusWindow: () => undefined,
  })
  await services.start()
  return services
}

function fail(why: string): never {
  throw new Error(why)
}
