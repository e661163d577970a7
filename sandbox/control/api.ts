/** The control API: POST /control/api/<name> with JSON, GET for readings. Loopback only, development only. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { fieldsOf } from '../http/body'
import type { World } from '../world'
import { makeControls } from './controls'
import { faultSchema } from './faults'

const settingsSchema = z
  .object({
    rotation: z.enum(['lazy', 'immediate']),
    pkce: z.boolean(),
    anyLoopbackPort: z.boolean(),
    acceptPlainChallenge: z.boolean(),
    revokeOnCodeReuse: z.boolean(),
    revokeExpiredAccessTokens: z.boolean(),
    tokenEndpointFormOnly: z.boolean(),
    restrictedAccess: z.boolean(),
    unknownPatient: z.enum(['selector', 'error']),
    rateLimit: z
      .object({
        requests: z.number().int().min(0),
        windowSeconds: z.number().positive(),
        retryAfter: z.string().nullable(),
      })
      .nullable(),
    ownerNamesClinic: z.boolean(),
    unitsAsText: z.boolean(),
    accessTokenSeconds: z.number().int().min(0),
    codeSeconds: z.number().int().min(0),
    grantSeconds: z.number().int().min(0),
  })
  .strict()
  .partial()

const applicationSchema = z.object({
  clientId: z.string(),
  change: z
    .object({
      name: z.string(),
      scopes: z.array(z.string()),
      redirectUris: z.array(z.string()),
      originUris: z.array(z.string()),
      clientSecret: z.string(),
      publicKey: z.string(),
    })
    .strict()
    .partial(),
})

const labStateSchema = z.enum([
  'not_purchased',
  'purchased',
  'schedule_appointment',
  'upcoming_appointment',
  'processing',
  'partial_results',
  'results_ready',
  'results_amended',
  'interpretation_ready',
  'interpretation_shared',
])

export function addControlApi(app: FastifyInstance, world: World): void {
  const controls = makeControls(world)

  /** Only this machine's own tools: a web page of another origin gets nothing done here. */
  app.addHook('onRequest', (request, reply, done) => {
    const origin = request.headers.origin
    const foreign = origin !== undefined && origin !== `${request.protocol}://${request.host}`
    if (request.url.startsWith('/control') && foreign)
      return void reply.code(403).send({ error: 'Foreign origin' })
    done()
  })

  function post<T>(name: string, schema: z.ZodType<T>, act: (input: T) => unknown): void {
    app.post(`/control/api/${name}`, (request, reply): FastifyReply => {
      const input = schema.safeParse(fieldsOf(request))
      if (!input.success) return reply.code(422).send({ error: z.prettifyError(input.error) })
      return reply.send(act(input.data) ?? { ok: true })
    })
  }

  const nothing = z.object({})
  post('reset', z.object({ kept: z.boolean().default(false) }), (to) => controls.reset(to))
  post('keep', nothing, () => controls.keep())
  post('clock/advance', z.object({ milliseconds: z.number() }), (input) => ({
    now: controls.advance(input.milliseconds),
  }))
  post('clock/freeze', nothing, () => controls.freeze())
  post('clock/resume', nothing, () => controls.resume())
  post('settings', settingsSchema, (change) =>
    controls.changeSettings(change as Parameters<typeof controls.changeSettings>[0]),
  )
  post('application', applicationSchema, (input) => ({
    ok: controls.changeApplication(
      input.clientId,
      input.change as Parameters<typeof controls.changeApplication>[1],
    ),
  }))
  post('revoke-user', z.object({ user: z.string() }), (input) => ({
    revoked: controls.revokeUser(input.user),
  }))
  const wanted = { clientId: z.string(), user: z.string() }
  post(
    'codes',
    z.object({ ...wanted, redirectUri: z.string(), codeChallenge: z.string().optional() }),
    (input) => ({ code: controls.issueCode(input) ?? null }),
  )
  post('tokens', z.object({ ...wanted, scopes: z.array(z.string()).optional() }), (input) => ({
    ...controls.issueTokens(input),
  }))
  post('sign-out-browsers', nothing, () => controls.signOutBrowsers())
  post('faults', faultSchema, (fault) => controls.addFault(fault))
  post('faults/remove', z.object({ id: z.string() }), (input) => ({
    removed: controls.removeFault(input.id),
  }))
  post('faults/clear', nothing, () => controls.clearFaults())
  post(
    'orders',
    z.object({
      planId: z.string(),
      variantIds: z.array(z.string()).optional(),
      labs: z.boolean().optional(),
    }),
    ({ planId, ...options }) => ({ orderId: controls.placeOrder(planId, options) ?? null }),
  )
  post('labs', z.object({ labOrderId: z.string(), state: labStateSchema }), (input) => ({
    ok: controls.moveLab(input.labOrderId, input.state),
  }))
  post('plans/cancel', z.object({ planId: z.string() }), (input) => ({
    ok: controls.cancelPlanInApp(input.planId),
  }))
  post('inspect', z.object({ token: z.string() }), (input) => controls.inspect(input.token))

  app.get('/control/api/state', () => controls.state())
  app.get('/control/api/plans', () => controls.plans())
  app.get('/control/api/lab-orders', () => controls.labOrders())
  app.get('/control/api/patients', () => controls.patients())
  app.get('/control/api/settings', () => controls.settings())
  app.get('/control/api/counters', () => controls.counters())
  app.get('/control/api/faults', () => controls.faults())
}
