/** Builds and starts the shell app, and stands in for Fullscript's embed with pages that a test chooses. */
import { _electron, expect, type ElectronApplication, type Page } from '@playwright/test'
import { build as bundle } from 'vite'
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withBridgeNames } from '../../../src/shared/contract/bridge-names'
import type { Send } from '../../support/fetch-contract'
import { askAgainWhenLost } from '../../support/inspector'
import { pageAt } from '../../support/page-at'
import { projectRoot } from '../../support/processes'

/** Of this worker alone: another one may have its Electron running from its own. */
export const shellFolder = join(projectRoot, 'out', 'shell-app', process.pid.toString())
const standIn = join(projectRoot, '.runtime', 'electron')
const root = process.getuid?.() === 0

let built: Promise<void> | null = null

/** Once for each worker: our own sources into a folder that Electron can start. */
export function buildShell(): Promise<void> {
  built ??= (async () => {
    removeOfOthersGone()
    mkdirSync(join(shellFolder, 'out', 'renderer'), { recursive: true })
    const node = (entry: string, file: string, format: 'cjs') =>
      bundle({
        configFile: false,
        logLevel: 'error',
        publicDir: false,
        define: withBridgeNames,
        ssr: { noExternal: true },
        build: {
          ssr: join(projectRoot, entry),
          target: 'node20',
          outDir: join(shellFolder, 'out', file.split('/')[0] ?? ''),
          emptyOutDir: false,
          rolldownOptions: {
            // The shell has no records, and so nothing for a keychain.
            external: ['electron', 'keytar'],
            output: { format, entryFileNames: file.split('/')[1] ?? '' },
          },
        },
      })
    await node('tests/desktop/shell-app/main.ts', 'main/index.cjs', 'cjs')
    await node('src/preload/index.ts', 'preload/index.cjs', 'cjs')
    await node('src/preload/embed.ts', 'preload/embed.cjs', 'cjs')
    const vite = join(projectRoot, 'node_modules', '.bin', 'vite')
    execFileSync(
      vite,
      [
        'build',
        '-c',
        'build/embed.vite.config.ts',
        '--logLevel',
        'error',
        '--outDir',
        join(shellFolder, 'out', 'embed'),
      ],
      { cwd: projectRoot },
    )
    cpSync(
      join(projectRoot, 'tests', 'desktop', 'shell-app', 'index.html'),
      join(shellFolder, 'out', 'renderer', 'index.html'),
    )
    writeFileSync(
      join(shellFolder, 'package.json'),
      JSON.stringify({ name: 'yarrow-shell', version: '0.0.0', type: 'module', main: 'out/main/index.cjs' }),
    )
  })()
  return built
}

/** What workers before this one left. */
function removeOfOthersGone() {
  const all = join(shellFolder, '..')
  for (const name of existsSync(all) ? readdirSync(all) : []) {
    try {
      process.kill(Number(name), 0)
    } catch {
      rmSync(join(all, name), { recursive: true, force: true })
    }
  }
}

/** What main of the shell app offers to a test. */
export type ShellGlobals = {
  shell: {
    state: {
      session: object | null
      fullscript: string
      patient: Record<string, string>
      grantLife: number
      grants: number
      imported: string[]
      links: string[]
    }
    become: (number: number | null) => Promise<void>
    /** Everything as after a start, with another address of Fullscript. */
    renew: (fullscript: string) => Promise<void>
    contents: () => { id: number; url: string }[]
    processes: () => number[]
    userData: string
    /** One request by the app's own way to Fullscript. */
    send: Send
  }
}

export class Shell {
  readonly output: string[] = []

  private constructor(
    readonly app: ElectronApplication,
    readonly window: Page,
    readonly userData: string,
    private readonly bounds: { x: number; y: number; width: number; height: number },
  ) {
    for (const stream of [app.process().stdout, app.process().stderr]) {
      stream?.on('data', (data: Buffer) => this.output.push(data.toString()))
    }
  }

  static async start({
    fullscript = '',
    args = [],
    env = {},
    userData = mkdtempSync(join(tmpdir(), 'yarrow-shell-')),
  }: {
    fullscript?: string
    args?: string[]
    env?: Record<string, string>
    userData?: string
  } = {}): Promise<Shell> {
    await buildShell()
    const launched = await _electron.launch({
      chromiumSandbox: !root,
      args: [...(root ? ['--no-sandbox'] : []), '--disable-gpu', ...args, shellFolder],
      env: {
        ...(process.env as Record<string, string>),
        ...(existsSync(standIn) ? { ELECTRON_OVERRIDE_DIST_PATH: standIn } : {}),
        YARROW_USER_DATA: userData,
        YARROW_TEST: '1',
        SHELL_FULLSCRIPT: fullscript,
        ...env,
      },
    })
    const app = askAgainWhenLost(launched)
    const window = await pageAt(app, (address) => address.startsWith('app://'))
    await window.waitForLoadState('load')
    // Main goes on after the window: somebody is signed in once its services are there.
    await expect
      .poll(() =>
        app.evaluate(() => {
          const { shell } = globalThis as unknown as Partial<ShellGlobals>
          return shell !== undefined && shell.state.session !== null
        }),
      )
      .toBe(true)
    const bounds = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())
    if (!bounds) throw new Error('The shell has no window')
    return new Shell(app, window, userData, bounds)
  }

  /** For the next test of a file: as after a start, and the page loaded anew. */
  async renew(fullscript: string): Promise<void> {
    await this.app.evaluate(
      ({ BrowserWindow }, to) => {
        BrowserWindow.getAllWindows()[0]?.setBounds(to)
        return (globalThis as unknown as ShellGlobals).shell.renew(to.fullscript)
      },
      { ...this.bounds, fullscript },
    )
    await this.window.goto('app://yarrow/')
  }

  /** The embed page, once its view exists. */
  embedPage(): Promise<Page> {
    return pageAt(this.app, (address) => address === 'https://app.yarrow.localhost/')
  }

  async close(): Promise<void> {
    await this.app.close()
    rmSync(this.userData, { recursive: true, force: true, maxRetries: 5 })
  }
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** Pages of an embed as Fullscript might serve them. `entry` decides what the frame gets. */
export class EmbedServer {
  readonly seen: { method: string; path: string; query: URLSearchParams; origin: string | undefined }[] = []
  entry: Answer = EmbedServer.page('<p>Plan builder</p><button id="inside">Inside</button>')
  tokenise: Answer = (_request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end('{"data_token":"data-token"}')
  }
  readonly #server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    this.seen.push({
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      origin: request.headers.origin,
    })
    response.setHeader('access-control-allow-origin', 'https://app.yarrow.localhost')
    response.setHeader('access-control-allow-headers', 'content-type')
    if (request.method === 'OPTIONS') response.end()
    else if (url.pathname === '/api/embeddable/tokenize') this.tokenise(request, response)
    else if (url.pathname === '/api/embeddable/session/embed/entry') this.entry(request, response)
    else if (url.pathname === '/slow') return
    else EmbedServer.page('<p>Another page</p>')(request, response)
  })

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, '127.0.0.1', resolve)
    })
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`
  }

  /** A page that may be framed by our origin. */
  static page(body: string, { status = 200, ancestors = 'https://app.yarrow.localhost' } = {}): Answer {
    return (_request, response) => {
      response.statusCode = status
      response.setHeader('content-type', 'text/html')
      response.setHeader('content-security-policy', `frame-ancestors ${ancestors}`)
      response.end(`<!doctype html><title>Fullscript</title><body>${body}</body>`)
    }
  }

  /** A page that sends messages to its parent as soon as it runs; `FRAME` stands for the frame's id. */
  static sending(...messages: string[]): Answer {
    const posts = messages
      .map((message) => `parent.postMessage(${message}, q.get('target_origin'))`)
      .join(';')
    return EmbedServer.page(
      `<script>const q = new URLSearchParams(location.search); const FRAME = q.get('frame_id'); ${posts}</script>`,
    )
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
