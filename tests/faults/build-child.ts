/** Builds a program of this folder for plain Node, for tests that need a process of their own to hurt. */
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { buildFolder } from '../support/build-folder'
import { WORKER_SOURCE } from '../support/records-worker'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..', '..')

const built = new Map<string, Promise<string>>()

/** The program's path. `name`: of its file, without the ending. Built once for the process, and gone with it. */
export function buildChild(name: string): Promise<string> {
  const program = built.get(name) ?? make(name)
  built.set(name, program)
  return program
}

async function make(name: string): Promise<string> {
  const folder = buildFolder(name)
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: {
      ssr: true,
      outDir: folder,
      target: 'node20',
      rolldownOptions: {
        // The records' thread is a file of its own beside the program (tests/support/records-worker-beside.ts).
        input: { child: join(here, `${name}.ts`), 'records-worker': join(root, WORKER_SOURCE) },
        output: { entryFileNames: '[name].mjs' },
      },
    },
    ssr: { noExternal: true, external: ['better-sqlite3', '@node-rs/argon2'] },
  })
  return join(folder, 'child.mjs')
}
