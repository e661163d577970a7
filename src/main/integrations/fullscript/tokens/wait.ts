/** Pauses on the injected clock. */
import { randomInt } from 'node:crypto'
import type { Clock } from '../../../platform/clock/clock'

export const wait = (clock: Clock, milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    clock.after(milliseconds, resolve)
  })

/** Between three quarters and five quarters, so that many computers do not come back at the same moment. */
export const jittered = (milliseconds: number): number =>
  randomInt(Math.floor(milliseconds * 0.75), Math.floor(milliseconds * 1.25) + 1)
