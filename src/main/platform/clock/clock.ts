/** Time as a port: wall time for what people read, monotonic time for deadlines (F-126, F-309). */
export interface Clock {
  /** Epoch milliseconds; may jump. */
  now(): number
  /** Milliseconds that only ever grow; no relation to wall time. */
  monotonic(): number
  /** Calls once after `milliseconds`; returns a cancel function. */
  after(milliseconds: number, action: () => void): () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: (milliseconds, action) => {
    const timer = setTimeout(action, milliseconds)
    return () => {
      clearTimeout(timer)
    }
  },
}
