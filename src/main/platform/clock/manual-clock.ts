/** A clock that a test moves by hand; wall and monotonic time can be moved apart. */
import type { Clock } from './clock'

export class ManualClock implements Clock {
  #wall: number
  #monotonic = 0
  #timers: { at: number; action: () => void }[] = []

  constructor(wall = Date.UTC(2026, 0, 5, 9)) {
    this.#wall = wall
  }

  now() {
    return this.#wall
  }

  monotonic() {
    return this.#monotonic
  }

  after(milliseconds: number, action: () => void) {
    const timer = { at: this.#monotonic + milliseconds, action }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  /** Both clocks go forward; due timers fire in order. */
  advance(milliseconds: number) {
    const end = this.#monotonic + milliseconds
    for (;;) {
      const due = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0]
      if (!due) break
      this.#timers = this.#timers.filter((other) => other !== due)
      this.#wall += due.at - this.#monotonic
      this.#monotonic = due.at
      due.action()
    }
    this.#wall += end - this.#monotonic
    this.#monotonic = end
  }

  /** Only wall time jumps, as when somebody sets the computer's clock. */
  jump(milliseconds: number) {
    this.#wall += milliseconds
  }

  get pendingTimers() {
    return this.#timers.length
  }
}
