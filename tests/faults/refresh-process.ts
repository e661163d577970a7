/** Builds the child once and starts processes of it, one ahead, so that a kill does not wait for Node to start. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { createInterface, type Interface } from 'node:readline'
import { buildChild } from './build-child'
import type { ChildOrder } from './refresh-child'

export class RefreshProcess {
  readonly #process: ChildProcessWithoutNullStreams
  readonly #lines: Interface
  readonly #words: string[] = []
  #waiting: ((word: string) => void) | null = null
  readonly exited: Promise<void>

  constructor(program: string) {
    this.#process = spawn(process.execPath, [program], { stdio: 'pipe' })
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

  tell(order: ChildOrder | 'go'): void {
    this.#process.stdin.write(`${typeof order === 'string' ? order : JSON.stringify(order)}\n`)
  }

  async kill(): Promise<void> {
    this.#process.kill('SIGKILL')
    await this.exited
  }
}

/** `next` gives a process that is ready for its order; `stop` ends the spare one and removes the build. */
export async function refreshProcesses() {
  const { program, remove } = await buildChild('refresh-child')
  const start = async () => {
    const child = new RefreshProcess(program)
    const word = await child.word()
    if (word !== 'ready') throw new Error(`The child did not start: ${word}`)
    return child
  }
  let spare = start()
  return {
    next: async (): Promise<RefreshProcess> => {
      const child = await spare
      spare = start()
      return child
    },
    stop: async (): Promise<void> => {
      await (await spare).kill()
      remove()
    },
  }
}
