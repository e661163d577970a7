/** Small Electron apps of the benchmarks: bundled like Yarrow itself, started like it, and heard on stdout. */
import type { ChildProcess } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build } from 'vite'
import { firstLine, projectRoot, start } from '../../tests/support/processes'

/** In Node the package is the path of the runtime, the stand-in's where the set-up chose that. */
const executable = createRequire(import.meta.url)('electron') as unknown as string
const root = process.getuid?.() === 0

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
      rolldownOptions: { output: { entryFileNames: 'main.js' } },
    },
    ssr: { noExternal: true, external },
  })
  await mkdir(folder, { recursive: true })
  const description = { name: `yarrow-bench-${name}`, version: '0.0.0', type: 'module', main: 'main.js' }
  await writeFile(join(folder, 'package.json'), JSON.stringify(description))
  return folder
}

/** Starts Electron on an app's folder, the same way for ours and for the other. `before`: modules loaded first. */
export function startElectron(
  folder: string,
  { env = {}, before = [] }: { env?: NodeJS.ProcessEnv; before?: string[] } = {},
): ChildProcess {
  const switches = [...(root ? ['--no-sandbox'] : []), '--password-store=gnome-libsecret']
  const loadFirst = before.flatMap((module) => ['-r', module])
  return start(executable, [...switches, ...loadFirst, folder], { ...env, ELECTRON_RUN_AS_NODE: undefined })
}

/** The first line that the app prints with this word before it, as JSON. */
export function told<T>(child: ChildProcess, word: string): Promise<T> {
  return firstLine(child, 'stdout', (line) =>
    line.startsWith(`${word} `) ? (JSON.parse(line.slice(word.length)) as T) : null,
  )
}
