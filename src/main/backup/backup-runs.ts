/** The one backup that is made, proved or restored at a time: how far it is, whether its drive still answers, and ending it. */
import type { BackupProgress } from '../../shared/contract/backups'
import type { Clock } from '../platform/clock/clock'
import type { Progress } from './make-backup'

/** So long without a word of the drive that it is said. */
const SLOW_MS = 10_000
/** The window hears of it at most so often. */
const TELL_MS = 200

type Running = { abort: AbortController; done: Promise<unknown>; now: BackupProgress }

/** `signal`: it is to end. */
export type RunWork<T> = (signal: AbortSignal, progress: (progress: Progress) => void) => Promise<T>

export class BackupRuns {
  readonly #clock: Clock
  readonly #tell: (progress: BackupProgress | null) => void
  #running: Running | null = null
  #told = Number.NEGATIVE_INFINITY
  #waiting: (() => void) | null = null

  constructor(clock: Clock, tell: (progress: BackupProgress | null) => void) {
    this.#clock = clock
    this.#tell = tell
  }

  get progress(): BackupProgress | null {
    return this.#running?.now ?? null
  }

  /** Null, and nothing is done, while another one runs. */
  run<T>(what: BackupProgress['what'], work: RunWork<T>): Promise<T> | null {
    if (this.#running) return null
    const abort = new AbortController()
    const stage = what === 'make' ? 'copying' : 'reading'
    const running: Running = {
      abort,
      done: Promise.resolve(),
      now: { what, stage, done: 0, total: 0, slow: false },
    }
    this.#running = running
    this.#tell(running.now)
    this.#watchDrive()
    const done = work(abort.signal, (progress) => {
      const next = progress.stage !== running.now.stage || running.now.slow
      running.now = { what, ...progress, slow: false }
      this.#watchDrive()
      if (!next && this.#clock.monotonic() - this.#told < TELL_MS) return
      this.#told = this.#clock.monotonic()
      this.#tell(running.now)
    }).finally(() => {
      this.#waiting?.()
      this.#running = null
      this.#tell(null)
    })
    running.done = done
    return done
  }

  cancel(): void {
    this.#running?.abort.abort()
  }

  /** Cancels what runs, and waits for its end. */
  async close(): Promise<void> {
    this.cancel()
    await this.#running?.done.catch(() => undefined)
  }

  #watchDrive(): void {
    this.#waiting?.()
    this.#waiting = this.#clock.after(SLOW_MS, () => {
      if (!this.#running) return
      this.#running.now = { ...this.#running.now, slow: true }
      this.#tell(this.#running.now)
    })
  }
}
