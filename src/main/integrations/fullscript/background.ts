/** Work that nobody waits for: its errors end in the log instead of nowhere, and a test or the end can wait for it. */
import type { Logger } from '../../platform/logging/logger'

export class Background {
  readonly #logger: Logger
  readonly #running = new Set<Promise<void>>()

  constructor(logger: Logger) {
    this.#logger = logger
  }

  run(work: Promise<unknown>): void {
    const guarded = work
      .catch((error: unknown) => {
        this.#logger.error('Work in the background failed', { error })
      })
      .then(() => {
        this.#running.delete(guarded)
      })
    this.#running.add(guarded)
  }

  /** Resolves when nothing is running any more, what was started meanwhile included. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }
}
