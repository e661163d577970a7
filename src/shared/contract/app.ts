/** Bridge area `app`: what this installation is, and the state of its encrypted records. */
import { z } from 'zod'
import { failureSchema } from './failure'
import { call, event, nothing } from './contract'
import { namesSchema, sessionStateSchema } from './people'
import { setupStateSchema } from './setup'

export const appInfoSchema = z.object({
  version: z.string(),
  electron: z.string(),
  chrome: z.string(),
  node: z.string(),
  /** `stand-in`: the runtime for development and tests only; a release never reports it. */
  runtime: z.enum(['electron', 'stand-in']),
  nodeApi: z.string(),
  sqlite: z.string(),
  cipher: z.string(),
  keychain: z.string(),
  build: z.enum(['release', 'development', 'test']),
  demo: z.boolean(),
  /** BCP 47 tag of the person's system, for dates and names. */
  locale: z.string(),
  /** Only in the demo practice: names to sign in with, so that nobody has to look them up. */
  demoAccounts: z.array(z.object({ username: z.string(), displayName: z.string(), roleName: z.string() })),
  demoPassword: z.string().nullable(),
})
export type AppInfo = z.infer<typeof appInfoSchema>

export const storageStateSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('opening') }),
  z.object({ state: z.literal('open') }),
  /** No keychain here: a first start may choose a passphrase, an existing passphrase vault asks for it. */
  z.object({ state: z.literal('passphrase-needed'), first: z.boolean(), failure: failureSchema.nullable() }),
  z.object({
    state: z.literal('failed'),
    failure: failureSchema,
    keptFile: z.string().nullable(),
    /** An administrator's recovery code would open them. */
    recoverable: z.boolean(),
  }),
])
export type StorageState = z.infer<typeof storageStateSchema>

/** Pages outside Yarrow that the app may open, by name; a renderer can never hand over an address. */
export const linkNameSchema = z.enum(['fullscript-dashboard', 'fullscript-guide', 'fullscript-support'])

/** Light or dark, chosen for this computer; `auto`: as the system has it. */
export const appearanceSchema = z.enum(['auto', 'light', 'dark'])
export type Appearance = z.infer<typeof appearanceSchema>

/** What the first screen shows. What is null is not known before the records are open; it is asked for by its own call. */
const firstScreenSchema = z.object({
  storage: storageStateSchema,
  session: sessionStateSchema,
  setup: setupStateSchema.nullable(),
  names: namesSchema.nullable(),
  info: appInfoSchema.nullable(),
})
export type FirstScreen = z.infer<typeof firstScreenSchema>

export const appCalls = {
  /** What `storage`, `people.session`, `setup.state`, `people.names` and `info` answer, in one message. */
  firstScreen: call({ input: nothing, output: firstScreenSchema, capability: 'anyone', audit: null }),
  info: call({ input: nothing, output: appInfoSchema, capability: 'anyone', audit: null }),
  storage: call({ input: nothing, output: storageStateSchema, capability: 'anyone', audit: null }),
  retryStorage: call({ input: nothing, output: storageStateSchema, capability: 'anyone', audit: null }),
  openWithPassphrase: call({
    input: z.object({ passphrase: z.string().min(1).max(1024) }),
    output: storageStateSchema,
    capability: 'anyone',
    audit: null,
  }),
  createPassphraseVault: call({
    input: z.object({ passphrase: z.string().min(15).max(1024) }),
    output: storageStateSchema,
    capability: 'anyone',
    audit: null,
  }),
  /** Where the keychain has lost the key, or the records came from another computer. */
  openWithRecoveryCode: call({
    input: z.object({ code: z.string().trim().min(1).max(100) }),
    output: storageStateSchema,
    capability: 'anyone',
    audit: null,
  }),
  openLink: call({
    input: z.object({ link: linkNameSchema }),
    output: z.null(),
    capability: 'signed-in',
    audit: null,
  }),
  appearance: call({ input: nothing, output: appearanceSchema, capability: 'signed-in', audit: null }),
  /** Counts at once and at the next start. */
  setAppearance: call({
    input: z.object({ appearance: appearanceSchema }),
    output: appearanceSchema,
    capability: 'signed-in',
    audit: null,
  }),
}

/**
 * Something of the records is no longer what it was; whoever shows it asks again. `charts`: who may open the chart. `id`:
 * of the one thing that it is about, such as a plan that has come in.
 */
const recordsChangeSchema = z.object({
  of: z.enum(['accounts', 'audit', 'charts', 'entries', 'plans']),
  patientId: z.uuid().nullable(),
  id: z.uuid().nullable(),
})
export type RecordsChange = z.infer<typeof recordsChangeSchema>

export const appEvents = {
  storageChanged: event(storageStateSchema),
  changed: event(recordsChangeSchema),
}
