/**
 * Emergency accesses that are open at this workstation. One covers its chart while three things hold: it was begun since
 * this start of the program, so that none outlives a restart; its time is not over by the monotonic clock, so that setting
 * the computer's clock buys none (F-309, S-27); and its row is open, so that another workstation of the practice can end
 * it.
 */
import type { Clock } from '../platform/clock/clock'
import type { Reading } from '../records/handles'
import { isOpen } from './emergency-repository'

export const EMERGENCY_MS = 60 * 60_000

export type Grant = { id: string; personId: string; patientId: string }
type Running = Grant & { deadline: number; cancel: () => void }

export class EmergencyGrants {
  /** This workstation: nothing that is open here covers anything at another one. */
  readonly stationId: string
  readonly #clock: Clock
  #running: Running[] = []

  constructor(clock: Clock, stationId: string) {
    this.#clock = clock
    this.stationId = stationId
  }

  /** `lapsed` is called when the time is up, after the grant has stopped covering anything. */
  begin(grant: Grant, lapsed: () => void): void {
    const deadline = this.#clock.monotonic() + EMERGENCY_MS
    const cancel = this.#clock.after(EMERGENCY_MS, lapsed)
    this.#running.push({ ...grant, deadline, cancel })
  }

  async covering(personId: string, patientId: string, handle: Reading): Promise<Grant | null> {
    const running = this.running(personId, patientId)
    return running && (await isOpen(handle, running.id)) ? running : null
  }

  /** What was begun here and is not over by the clock. */
  running(personId: string, patientId: string): Grant | null {
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
