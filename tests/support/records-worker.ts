/** The records' engine in its real thread, built from the sources once for each process that tests run in. */
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import type { RecordsEngine } from '../../src/main/records/engine/engine'
import { workerEngine, type WorkerEngine } from '../../src/main/records/engine/worker-engine'

const root = join(import.meta.dirname, '..', '..')
export const WORKER_SOURCE = 'src/main/records/engine/worker.ts'

let made: Promise<WorkerEngine> | null = null

/** Another one each time, e.g. to end its thread. */
export async function newRecordsWorker(): Promise<WorkerEngine> {
  // In node_modules, so that the native module is found from there.
  const folder = mkdtempSync(join(root, 'node_modules', '.records-worker-'))
  process.on('exit', () => {
    rmSync(folder, { recursive: true, force: true })
  })
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: {
      ssr: join(root, WORKER_SOURCE),
      outDir: folder,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'records-worker.mjs' } },
    },
    ssr: { noExternal: true, external: ['better-sqlite3'] },
  })
  return workerEngine(join(folder, 'records-worker.mjs'))
}

const shared = () => (made ??= newRecordsWorker())

export const recordsWorker: RecordsEngine = {
  open: async (options) => (await shared()).open(options),
  tryKey: async (options) => (await shared()).tryKey(options),
  rekey: async (options, next) => (await shared()).rekey(options, next),
  isLogDamaged: async (file) => (await shared()).isLogDamaged(file),
  versions: async () => (await shared()).versions(),
}
