/**
 * When Yarrow locks by itself (164.312(a)(2)(iii), 170.315(d)(5)): after minutes without a key or a pointer, and when
 * the computer sleeps, locks its screen or changes to somebody else. Counted by the monotonic clock, so that setting
 * the computer's clock neither locks nor keeps open (F-705, S-27).
 */
import type { Clock } from '../platform/clock/clock'

export type IdleLockOptions = {
  clock: Clock
  /** Locks; harmless when nobody is signed in. */
  lock: () => void
}

export class IdleLock {
  readonly #clock: Clock
  readonly #lock: () => void
  /** Milliseconds; null while nobody is signed in. */
  #limit: number | null = null
  #lastActivity = 0
  #cancelTimer = () => {}
  #asleep = false

  constructor({ clock, lock }: IdleLockOptions) {
    this.#clock = clock
    this.#lock = lock
  }

  /** Somebody signed in or unlocked: counting begins. `limit` in milliseconds. */
  begin(limit: number): void {
    this.#limit = limit
    this.#lastActivity = this.#clock.monotonic()
    this.#watch()
  }

  /** Nobody is signed in any more. */
  end(): void {
    this.#limit = null
    this.#cancelTimer()
  }

  /** Another limit for whoever is signed in, from the last activity on. */
  change(limit: number): void {
    if (this.#limit === null) return
    this.#limit = limit
    this.check()
  }

  /** A key or a pointer, as main saw it. One that comes too late (a timer that slept) finds Yarrow locked. */
  activity(): void {
    if (this.#isOver()) this.#lockNow()
    else this.#lastActivity = this.#clock.monotonic()
  }

  /** Locks when the time is over; timers may have stood still meanwhile. */
  check(): void {
    if (this.#limit === null) return
    if (this.#isOver()) this.#lockNow()
    else this.#watch()
  }

  /** The screen was locked, or the computer goes to another person's session. */
  personLeft(): void {
    if (this.#limit !== null) this.#lockNow()
  }

  /** The computer goes to sleep. */
  suspended(): void {
    this.#asleep = true
    this.personLeft()
  }

  /** The computer woke up. A sleep that was not announced locks now. */
  resumed(): void {
    if (!this.#asleep) this.personLeft()
    this.#asleep = false
  }

  #isOver(): boolean {
    return this.#limit !== null && this.#clock.monotonic() - this.#lastActivity >= this.#limit
  }

  #lockNow(): void {
    this.end()
    this.#lock()
  }

  /** One timer at a time, for what is left; activity only moves the moment that it is measured from. */
  #watch(): void {
    this.#cancelTimer()
    if (this.#limit === null) return
    const left = this.#lastActivity + this.#limit - this.#clock.monotonic()
    this.#cancelTimer = this.#clock.after(left, () => {
      this.check()
    })
  }
}
