/** How a call and an event of the bridge are described, all of it in one place. */
import { z } from 'zod'
import type { AuditAction } from '../audit-actions'
import type { Needed } from '../capabilities'

export type CallContract<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = {
  input: I
  output: O
  /** What whoever calls must be able to do; main checks it for every call. */
  capability: Needed
  /**
   * Which action of the audit record the call is, so that a call that comes to nothing is in the record too, whatever
   * it failed for (164.312(b), S-24); what it did when it succeeds is written by its service, in the same transaction.
   * Null for a call that opens nothing of the record and changes nothing that protects it.
   */
  audit: AuditAction | null
  /** Nobody is signed in after it; its own answer still goes out. */
  endsSession?: true
}

export const call = <I extends z.ZodType, O extends z.ZodType>(contract: CallContract<I, O>) => contract

export type EventContract<P extends z.ZodType = z.ZodType> = { payload: P }

export const event = <P extends z.ZodType>(payload: P): EventContract<P> => ({ payload })

export const nothing = z.undefined()
