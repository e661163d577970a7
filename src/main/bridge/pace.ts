/** How often one call may be asked for before it has to wait (F-508): bursts up to `capacity`, then one each `refill…`. */
import type { CallContract } from '../../shared/contract/contract'

export type Pace = { capacity: number; refillMilliseconds: number }

/**
 * Far above what a page of ours needs (the embed's place follows each frame of a fast screen), and far below what would
 * keep main busy.
 */
export const CALL_PACE: Pace = { capacity: 300, refillMilliseconds: 5 }

/**
 * What reads or changes the record is done one at a time, at most as fast as a key repeats; a page that somebody else
 * speaks through must not make or read hundreds before it is held up.
 */
const AUDITED_PACE: Pace = { capacity: 60, refillMilliseconds: 25 }

export const paceOf = ({ audit }: Pick<CallContract, 'audit'>): Pace =>
  audit === null ? CALL_PACE : AUDITED_PACE
