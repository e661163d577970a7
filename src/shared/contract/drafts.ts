/** Bridge area `drafts`: half-typed text and the place on screen, sealed for their author. */
import { z } from 'zod'
import { call, nothing } from './contract'

/** E.g. "patient:new", "patient:<id>". */
const key = z.string().min(1).max(200)

/** The longest text that any call carries. */
export const LONGEST_DRAFT = 200_000

export const draftSchema = z.object({ key, text: z.string().max(LONGEST_DRAFT), updatedAt: z.number() })
export type Draft = z.infer<typeof draftSchema>

export const draftsCalls = {
  /**
   * Everything of the person signed in. `place`: path inside the app, e.g. "/patients/<id>/plan" or "/patients?new";
   * null at first and after signing out.
   */
  mine: call({
    input: nothing,
    output: z.object({ place: z.string().nullable(), drafts: z.array(draftSchema) }),
    capability: 'signed-in',
    audit: null,
  }),
  save: call({
    input: draftSchema.pick({ key: true, text: true }),
    output: z.null(),
    capability: 'signed-in',
    audit: null,
  }),
  discard: call({ input: z.object({ key }), output: z.null(), capability: 'signed-in', audit: null }),
  savePlace: call({
    input: z.object({
      place: z
        .string()
        .max(500)
        .regex(/^\/[\w/-]*(\?[\w=&%+.-]*)?$/),
    }),
    output: z.null(),
    capability: 'signed-in',
    audit: null,
  }),
}
