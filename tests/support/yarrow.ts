/** Yarrow itself, started in real Electron with a user-data folder of its own. */
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { askAgainWhenLost } from './inspector'
import type { LocalFullscript } from './local-fullscript'
import { loopbackPorts } from './loopback-ports'
import { pageAt } from './page-at'
import { projectRoot } from './processes'
import type { SystemBrowser } from './system-browser'

export type YarrowOptions = {
  userData?: string
  /** Base address of the local Fullscript. */
  localFullscript?: string
  browser?: string[]
  /** The practice's Fullscript app, entered already. */
  localApplication?: { clientId: string; clientSecret: string; publicKey: string }
  demo?: boolean
  env?: Record<string, string>
  args?: string[]
  /** After the app's folder, as a system passes a link. */
  lastArgs?: string[]
  /** Chromium's own sandbox; only an ordinary user can have it. */
  sandboxed?: boolean
  /** Another program that starts Electron, and the checkout that it starts. */
  launcher?: { executable: string; checkout: string }
}

/** What Yarrow finds around it on the computer of a test. */
export const around = (fullscript: LocalFullscript, browser: SystemBrowser) => ({
  localFullscript: fullscript.info.http,
  localApplication: fullscript.application,
  browser: browser.command,
})

const standIn = join(projectRoot, '.runtime', 'electron')
const root = process.getuid?.() === 0

export const newUserData = () => mkdtemp(join(tmpdir(), 'yarrow-data-'))

export class Yarrow {
  private constructor(
    readonly app: ElectronApplication,
    readonly window: Page,
    readonly userData: string,
    /** Everything the app wrote to stdout and stderr. */
    readonly output: string[],
    /** What the window's own console called an error. */
    readonly problems: string[],
  ) {}

  static async start(options: YarrowOptions = {}): Promise<Yarrow> {
    const userData = options.userData ?? (await newUserData())
    const sandboxed = options.sandboxed ?? !root
    const launched = await _electron.launch({
      chromiumSandbox: sandboxed,
      ...(options.launcher ? { executablePath: options.launcher.executable } : {}),
      args: [
        ...(sandboxed ? [] : ['--no-sandbox']),
        '--password-store=gnome-libsecret',
        // A virtual desktop has none, and Chromium would try three times to start what is for one. A link comes alone:
        // with switches that Yarrow does not know it starts nothing (F-203).
        ...(options.lastArgs ? [] : ['--disable-gpu']),
        ...(options.args ?? []),
        options.launcher?.checkout ?? projectRoot,
        ...(options.lastArgs ?? []),
      ],
      env: {
        ...definedEnvironment(),
        ...(existsSync(standIn) ? { ELECTRON_OVERRIDE_DIST_PATH: standIn } : {}),
        YARROW_USER_DATA: userData,
        YARROW_TEST: '1',
        YARROW_LOOPBACK_PORTS: (await loopbackPorts()).join(),
        ...(options.demo === false ? {} : { YARROW_DEMO: '1' }),
        ...(options.localFullscript ? { YARROW_LOCAL_FULLSCRIPT: options.localFullscript } : {}),
        ...(options.localApplication
          ? { YARROW_LOCAL_APPLICATION: JSON.stringify(options.localApplication) }
          : {}),
        ...(options.browser ? { YARROW_BROWSER: JSON.stringify(options.browser) } : {}),
        ...options.env,
      },
    })
    const app = askAgainWhenLost(launched)
    const output: string[] = []
    const child = app.process()
    child.stdout?.on('data', (data: Buffer) => output.push(data.toString()))
    child.stderr?.on('data', (data: Buffer) => output.push(data.toString()))
    const window = await appWindow(app)
    // Nothing is waited for that only moves.
    await window.emulateMedia({ reducedMotion: 'reduce' })
    const problems: string[] = []
    window.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text())
    })
    window.on('pageerror', (error) => problems.push(error.stack ?? error.message))
    return new Yarrow(app, window, userData, output, problems)
  }

  /** The page that hosts Fullscript's embed, once its view exists. */
  embedPage(): Promise<Page> {
    return pageAt(this.app, (address) => address.startsWith('https://'))
  }

  /** Quits, and closes all the same where the system's dialog asks because of an open plan. */
  async close() {
    await this.app.evaluate(({ dialog }) => {
      dialog.showMessageBox = () => Promise.resolve({ response: 1, checkboxChecked: false })
    })
    await this.app.close()
  }

  /** Ends the process at once, as a power cut would. */
  async kill() {
    const child = this.app.process()
    const gone = new Promise<void>((resolve) =>
      child.once('exit', () => {
        resolve()
      }),
    )
    child.kill('SIGKILL')
    await gone
  }

  async forget() {
    await rm(this.userData, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** How a second instance on the same records is started by hand. */
export function electronCommand({ userData }: { userData: string }) {
  return {
    file: join(standIn, 'electron'),
    args: [...(root ? ['--no-sandbox'] : []), projectRoot],
    env: { ...definedEnvironment(), YARROW_USER_DATA: userData, YARROW_TEST: '1', YARROW_DEMO: '1' },
  }
}

async function appWindow(app: ElectronApplication): Promise<Page> {
  const window = await pageAt(app, (address) => address.startsWith('app://'))
  await window.waitForLoadState('domcontentloaded')
  return window
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
