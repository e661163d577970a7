/** For programs that are built with the records' worker beside them: their engine. */
import { workerEngine } from '../../src/main/records/engine/worker-engine'

export const recordsWorker = workerEngine(new URL('./records-worker.mjs', import.meta.url))
