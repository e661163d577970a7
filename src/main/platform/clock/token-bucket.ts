/** A token bucket on the monotonic clock: bursts up to `capacity`, then one each `refillMilliseconds`. */
import type { Clock } from './clock'

export class TokenBucket {
  readonly #clock: Clock
  readonly #capacity: number
  readonly #refillMilliseconds: number
  #tokens: number
  #countedAt: number

  constructor(
    clock: Clock,
    { capacity, refillMilliseconds }: { capacity: number; refillMilliseconds: number },
  ) {
    this.#clock = clock
    this.#capacity = capacity
    this.#refillMilliseconds = refillMilliseconds
    this.#tokens = capacity
    this.#countedAt = clock.monotonic()
  }

  /** Takes one token; false when there is none. */
  take(): boolean {
    const now = this.#clock.monotonic()
    this.#tokens = Math.min(this.#capacity, this.#tokens + (now - this.#countedAt) / this.#refillMilliseconds)
    this.#countedAt = now
    if (this.#tokens < 1) return false
    this.#tokens -= 1
    return true
  }
}
