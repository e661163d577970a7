/** The records' engine in its real thread, built from the sources once for each process that tests run in. */
import { join } from 'node:path'
import { build } from 'vite'
import type { RecordsEngine } from '../../src/main/records/engine/engine'
import { workerEngine, type WorkerEngine } from '../../src/main/records/engine/worker-engine'
import { buildFolder } from './build-folder'

const root = join(import.meta.dirname, '..', '..')
export const WORKER_SOURCE = 'src/main/records/engine/worker.ts'

let made: Promise<WorkerEngine> | null = null

/** Another one each time, e.g. to end its thread. */
export async function newRecordsWorker(): Promise<WorkerEngine> {
  const folder = buildFolder('records-worker')
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
