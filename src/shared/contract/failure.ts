/** The schema of a failure, apart from failures.ts, which the first screen and the window's own start need without schemas. */
import { z } from 'zod'
import { FAILURES, type Failure, type FailureCode } from '../failures'

export const failureCodeSchema = z.enum(Object.keys(FAILURES) as [FailureCode, ...FailureCode[]])

export const failureSchema: z.ZodType<Failure> = z.object({
  code: failureCodeSchema,
  detail: z.string().max(300).optional(),
  reference: z.string().max(40).optional(),
  retryAt: z.number().optional(),
})
