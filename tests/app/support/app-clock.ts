/** Time as it is, which a test can put ahead: what is due by then happens at once, in order. */
import type { Clock } from '../../../src/main/platform/clock/clock'

type Timer = { at: number; action: () => void; stop: () => void }

export class AppClock implements Clock {
  #ahead = 0
  #timers: Timer[] = []

  now() {
    return Date.now() + this.#ahead
  }

  monotonic() {
    return performance.now() + this.#ahead
  }

  after(milliseconds: number, action: () => void) {
    const handle = setTimeout(() => this.#fire(timer), milliseconds)
    const timer: Timer = {
      at: this.monotonic() + milliseconds,
      action,
      stop: () => {
        clearTimeout(handle)
      },
    }
    this.#timers.push(timer)
    return () => this.#drop(timer)
  }

  advance(milliseconds: number) {
    this.#ahead += milliseconds
    const now = this.monotonic()
    for (const timer of this.#timers
      .filter(({ at }) => at <= now)
      .toSorted((one, other) => one.at - other.at))
      this.#fire(timer)
  }

  #fire(timer: Timer) {
    if (!this.#timers.includes(timer)) return
    this.#drop(timer)
    timer.action()
  }

  #drop(timer: Timer) {
    timer.stop()
    this.#timers = this.#timers.filter((other) => other !== timer)
  }
}
