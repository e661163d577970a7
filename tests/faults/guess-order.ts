/** What the process that guesses is told and what it answers. */

/**
 * `counting`: before the try is counted; `counted`: after, before that is committed; `looking`: before the secret is
 * compared; `deriving`: while Argon2 works; `looked`: when the outcome is known, before it is written down; `written`:
 * after, before that is committed.
 */
export const MOMENTS = ['counting', 'counted', 'looking', 'deriving', 'looked', 'written'] as const
export type Moment = (typeof MOMENTS)[number]
export const GUESS_WAYS = ['password', 'code', 'recovery'] as const

export type GuessOrder =
  /** `databaseKey`: hex. */
  | { open: { file: string; databaseKey: string } }
  | {
      way: (typeof GUESS_WAYS)[number]
      secret: string
      /** Milliseconds by which the computer's clock is wrong. */
      wall: number
      /** Milliseconds that passed, by the monotonic clock, since this process began. */
      passed: number
      dieAt: Moment | null
    }

export type GuessAnswer = { opened: boolean; code: string; retryIn: number }
