/** The server's clock: real time plus an offset that the control page moves, so that expiry needs no waiting. */
export class Clock {
  #offset = 0
  #frozenAt: number | null = null

  /** Epoch milliseconds. */
  now(): number {
    return this.#frozenAt ?? Date.now() + this.#offset
  }

  /** ISO 8601 with milliseconds and Z, the form Fullscript uses. */
  iso(at: number = this.now()): string {
    return new Date(at).toISOString()
  }

  /** Moves the clock forwards, or backwards when negative; works while frozen too. */
  advance(milliseconds: number): void {
    if (this.#frozenAt !== null) this.#frozenAt += milliseconds
    else this.#offset += milliseconds
  }

  freeze(): void {
    this.#frozenAt = this.now()
  }

  /** Lets a frozen clock run on from where it stands. */
  resume(): void {
    if (this.#frozenAt === null) return
    this.#offset = this.#frozenAt - Date.now()
    this.#frozenAt = null
  }

  reset(): void {
    this.#offset = 0
    this.#frozenAt = null
  }
}
