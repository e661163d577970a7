/**
 * Whether a plan holds something that was not sent. Fullscript's frame says when a plan was sent and nothing of drafts,
 * so the rest is worked out from what can be seen from outside, and leans to "maybe": a question too many costs a
 * click, one too few costs somebody's work.
 */
import type { PlanWork } from '../../../../shared/contract/embed'

/**
 * What was seen. `keyed`, `clicked`: somebody typed, or pressed the pointer. `entered`, `left`: the view has the
 * keyboard, or has it no longer. `navigated`: its frame went on to another page. `mounted`: Fullscript is there, empty.
 */
export type WorkSign = {
  type: 'mounted' | 'keyed' | 'clicked' | 'entered' | 'left' | 'navigated' | 'sent'
  /** Milliseconds of a monotonic clock. */
  at: number
}

export type PlanTrace = {
  readonly work: PlanWork
  /** When Fullscript came, or said that a plan was sent; what it does by itself just after is not somebody's work. */
  readonly calmFrom: number
  readonly enteredAt: number | null
}

export const untouched: PlanTrace = { work: 'untouched', calmFrom: 0, enteredAt: null }

/** Fullscript goes on to further pages by itself for so long, after it came and after a plan was sent; milliseconds. */
export const CALM = 8_000

/** Whoever has the keyboard in the view for so long works there, though no pointer inside the frame is seen; milliseconds. */
export const WORKING = 20_000

export function traceAfter(trace: PlanTrace, { type, at }: WorkSign): PlanTrace {
  switch (type) {
    case 'mounted':
      return { ...untouched, calmFrom: at }
    case 'sent':
      return { work: 'sent', calmFrom: at, enteredAt: trace.enteredAt === null ? null : at }
    case 'keyed':
    case 'clicked':
      return { ...trace, work: 'maybe-unsent' }
    case 'navigated':
      return at - trace.calmFrom < CALM ? trace : { ...trace, work: 'maybe-unsent' }
    case 'entered':
      return { ...trace, enteredAt: at }
    case 'left':
      return { ...trace, work: workAt(trace, at), enteredAt: null }
  }
}

export function workAt({ work, enteredAt }: PlanTrace, now: number): PlanWork {
  return enteredAt !== null && now - enteredAt >= WORKING ? 'maybe-unsent' : work
}
