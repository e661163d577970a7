/** Lets a failure travel through code that speaks in rejections, and brings it back out as the value it is. */
import type { Failure, Result } from '../../../shared/failures'

class FailureError extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failure.code)
    this.failure = failure
  }
}

/** The value, or a rejection that `failureOf` understands. */
export async function unwrap<T>(answer: Promise<Result<T>>): Promise<T> {
  const result = await answer
  if (!result.ok) throw new FailureError(result.failure)
  return result.value
}

/** What went wrong, whatever was thrown: anything unknown is `unexpected`. */
export const failureOf = (error: unknown): Failure =>
  error instanceof FailureError ? error.failure : { code: 'unexpected' }
