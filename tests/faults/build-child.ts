/** Builds a program of this folder for plain Node, for tests that need a process of their own to hurt. */
import { mkdtempSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..', '..')

/** `name`: of the file, without its ending. `remove` takes the build away again. */
export async function buildChild(name: string): Promise<{ program: string; remove: () => void }> {
  const folder = mkdtempSync(join(root, 'node_modules', `.${basename(name)}-`))
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: {
      ssr: join(here, `${name}.ts`),
      outDir: folder,
      target: 'node20',
      rollupOptions: { output: { entryFileNames: 'child.mjs' } },
    },
    ssr: { noExternal: true, external: ['better-sqlite3', '@node-rs/argon2'] },
  })
  const remove = () => {
    rmSync(folder, { recursive: true, force: true })
  }
  return { program: join(folder, 'child.mjs'), remove }
}
