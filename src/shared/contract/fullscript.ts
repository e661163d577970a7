/** Bridge area `fullscript`: the practice's app settings, a person's connection, and the test page. */
import { z } from 'zod'
import { failureSchema } from './failure'
import { isOriginOfFullscript } from '../vendor-hosts'
import { call, event, nothing } from './contract'

/** `local` stands for any stand-in whose addresses are typed in; development and test builds only. */
export const environmentSchema = z.enum(['us-snd', 'ca-snd', 'us', 'ca', 'local'])
export type Environment = z.infer<typeof environmentSchema>

/** Ways back from the browser, in the order they are tried. */
export const wayBackSchema = z.enum(['loopback', 'deep-link', 'paste'])
export type WayBack = z.infer<typeof wayBackSchema>

export const hostsSchema = z.object({
  /** REST base without trailing slash, e.g. https://api-us-snd.fullscript.io/api (mission/002). */
  api: z.url(),
  /** Page where a person signs in and agrees, e.g. https://api-us-snd.fullscript.io/api/oauth/authorize. */
  authorize: z.url(),
  /** Origin of the embedded feature, no trailing slash, e.g. https://us-snd.fullscript.io. */
  embed: z.url(),
})
export type FullscriptHosts = z.infer<typeof hostsSchema>

/**
 * `clinic`: the app was created before 26 August 2021, so a token speaks for a whole clinic and each person works as
 * the Fullscript user that an administrator chose (mission/001, mission/004).
 */
export const authorizationSchema = z.enum(['person', 'clinic'])
export type Authorization = z.infer<typeof authorizationSchema>

/** What Fullscript's documents leave open and a practice may have to set; the defaults are main's. */
export const assumptionsSchema = z.object({
  /** A challenge in the authorization request and its verifier in the exchange (RFC 7636). */
  pkce: z.boolean(),
  /** Client ID and secret in the body, or by HTTP Basic (RFC 6749 section 2.3.1). */
  clientCredentials: z.enum(['body', 'header']),
  tokenBody: z.enum(['json', 'form']),
  /** An Idempotency-Key header on every POST to the REST API. */
  idempotencyKey: z.boolean(),
})
export type Assumptions = z.infer<typeof assumptionsSchema>

/** What "Add plan" opens: Fullscript's plan builder, or its whole platform with the catalogue first. */
export const planFeatureSchema = z.enum(['treatmentPlan', 'platform'])
export type PlanFeature = z.infer<typeof planFeatureSchema>

/** Everything that is set for one environment; nothing of it is shared with another. */
export const environmentSettingsSchema = z.object({
  environment: environmentSchema,
  hosts: hostsSchema,
  /** Whether a practice typed the hosts; false: those that Fullscript publishes. */
  ownHosts: z.boolean(),
  clientId: z.string(),
  /** The secret itself can be entered and replaced, never read back. */
  hasClientSecret: z.boolean(),
  clientSecretSetAt: z.number().nullable(),
  publicKey: z.string(),
  /** https origin of the embed page; must equal the Origin URI in Fullscript's dashboard. */
  originUri: z.string(),
  wayBack: wayBackSchema,
  /** Fixed loopback ports to try in order; empty: any free port, where the server takes any. */
  loopbackPorts: z.array(z.number().int()),
  authorization: authorizationSchema,
  feature: planFeatureSchema,
  /** What to register as redirect URI in Fullscript's dashboard, exactly. */
  redirectUris: z.array(z.string()),
  assumptions: assumptionsSchema,
})
export type EnvironmentSettings = z.infer<typeof environmentSettingsSchema>

/** Those of the chosen environment, and beside them those of every other that this build may use. */
export const settingsSchema = environmentSettingsSchema.extend({
  others: z.array(environmentSettingsSchema),
})
export type FullscriptSettings = z.infer<typeof settingsSchema>

const settingsFieldsSchema = z.object({
  environment: environmentSchema,
  /** Null: the defaults of the environment. Required for `local`. */
  hosts: hostsSchema.nullable(),
  clientId: z.string().trim().max(200),
  /** Null: leave as it is. */
  clientSecret: z.string().trim().min(1).max(500).nullable(),
  publicKey: z.string().trim().max(200),
  originUri: z
    .string()
    .trim()
    .regex(/^https:\/\/[a-z0-9.-]+(:\d{1,5})?$/),
  wayBack: wayBackSchema,
  loopbackPorts: z.array(z.number().int().min(1024).max(65535)).max(10),
  /** Left out: as it is; `person` for an environment that had no settings. */
  authorization: authorizationSchema.optional(),
  /** Left out: as it is; the plan builder for an environment that had no settings. */
  feature: planFeatureSchema.optional(),
  /** Left out: as they are. */
  assumptions: assumptionsSchema.optional(),
})
export const settingsInputSchema = settingsFieldsSchema.refine(
  ({ originUri, hosts }) => !isOriginOfFullscript(originUri, hosts),
  { path: ['originUri'], error: 'an origin of Fullscript' },
)
export type FullscriptSettingsInput = z.infer<typeof settingsInputSchema>

/** People at Fullscript. */
export const userTypeSchema = z.enum(['Practitioner', 'Staff'])
export type UserType = z.infer<typeof userTypeSchema>
/** Whom a token can speak for. */
export const ownerTypeSchema = z.enum(['Practitioner', 'Staff', 'Clinic'])
export const ownerSchema = z.object({
  id: z.string(),
  type: ownerTypeSchema,
  /** Name as Fullscript's clinic lists it; empty when it could not be read. */
  name: z.string(),
  clinicName: z.string(),
})
export type ResourceOwner = z.infer<typeof ownerSchema>

export const connectionSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('not-configured') }),
  z.object({ state: z.literal('not-connected') }),
  /** Clinic-level: no clinic is connected, or no longer the one that this person works in. */
  z.object({ state: z.literal('clinic-not-connected') }),
  /** Clinic-level: nobody has chosen yet who this person is at Fullscript. */
  z.object({ state: z.literal('not-mapped') }),
  z.object({
    state: z.enum(['connected', 'reconnect-needed']),
    owner: ownerSchema,
    clinicId: z.string().nullable(),
    scopes: z.array(z.string()),
    missingScopes: z.array(z.string()),
    connectedAt: z.number(),
    accessExpiresAt: z.number().nullable(),
    pendingRevocations: z.number().int(),
    /** When scopes were added to the practice's app, if that was after this connection was made; null else. */
    scopesAddedAt: z.number().nullable(),
    /** Until when the person does not want to be asked to connect again; it may be over. */
    snoozedUntil: z.number().nullable(),
    /** There when the tokens are the clinic's, and `owner` is the user that this person works as. */
    through: z.literal('clinic').optional(),
  }),
])
export type Connection = z.infer<typeof connectionSchema>

/** The connect flow as the window sees it: no code, no state, and no address but the one that is registered anyway. */
export const connectStateSchema = z.discriminatedUnion('step', [
  z.object({ step: z.literal('idle') }),
  z.object({ step: z.literal('preparing') }),
  z.object({
    step: z.literal('waiting'),
    wayBack: wayBackSchema,
    /** Must be registered in Fullscript's dashboard exactly like this; Fullscript answers 404 otherwise. */
    redirectUri: z.string(),
    /** Epoch milliseconds; at most ten minutes from the start (mission/001). */
    deadline: z.number(),
    /** An answer came that does not belong to this attempt (F-111); the attempt stays alive. */
    unexpectedResponse: z.boolean(),
    /** The browser could not be opened; the person may copy the link (F-128). */
    browserFailed: z.boolean(),
  }),
  z.object({ step: z.literal('exchanging') }),
  z.object({ step: z.literal('confirming'), owner: ownerSchema, previousOwner: ownerSchema.nullable() }),
  z.object({ step: z.literal('saving') }),
  z.object({ step: z.literal('connected'), owner: ownerSchema }),
  z.object({ step: z.literal('failed'), failure: failureSchema }),
])
export type ConnectState = z.infer<typeof connectStateSchema>

export const testAnswerSchema = z.object({
  step: z.enum(['oauth', 'clinic', 'grant']),
  ok: z.boolean(),
  failure: failureSchema.nullable(),
  /** HTTP status, null when no answer came. */
  status: z.number().nullable(),
  milliseconds: z.number(),
  /** The answer as shown: labels and values with secrets masked (first four characters and the length). */
  fields: z.array(z.object({ label: z.string(), value: z.string() })),
  /** For the grant: when it lapses, by the server's clock translated to ours. */
  expiresAt: z.number().nullable(),
})
export type TestAnswer = z.infer<typeof testAnswerSchema>

/** A clinic that is connected as a whole, for an app created before 26 August 2021 (mission/001). */
export const connectedClinicSchema = z.object({
  clinicId: z.string(),
  /** Empty when it was never read. */
  name: z.string(),
  state: z.enum(['connected', 'reconnect-needed']),
  connectedAt: z.number(),
  connectedByName: z.string(),
  /** To the hour; null when not used since. */
  lastUsedAt: z.number().nullable(),
  missingScopes: z.array(z.string()),
  /** Connected before scopes were added, and to be connected again. */
  toReauthorize: z.boolean(),
})
export type ConnectedClinic = z.infer<typeof connectedClinicSchema>

/** Everybody's connection as an administrator sees it; never a token. */
export const overviewSchema = z.object({
  /** Null before the practice's app was entered. */
  environment: environmentSchema.nullable(),
  authorization: authorizationSchema,
  scopesAddedAt: z.number().nullable(),
  clinics: z.array(connectedClinicSchema),
  people: z.array(
    z.object({
      personId: z.uuid(),
      displayName: z.string(),
      roleName: z.string(),
      active: z.boolean(),
      connection: z
        .object({
          state: z.enum(['connected', 'reconnect-needed']),
          owner: ownerSchema,
          connectedAt: z.number(),
          /** To the hour; null when not used since. */
          lastUsedAt: z.number().nullable(),
          missingScopes: z.array(z.string()),
          /** Connected before scopes were added, and asked to connect again. */
          toReauthorize: z.boolean(),
        })
        .nullable(),
      /** What Fullscript has not confirmed as revoked; of somebody else it is told at that person's next sign-in. */
      pendingRevocations: z.number().int(),
    }),
  ),
})
export type Overview = z.infer<typeof overviewSchema>
export type OverviewRow = Overview['people'][number]

/** How far the end of a connection has come at Fullscript; here it is always ended. */
export const endingSchema = z.enum(['done', 'pending', 'at-next-sign-in'])
export type Ending = z.infer<typeof endingSchema>

export const fullscriptCalls = {
  settings: call({ input: nothing, output: settingsSchema, capability: 'practice:settings', audit: null }),
  saveSettings: call({
    input: settingsInputSchema,
    output: settingsSchema,
    capability: 'practice:settings',
    audit: 'fullscript.settings-saved',
  }),
  connection: call({ input: nothing, output: connectionSchema, capability: 'signed-in', audit: null }),
  connect: call({
    /** `trial`: from the test page, which asks afterwards whether to keep it. */
    input: z.object({ wayBack: wayBackSchema.nullable(), trial: z.boolean().optional() }),
    output: connectStateSchema,
    capability: 'fullscript:connect',
    audit: 'fullscript.connect',
  }),
  connectState: call({ input: nothing, output: connectStateSchema, capability: 'signed-in', audit: null }),
  // How an attempt ends is in the audit where it ends.
  cancelConnect: call({ input: nothing, output: z.null(), capability: 'fullscript:connect', audit: null }),
  copyConnectLink: call({ input: nothing, output: z.null(), capability: 'fullscript:connect', audit: null }),
  pasteAddress: call({
    input: z.object({ address: z.string().max(16_384) }),
    output: z.null(),
    capability: 'fullscript:connect',
    audit: 'fullscript.connect',
  }),
  confirmOwner: call({
    input: z.object({ accept: z.boolean() }),
    output: connectStateSchema,
    capability: 'fullscript:connect',
    audit: 'fullscript.connected',
  }),
  disconnect: call({
    input: nothing,
    output: z.object({ revoked: z.enum(['done', 'pending']) }),
    capability: 'fullscript:connect',
    audit: 'fullscript.disconnected',
  }),
  /** Fullscript's clock minus this computer's, milliseconds, when it is more than two minutes (F-309); else null. */
  clockSkew: call({ input: nothing, output: z.number().nullable(), capability: 'signed-in', audit: null }),
  /** Does not want to be asked before tomorrow to connect again. */
  snooze: call({ input: nothing, output: z.null(), capability: 'fullscript:connect', audit: null }),
  overview: call({ input: nothing, output: overviewSchema, capability: 'fullscript:oversee', audit: null }),
  /** `fullscript-not-connected` when there is nothing to end. */
  disconnectPerson: call({
    input: z.object({ personId: z.uuid() }),
    output: z.object({ revoked: endingSchema }),
    capability: 'fullscript:oversee',
    audit: 'fullscript.disconnected-for',
  }),
  disconnectEveryone: call({
    input: nothing,
    output: z.object({ ended: z.number().int() }),
    capability: 'fullscript:oversee',
    audit: 'fullscript.disconnected-for',
  }),
  /** Scopes were added to the practice's app at that moment, so everybody is asked to connect again; null: not so. */
  sayScopesAdded: call({
    input: z.object({ at: z.number().int().min(0).nullable() }),
    output: overviewSchema,
    capability: 'fullscript:oversee',
    audit: 'fullscript.scopes-added',
  }),
  testStep: call({
    /** `trial`: with the attempt that waits for a confirmation instead of the person's connection. */
    input: z.object({ step: z.enum(['oauth', 'clinic', 'grant']), trial: z.boolean().optional() }),
    output: testAnswerSchema,
    capability: 'fullscript:connect',
    audit: null,
  }),
}

export const fullscriptEvents = {
  connectChanged: event(connectStateSchema),
  connectionChanged: event(connectionSchema),
  clockSkewChanged: event(z.number().nullable()),
}
