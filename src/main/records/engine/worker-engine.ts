/** The engine in a thread of its own, so that no query, however long, keeps main from answering the window. */
import { Worker } from 'node:worker_threads'
import type { RecordsEngine } from './engine'
import { engineOver } from './engine-over'
import { EngineStopped } from './engine-stopped'
import { receivedError, type Send, type SentError } from './messages'

type Answer = { id: number; value: unknown } | { id: number; error: SentError }
type Waiting = { resolve: (value: unknown) => void; reject: (error: Error) => void }

export type WorkerEngine = RecordsEngine & {
  /** Starts the thread, so that it is ready by the time it is needed. */
  start(): void
  /** Ends the thread; after everything was closed. The next request starts another. */
  stop(): Promise<void>
}

/** `file`: the built worker.ts. */
export function workerEngine(file: string | URL): WorkerEngine {
  let thread: RecordsThread | null = null
  const running = () => {
    if (!thread || thread.ended) thread = new RecordsThread(file)
    return thread
  }
  return {
    ...engineOver(() => running().send),
    start: () => {
      running()
    },
    stop: async () => {
      await thread?.stop()
      thread = null
    },
  }
}

class RecordsThread {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  #asked = 0
  #ended: EngineStopped | null = null

  constructor(file: string | URL) {
    // Not with the arguments of the program around it, which are for loading that.
    this.#worker = new Worker(file, { name: 'records', execArgv: [] })
    // A thread that has nothing to do keeps no program from ending.
    this.#worker.unref()
    this.#worker.on('message', (answer: Answer) => {
      this.#answered(answer)
    })
    this.#worker.on('error', (error) => {
      this.#end(error)
    })
    this.#worker.on('exit', () => {
      this.#end()
    })
  }

  get ended(): boolean {
    return this.#ended !== null
  }

  readonly send: Send = (request, handOver = []) =>
    new Promise((resolve, reject) => {
      if (this.#ended) throw new EngineStopped(this.#ended.cause)
      const id = (this.#asked += 1)
      this.#worker.postMessage({ id, request }, handOver)
      this.#waiting.set(id, { resolve, reject })
      this.#worker.ref()
    })

  async stop(): Promise<void> {
    await this.#worker.terminate()
  }

  #answered(answer: Answer) {
    const waiting = this.#waiting.get(answer.id)
    this.#waiting.delete(answer.id)
    if (this.#waiting.size === 0) this.#worker.unref()
    if ('error' in answer) waiting?.reject(receivedError(answer.error))
    else waiting?.resolve(answer.value)
  }

  /** Whoever waits is told, and whoever asks from now on. */
  #end(cause?: unknown) {
    this.#ended ??= new EngineStopped(cause)
    for (const { reject } of this.#waiting.values()) reject(new EngineStopped(this.#ended.cause))
    this.#waiting.clear()
  }
}
