/** Starts processes of a child that is built once, one ahead, so that a kill does not wait for Node to start. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { createInterface, type Interface } from 'node:readline'
import { buildChild } from './build-child'

/** Told what to do by a line of JSON, answers by words. `Order`: what its program understands. */
export class KillableProcess<Order> {
  readonly #process: ChildProcessWithoutNullStreams
  readonly #lines: Interface
  readonly #words: string[] = []
  #waiting: ((word: string) => void) | null = null
  readonly exited: Promise<void>

  constructor(program: string, env: NodeJS.ProcessEnv) {
    this.#process = spawn(process.execPath, [program], { env, stdio: 'pipe' })
    this.#lines = createInterface({ input: this.#process.stdout })
    this.#lines.on('line', (word) => {
      this.#hear(word)
    })
    let complaint = ''
    this.#process.stderr.on('data', (text: Buffer) => {
      complaint = (complaint + text.toString()).slice(-2000)
    })
    // A killed process may leave a half-written order behind.
    this.#process.stdin.on('error', () => undefined)
    this.exited = new Promise((resolve) => {
      this.#process.on('exit', (code, signal) => {
        this.#hear(signal === null ? `ended ${String(code)} ${complaint}` : 'killed')
        resolve()
      })
    })
  }

  get pid(): number {
    if (this.#process.pid === undefined) throw new Error('The process did not start')
    return this.#process.pid
  }

  #hear(word: string) {
    const waiting = this.#waiting
    this.#waiting = null
    if (waiting) waiting(word)
    else this.#words.push(word)
  }

  /** The next word; `killed` or `ended …` after the last one. */
  word(): Promise<string> {
    const known = this.#words.shift()
    if (known !== undefined) return Promise.resolve(known)
    return new Promise((resolve) => {
      this.#waiting = resolve
    })
  }

  tell(order: Order | 'go'): void {
    this.#process.stdin.write(`${typeof order === 'string' ? order : JSON.stringify(order)}\n`)
  }

  async kill(): Promise<void> {
    this.#process.kill('SIGKILL')
    await this.exited
  }
}

export type Processes<Order> = {
  /** A process that is ready for its order. */
  next(): Promise<KillableProcess<Order>>
  /** Ends the spare one. */
  stop(): Promise<void>
}

/** `name`: file beside this one without its ending. `env`: of every process, e.g. with another clock. */
export async function killableProcesses<Order>(
  name: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Processes<Order>> {
  const program = await buildChild(name)
  const start = async () => {
    const child = new KillableProcess<Order>(program, env)
    const word = await child.word()
    if (word !== 'ready') throw new Error(`The child did not start: ${word}`)
    return child
  }
  let spare = start()
  return {
    next: async () => {
      const child = await spare
      spare = start()
      return child
    },
    stop: async () => {
      await (await spare).kill()
    },
  }
}
