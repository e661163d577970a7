/** One attempt, and the time that it waits for its answer. */
import type { FailureCode, Result } from '../../../../shared/failures'
import type { Clock } from '../../../platform/clock/clock'
import type { Session } from '../../../identity/session'
import type { AwaitedAnswer } from './awaited-answer'

/** Life of Fullscript's code, and so of an attempt: ten minutes (mission/001, F-126). */
export const ATTEMPT_MILLISECONDS = 600_000

/** From the start to the deadline, epoch milliseconds. */
export type Period = { readonly startedAt: number; readonly deadline: number }

export const periodFrom = (startedAt: number): Period => ({
  startedAt,
  deadline: startedAt + ATTEMPT_MILLISECONDS,
})

/** False also for a period that has not begun: then the clock was put back and says nothing about its age. */
export const isWithin = ({ startedAt, deadline }: Period, now: number): boolean =>
  startedAt <= now && now < deadline

/** How an attempt ended without a connection, for the audit. */
export type AttemptEnd = { personId: string; subject: FailureCode; outcome: 'refused' | 'failed' }

/** The sealed copy of an attempt. `remove` and `end` may be called again and never touch a newer attempt. */
export type Kept = {
  /** It goes on without the copy. */
  remove(): Promise<Result<null>>
  /** It is over: the copy goes in the transaction that writes down how. */
  end(how: AttemptEnd): Promise<Result<null>>
  /** The person is away: from now on an answer is kept for them (AttemptStore.park). */
  sleep(): void
}

export type Attempt = {
  readonly sessionId: string
  readonly personId: string
  /** From the test page. */
  readonly trial: boolean
  /** Aborted when the attempt ends without a connection. */
  readonly abort: AbortController
  /** Present only while an answer is awaited. */
  wait: Wait | null
  /** Its sealed copy in the records, while there is one. */
  kept: Kept | null
}

export const newAttempt = (session: Session, trial = false): Attempt => ({
  sessionId: session.id,
  personId: session.person.id,
  trial,
  abort: new AbortController(),
  wait: null,
  kept: null,
})

/** Waiting for the answer: the secrets that go with it, and its end by the monotonic clock. */
export class Wait {
  readonly awaited: AwaitedAnswer
  readonly period: Period
  readonly #clock: Clock
  /** By the monotonic clock. */
  readonly #deadline: number
  readonly #cancelTimer: () => void

  constructor(clock: Clock, awaited: AwaitedAnswer, period: Period, over: () => void) {
    const left = Math.min(period.deadline - clock.now(), ATTEMPT_MILLISECONDS)
    this.awaited = awaited
    this.#clock = clock
    this.period = period
    this.#deadline = clock.monotonic() + left
    this.#cancelTimer = clock.after(left, over)
  }

  get isOver(): boolean {
    return this.#clock.monotonic() >= this.#deadline
  }

  /** For the moment after sleep, through which a monotonic clock may have stood still. */
  get isOverByEitherClock(): boolean {
    return this.isOver || !isWithin(this.period, this.#clock.now())
  }

  stop(): void {
    this.#cancelTimer()
  }
}
