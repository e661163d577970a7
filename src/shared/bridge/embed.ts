/** Bridge area `embed` (our window places and watches the view) and the embed page's own two calls. */
import { z } from 'zod'
import { failureSchema } from '../failures'
import { call, event, nothing } from './contract'

export const featureSchema = z.enum(['platform', 'treatmentPlan'])
export const entrypointSchema = z.enum(['catalog', 'labs'])

/** Rectangle in CSS pixels of the window's content area. */
export const boundsSchema = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number().min(0).max(20_000),
  height: z.number().min(0).max(20_000),
})
export type Bounds = z.infer<typeof boundsSchema>

/** `connecting`: the view is being made; `asking`: for a grant; `loading`: Fullscript's page; then ready or failed. */
export const embedStateSchema = z.discriminatedUnion('step', [
  z.object({ step: z.literal('closed') }),
  z.object({ step: z.literal('connecting'), patientId: z.uuid() }),
  z.object({ step: z.literal('asking'), patientId: z.uuid() }),
  z.object({ step: z.literal('loading'), patientId: z.uuid() }),
  z.object({ step: z.literal('ready'), patientId: z.uuid() }),
  z.object({ step: z.literal('failed'), patientId: z.uuid(), failure: failureSchema }),
])
export type EmbedState = z.infer<typeof embedStateSchema>

export const embedCalls = {
  /** Makes view and page ready ahead, without any grant. */
  prepare: call({ input: nothing, output: z.null(), needs: 'plans:write' }),
  open: call({
    input: z.object({
      patientId: z.uuid(),
      feature: featureSchema,
      entrypoint: entrypointSchema,
      bounds: boundsSchema,
    }),
    output: embedStateSchema,
    needs: 'plans:write',
  }),
  place: call({
    input: z.object({ bounds: boundsSchema, visible: z.boolean() }),
    output: z.null(),
    needs: 'plans:write',
  }),
  close: call({ input: nothing, output: z.null(), needs: 'plans:write' }),
  retry: call({ input: nothing, output: embedStateSchema, needs: 'plans:write' }),
  focus: call({ input: nothing, output: z.null(), needs: 'plans:write' }),
  state: call({ input: nothing, output: embedStateSchema, needs: 'plans:write' }),
}

export const embedEvents = {
  changed: event(embedStateSchema),
  /** Tab or Shift+Tab left the view; the window takes the focus on. */
  focusLeft: event(z.object({ direction: z.enum(['forward', 'backward']) })),
}

/** What the embed page is told to mount. The secret is not in it: the page asks for that itself, last. */
export const mountInstructionSchema = z.object({
  /** One number for each mount; a report for another mount is dropped. */
  mountId: z.number().int(),
  publicKey: z.string(),
  env: z.enum(['us', 'ca', 'us-snd', 'ca-snd']),
  /** Only for a stand-in in development and test builds; a release always says null. */
  domain: z.string().nullable(),
  feature: featureSchema,
  entrypoint: entrypointSchema,
  patient: z.object({
    id: z.string().optional(),
    firstName: z.string().optional(),
    lastName: z.string().optional(),
    email: z.string().optional(),
    mobileNumber: z.string().optional(),
    dateOfBirth: z.string().optional(),
    biologicalSex: z.enum(['male', 'female', 'prefer not to say']).optional(),
  }),
})
export type MountInstruction = z.infer<typeof mountInstructionSchema>

/** mission/004: the grant's secret dies 120 seconds after it was made. */
export const sessionGrantSchema = z.object({
  secretToken: z.string().regex(/^[A-Za-z0-9_-]{20,512}$/),
  /** Epoch milliseconds on this computer's clock, translated from the server's. */
  expiresAt: z.number(),
  user: z.object({ id: z.string(), type: z.enum(['Practitioner', 'Staff']) }),
})
export type SessionGrant = z.infer<typeof sessionGrantSchema>

/** What the embed page may report; everything in it is a hint that main checks again. */
export const embedReportSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('page-ready') }),
  z.object({ type: z.literal('loading'), mountId: z.number().int() }),
  z.object({ type: z.literal('ready'), mountId: z.number().int() }),
  z.object({
    type: z.literal('failed'),
    mountId: z.number().int(),
    code: z.enum([
      'embed-refused',
      'embed-patient-not-sent',
      'embed-server-error',
      'embed-silent',
      'embed-grant-expired',
      'embed-wrong-patient',
    ]),
  }),
  z.object({
    type: z.literal('patient-selected'),
    mountId: z.number().int(),
    fullscriptPatientId: z.string().min(1).max(200),
  }),
  z.object({
    type: z.literal('plan-activated'),
    mountId: z.number().int(),
    fullscriptPlanId: z.string().min(1).max(200),
    fullscriptPatientId: z.string().min(1).max(200),
  }),
  /** Tab or Shift+Tab went past the embed's last or first element. */
  z.object({ type: z.literal('focus-left'), direction: z.enum(['forward', 'backward']) }),
  z.object({ type: z.literal('message-dropped'), mountId: z.number().int(), reason: z.string().max(60) }),
])
export type EmbedReport = z.infer<typeof embedReportSchema>

export const embedPageCalls = {
  sessionGrant: call({ input: nothing, output: sessionGrantSchema, needs: 'plans:write' }),
  report: call({ input: embedReportSchema, output: z.null(), needs: 'plans:write' }),
}
export const embedPageEvents = {
  mount: event(mountInstructionSchema),
  /** The view has been given the keyboard focus: it goes on into Fullscript's frame. */
  enter: event(z.null()),
}
