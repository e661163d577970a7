/** A clock whose monotonic time can be moved ahead, for the tests in real Electron that wait for an idle lock. */
import type { Clock } from './clock'

export function movableClock(clock: Clock): { clock: Clock; advance: (milliseconds: number) => void } {
  let ahead = 0
  return {
    clock: { ...clock, monotonic: () => clock.monotonic() + ahead },
    advance(milliseconds) {
      ahead += milliseconds
    },
  }
}
