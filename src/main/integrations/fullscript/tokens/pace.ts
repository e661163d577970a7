/**
 * How often one person's tokens may be refreshed: never twice a minute without need (F-309), not while Fullscript has
 * trouble (F-302), and not at all for a while when even fresh tokens are refused (F-320). Monotonic time only. Each
 * workstation has a pace of its own, in memory: a second one costs Fullscript one call that it refuses, and no token.
 */
import type { Clock } from '../../../platform/clock/clock'

const SHORTEST_INTERVAL = 60_000
const CIRCUIT_OPEN = 60_000
const FIRST_COOLING = 5_000
const LONGEST_COOLING = 5 * 60_000

export class RefreshPace {
  readonly #clock: Clock
  #refreshedAt: number | null = null
  /** The current token was made because the one before it was refused, and has not worked yet. */
  #madeAfterRefusal = false
  #openUntil = 0
  #troubles = 0
  #coolUntil = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** A refresh worked less than a minute ago: its token is used even if it calls itself expired. */
  get justRefreshed(): boolean {
    return this.#refreshedAt !== null && this.#clock.monotonic() - this.#refreshedAt < SHORTEST_INTERVAL
  }

  /** Milliseconds until a refresh makes sense again; 0: now. */
  get cooling(): number {
    return Math.max(0, this.#coolUntil - this.#clock.monotonic())
  }

  /** Milliseconds until calls are let through again; 0: now. */
  get open(): number {
    return Math.max(0, this.#openUntil - this.#clock.monotonic())
  }

  refreshed(afterRefusal: boolean): void {
    this.#madeAfterRefusal = afterRefusal
    this.#refreshedAt = this.#clock.monotonic()
    this.#troubles = 0
    this.#coolUntil = 0
  }

  /** `wait`: milliseconds that Fullscript asked for, if it did. */
  trouble(wait: number | null): void {
    const growing = Math.min(FIRST_COOLING * 2 ** Math.min(this.#troubles, 10), LONGEST_COOLING)
    this.#troubles += 1
    this.#coolUntil = this.#clock.monotonic() + Math.max(growing, wait ?? 0)
  }

  worked(): void {
    this.#madeAfterRefusal = false
  }

  /** A token was answered with 401. False when it was itself made to cure a 401: another one would not help. */
  mayRefreshAfterRefusal(): boolean {
    if (!this.#madeAfterRefusal) return true
    this.#madeAfterRefusal = false
    this.#openUntil = this.#clock.monotonic() + CIRCUIT_OPEN
    return false
  }
}
