/** How a call and an event of the bridge are described: input and output schema, and who may call. */
import { z } from 'zod'

/**
 * What a person must be able to do for a call. `anyone`: also signed out. The table role x capability is in
 * src/main/people/capabilities.ts; the check is made in main for every call.
 */
export type Capability =
  | 'anyone'
  | 'signed-in'
  | 'patients:read'
  | 'patients:write'
  | 'plans:read'
  | 'plans:write'
  | 'fullscript:connect'
  | 'practice:settings'

export type CallContract<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = {
  input: I
  output: O
  needs: Capability
}

export const call = <I extends z.ZodType, O extends z.ZodType>(contract: CallContract<I, O>) => contract

export type EventContract<P extends z.ZodType = z.ZodType> = { payload: P }

export const event = <P extends z.ZodType>(payload: P): EventContract<P> => ({ payload })

export const nothing = z.undefined()
