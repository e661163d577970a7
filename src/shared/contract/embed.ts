/** Bridge area `embed` (our window places and watches the view) and the embed page's own two calls. */
import { z } from 'zod'
import { failureSchema } from './failure'
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

/** Whether a plan holds something that Fullscript may not have sent; worked out, because its frame does not tell. */
export const planWorkSchema = z.enum(['untouched', 'maybe-unsent', 'sent'])
export type PlanWork = z.infer<typeof planWorkSchema>

const named = z.object({ givenName: z.string(), familyName: z.string(), preferredName: z.string() })
const patient = z.object({ patientId: z.uuid() })

/** How far the plan of one patient is. */
export const planProgressSchema = patient.extend({ state: embedStateSchema, work: planWorkSchema })
export type PlanProgress = z.infer<typeof planProgressSchema>

export const openPlanSchema = planProgressSchema.extend({
  patient: named,
  feature: featureSchema,
  entrypoint: entrypointSchema,
})
export type OpenPlanState = z.infer<typeof openPlanSchema>

/** Why a plan that may not have been sent is not open any more. */
export const planEndSchema = z.enum([
  'locked-too-long',
  'another-person',
  'signed-out',
  'access-lost',
  'disconnected',
  'crashed',
  'stopped',
])
export type PlanEnd = z.infer<typeof planEndSchema>

/** Told to its owner, and to nobody else, until it has been seen. */
export const endedPlanSchema = patient.extend({
  patient: named,
  /** Epoch milliseconds. */
  endedAt: z.number(),
  why: planEndSchema,
})
export type EndedPlan = z.infer<typeof endedPlanSchema>

export const embedCalls = {
  /** Makes view and page ready ahead, without any grant. */
  prepare: call({ input: nothing, output: z.null(), capability: 'plans:write', audit: null }),
  /**
   * The plan of this patient: a new one, or the one that is open as it was, whatever of Fullscript is asked for.
   * `embed-too-many` when as many are open as can be; none is ever closed for another.
   */
  open: call({
    input: patient.extend({
      feature: featureSchema,
      entrypoint: entrypointSchema,
      bounds: boundsSchema,
    }),
    output: embedStateSchema,
    capability: 'plans:write',
    audit: 'patient.handed-to-fullscript',
  }),
  /** Where the view of this patient's plan stands. One is seen at a time. */
  place: call({
    input: patient.extend({ bounds: boundsSchema, visible: z.boolean() }),
    output: z.null(),
    capability: 'plans:write',
    audit: null,
  }),
  /** Without `sure` nothing is closed that may not have been sent; then `closed` is false. */
  close: call({
    input: patient.extend({ sure: z.boolean() }),
    output: z.object({ closed: z.boolean() }),
    capability: 'plans:write',
    audit: null,
  }),
  retry: call({
    input: patient,
    output: embedStateSchema,
    capability: 'plans:write',
    audit: 'patient.handed-to-fullscript',
  }),
  focus: call({ input: patient, output: z.null(), capability: 'plans:write', audit: null }),
  /** What is seen of the view at this moment, as a data URL; null when nothing is. Kept nowhere. */
  picture: call({
    input: patient,
    output: z.string().startsWith('data:image/').max(20_000_000).nullable(),
    capability: 'plans:write',
    audit: null,
  }),
  /** The plans that are open, in the order in which they were opened. */
  plans: call({ input: nothing, output: z.array(openPlanSchema), capability: 'plans:write', audit: null }),
  // A person’s own news about a plan of their own: no audit row.
  /** Plans of this person that ended with something in them that may not have been sent. */
  ended: call({ input: nothing, output: z.array(endedPlanSchema), capability: 'signed-in', audit: null }),
  endedSeen: call({ input: patient, output: z.null(), capability: 'signed-in', audit: null }),
}

export const embedEvents = {
  changed: event(planProgressSchema),
  /** Tab or Shift+Tab left the view; the window takes the focus on. */
  focusLeft: event(z.object({ direction: z.enum(['forward', 'backward']) })),
}

/** What the embed page is told to mount. The secret is not in it: the page asks for that itself, last. */
export const mountInstructionSchema = z.object({
  /** One number for each mount; a report for another mount is dropped. */
  mountId: z.number().int(),
  publicKey: z.string(),
  env: z.enum(['us', 'ca', 'us-snd', 'ca-snd']),
  /** Null: where Fullscript's package has it for `env`. Else an address that main holds to the rules for hosts. */
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

/** What the embed page may report; everything in it is a notification that main checks again. */
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
  sessionGrant: call({
    input: nothing,
    output: sessionGrantSchema,
    capability: 'plans:write',
    audit: 'fullscript.grant',
  }),
  report: call({ input: embedReportSchema, output: z.null(), capability: 'plans:write', audit: null }),
}
export const embedPageEvents = {
  mount: event(mountInstructionSchema),
  /** The view has been given the keyboard focus: it goes on into Fullscript's frame. */
  enter: event(z.null()),
  /** Its person is back after a lock: what was refused meanwhile may be reported again. */
  again: event(z.null()),
}
