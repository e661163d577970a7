/**
 * Ways back whose person is away, because Yarrow locked while they were in the browser: the answer finds somebody there
 * until the attempt is over. What it brings is kept by the attempt store.
 */
import type { Clock } from '../../../platform/clock/clock'
import { ATTEMPT_MILLISECONDS, type Period } from './attempt'
import type { OpenWayBack } from './ways-back'

export class AwayWays {
  readonly #clock: Clock
  readonly #ways = new Map<string, { wayBack: OpenWayBack; cancelTimer: () => void }>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Stays open until it is taken again, and not beyond the deadline. */
  leave(personId: string, wayBack: OpenWayBack, { deadline }: Period): void {
    this.take(personId)?.close()
    const left = Math.min(deadline - this.#clock.now(), ATTEMPT_MILLISECONDS)
    const cancelTimer = this.#clock.after(left, () => this.take(personId)?.close())
    this.#ways.set(personId, { wayBack, cancelTimer })
  }

  /** For whoever is back; closing it is theirs from now on. */
  take(personId: string): OpenWayBack | null {
    const found = this.#ways.get(personId)
    found?.cancelTimer()
    this.#ways.delete(personId)
    return found?.wayBack ?? null
  }

  /** For quitting, and where somebody else needs the address. */
  closeAll(): void {
    for (const personId of [...this.#ways.keys()]) this.take(personId)?.close()
  }
}
