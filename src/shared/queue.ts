/** Work that runs one after the other, in the order in which it was asked for. What fails keeps nothing behind it waiting. */
export class Queue {
  #last: Promise<unknown> = Promise.resolve()

  /** Answers, or rejects, as the work does. */
  run<T>(work: () => T | Promise<T>): Promise<T> {
    const run = this.#last.then(work)
    this.#last = run.catch(() => undefined)
    return run
  }

  /** Resolves when everything that was asked for by now has ended. */
  async settled(): Promise<void> {
    await this.#last
  }
}
