/**
 * A real Chromium as the person's system browser. The app opens an address by starting the browser's command, as a
 * desktop does; Chromium hands it to the running instance, and the test watches that instance over its debugging port.
 */
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { start, stop } from './processes'

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
)

/** Quiet flags: no calls home, no first-run pages; root cannot use Chromium's own sandbox. */
const FLAGS = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-gpu',
  '--password-store=basic',
  '--window-size=1100,800',
  ...(process.getuid?.() === 0 ? ['--no-sandbox', '--test-type'] : []),
]

export class SystemBrowser {
  /** Every address the browser asked for, in order. */
  readonly addresses: string[] = []

  private constructor(
    /** What the app is told to start, with the address as the last argument. */
    readonly command: string[],
    private readonly child: ReturnType<typeof start>,
    private readonly browser: Browser,
    private readonly context: BrowserContext,
    private readonly profile: string,
  ) {
    context.on('request', (request) => this.addresses.push(request.url()))
  }

  static get available() {
    return CHROMIUM !== undefined
  }

  static async start(extraFlags: string[] = []): Promise<SystemBrowser> {
    if (!CHROMIUM) throw new Error('No Chromium is installed')
    const profile = await mkdtemp(join(tmpdir(), 'yarrow-browser-'))
    const flags = [...FLAGS, ...extraFlags, `--user-data-dir=${profile}`]
    const child = start(CHROMIUM, [...flags, '--remote-debugging-port=0', 'about:blank'])
    const endpoint = await debuggingEndpoint(child, join(profile, 'DevToolsActivePort'))
    const browser = await chromium.connectOverCDP(endpoint)
    const context = browser.contexts()[0]
    if (!context) throw new Error('The browser has no window')
    return new SystemBrowser([CHROMIUM, ...flags], child, browser, context, profile)
  }

  /** The next page that the app opens. Call before the click that opens it. */
  nextPage(timeout = 30_000): Promise<Page> {
    return this.context.waitForEvent('page', { timeout })
  }

  pages() {
    return this.context.pages()
  }

  /** Signed out everywhere, as when a colleague's browser session must not be reused. */
  async forgetSessions() {
    await this.context.clearCookies()
  }

  async stop() {
    await this.browser.close().catch(() => undefined)
    await stop(this.child)
    await rm(this.profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Chromium prints its debugging address on stderr when it listens; the file next to the profile says the same. */
async function debuggingEndpoint(child: ReturnType<typeof start>, portFile: string): Promise<string> {
  let seen = ''
  return await new Promise<string>((resolve, reject) => {
    child.stderr?.on('data', (data: Buffer) => {
      seen += data.toString()
      const match = /DevTools listening on (ws:\/\/\S+)/.exec(seen)
      if (match?.[1]) resolve(match[1])
    })
    child.once('exit', () => {
      void readFile(portFile, 'utf8').then(
        (text) => {
          reject(new Error(`The browser ended (${text.trim()})`))
        },
        () => {
          reject(new Error(`The browser ended: ${seen.slice(-500)}`))
        },
      )
    })
  })
}
