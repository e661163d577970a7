/** Electron apps as a benchmark starts them: one launcher for Yarrow and for the small apps it is compared with. */
import { spawn, type ChildProcess } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build } from 'vite'
import { projectRoot, stop } from '../../tests/support/processes'
import type { Answer, Question } from './answer'

/** In Node the package is the path of the runtime, the stand-in's where the set-up chose that. */
const executable = createRequire(import.meta.url)('electron') as unknown as string
const root = process.getuid?.() === 0

/** After this many milliseconds without an answer something is broken, not slow. */
const LONGEST_WAIT = 90_000

/** What is not bundled: Electron itself and what brings a native addon. */
const external = ['electron', 'better-sqlite3', 'keytar', '@node-rs/argon2']

/** Bundles `bench/<name>/main.ts`. Answers the app's folder, which Electron can be started with. */
export async function buildApp(name: string): Promise<string> {
  const folder = join(projectRoot, 'out', 'bench', name)
  await build({
    configFile: false,
    root: projectRoot,
    logLevel: 'warn',
    publicDir: false,
    build: {
      ssr: join('bench', name, 'main.ts'),
      outDir: folder,
      target: 'node20',
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'main.cjs' } },
    },
    ssr: { noExternal: true, external },
  })
  const description = { name: `yarrow-bench-${name}`, version: '0.0.0', main: 'main.cjs' }
  await writeFile(join(folder, 'package.json'), JSON.stringify(description))
  return folder
}

/** The module that is loaded before an app's own code, so that the benchmark can look at its window. */
export const buildDriver = async () => join(await buildApp('driver'), 'main.cjs')

export type StartOptions = {
  env?: Record<string, string>
  /** What `buildDriver` answered; without it the app has to answer by itself. */
  driver?: string
}

export class ElectronApp {
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, (answer: Answer) => void>()
  #asked = 0
  #printed = ''

  constructor(folder: string, { env = {}, driver }: StartOptions = {}) {
    const switches = [...(root ? ['--no-sandbox'] : []), '--password-store=gnome-libsecret']
    this.#child = spawn(executable, [...switches, ...(driver ? ['-r', driver] : []), folder], {
      cwd: projectRoot,
      env: { ...process.env, ...env, ELECTRON_RUN_AS_NODE: undefined },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (data: Buffer) => {
        this.#printed = (this.#printed + data.toString()).slice(-4_000)
      })
    }
    this.#child.on('message', (answer: Answer) => {
      this.#waiting.get(answer.id)?.(answer)
    })
    this.#child.once('exit', (code) => {
      const error = `the app ended with ${String(code)}: ${this.#printed}`
      for (const [id, settle] of this.#waiting) settle({ id, error })
    })
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('Electron did not start')
    return this.#child.pid
  }

  /** Rejects when the app answers with an error or ends; may be called before the app listens. */
  ask<T = null>(request: unknown): Promise<T> {
    this.#asked += 1
    const id = this.#asked
    return new Promise<T>((resolve, reject) => {
      const deadline = setTimeout(() => {
        this.#waiting.get(id)?.({ id, error: `no answer: ${this.#printed}` })
      }, LONGEST_WAIT)
      this.#waiting.set(id, ({ value, error }) => {
        clearTimeout(deadline)
        this.#waiting.delete(id)
        if (error === undefined) resolve(value as T)
        else reject(new Error(`${JSON.stringify(request)}: ${error}`))
      })
      this.#child.send({ id, request } satisfies Question, (error) => {
        if (error) this.#waiting.get(id)?.({ id, error: `${error.message}: ${this.#printed}` })
      })
    })
  }

  stop(): Promise<void> {
    return stop(this.#child)
  }
}
