/**
 * Emergency accesses that are open now. Kept in memory only, so that none outlives a restart; measured by the
 * monotonic clock, so that setting the computer's clock buys no time (F-309, S-27).
 */
import type { Clock } from '../platform/clock/clock'

export const EMERGENCY_MS = 60 * 60_000

export type Grant = { id: string; personId: string; patientId: string }
type Running = Grant & { deadline: number; cancel: () => void }

export class EmergencyGrants {
  readonly #clock: Clock
  #running: Running[] = []

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** `lapsed` is called when the time is up, after the grant has stopped covering anything. */
  begin(grant: Grant, lapsed: () => void): void {
    const deadline = this.#clock.monotonic() + EMERGENCY_MS
    const cancel = this.#clock.after(EMERGENCY_MS, lapsed)
    this.#running.push({ ...grant, deadline, cancel })
  }

  covering(personId: string, patientId: string): Grant | null {
    return this.#find(personId, patientId) ?? null
  }

  /** Milliseconds, or null when nothing covers this chart for this person. */
  left(personId: string, patientId: string): number | null {
    const running = this.#find(personId, patientId)
    return running ? running.deadline - this.#clock.monotonic() : null
  }

  /** False when it had ended already. */
  end(id: string): boolean {
    const ended = this.#running.find((grant) => grant.id === id)
    ended?.cancel()
    this.#running = this.#running.filter((grant) => grant !== ended)
    return ended !== undefined
  }

  all(): readonly Grant[] {
    return [...this.#running]
  }

  #find(personId: string, patientId: string): Running | undefined {
    const now = this.#clock.monotonic()
    return this.#running.find(
      (grant) => grant.personId === personId && grant.patientId === patientId && now < grant.deadline,
    )
  }
}
