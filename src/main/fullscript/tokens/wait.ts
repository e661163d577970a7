/** A pause on the injected clock. */
import type { Clock } from '../../clock/clock'

export const wait = (clock: Clock, milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    clock.after(milliseconds, resolve)
  })
