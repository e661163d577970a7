/**
 * What the Fullscript tests stand on: the local Fullscript over real HTTP, a real encrypted file, real sign-in keys, and
 * Yarrow's own services between them. Every request that leaves is recorded; a test may put a fault before the network.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { startSandbox, type SandboxOptions } from '../../sandbox/server'
import { createAudit } from '../../src/main/audit/audit-service'
import { PlansService } from '../../src/main/chart/plans-service'
import { ManualClock } from '../../src/main/platform/clock/manual-clock'
import { redirectUris } from '../../src/main/integrations/fullscript/connect/redirect-uris'
import type { ApiAnswer, ApiRequest } from '../../src/main/integrations/fullscript/api/transport'
import type { Fetch } from '../../src/main/integrations/fullscript/http/http'
import type { FullscriptContext } from '../../src/main/integrations/fullscript/context'
import { createFullscriptServices } from '../../src/main/integrations/fullscript/services'
import type { LogFields, Logger } from '../../src/main/platform/logging/logger'
import type { Session } from '../../src/main/identity/session'
import { CurrentSession } from '../../src/main/identity/current-session'
import { createDoor, createRegistry } from '../../src/main/patients/registry'
import { newKey } from '../../src/main/platform/crypto/seal'
import { migrate } from '../../src/main/records/migrate'
import { migrations, NEWEST_VERSION } from '../../src/main/records/migrations/index'
import { temporaryFolder, testChain } from '../../src/main/records/temporary-database'
import { failed, type Result } from '../../src/shared/failures'
import type { Assumptions } from '../../src/shared/contract/fullscript'
import type { Person } from '../../src/shared/contract/people'
import type { PatientFields } from '../../src/shared/contract/patients'
import { callbacksAt, loopbackPorts } from '../support/loopback-ports'
import { nodeFetch } from '../support/node-fetch'
import { recordsWorker } from '../support/records-worker'
import { roleOf } from '../support/roles'

/** Pauses shorter than a time-out pass at once; time-outs and long waits only when a test moves the clock. */
export class EagerClock extends ManualClock {
  readonly #short: number

  /** `short`: pauses below it pass at once, milliseconds. */
  constructor(now: number, short = 5_000) {
    super(now)
    this.#short = short
  }

  override after(milliseconds: number, action: () => void) {
    if (milliseconds >= this.#short) return super.after(milliseconds, action)
    let cancelled = false
    setImmediate(() => {
      if (cancelled) return
      this.advance(milliseconds)
      action()
    })
    return () => {
      cancelled = true
    }
  }
}

export type Sent = { method: string; url: string; headers: Record<string, string>; body: string }

/** Stands before the network: answers itself, throws, or returns null to let the request through. */
export type Intercept = (request: Sent) => Promise<Response | null> | Response | null

type Asker = string | { kind: 'clinic'; clinicId: string }

export type RigOptions = {
  /** Which kind of app: of today, or created before 26 August 2021. */
  level?: 'role' | 'clinic'
  sandbox?: SandboxOptions
  build?: 'test' | 'release'
}

export type Rig = Awaited<ReturnType<typeof startRig>>

function recordingLogger() {
  const lines: string[] = []
  const write = (message: string, fields?: LogFields & { error?: unknown }) => {
    lines.push(
      `${message} ${JSON.stringify(fields ?? {}, (_key, value: unknown) => (value instanceof Error ? value.stack : value))}`,
    )
  }
  const logger: Logger = { info: write, warn: write, error: write }
  return { logger, lines }
}

export async function startRig(options: RigOptions = {}) {
  const ports = await loopbackPorts()
  const registered = callbacksAt(ports)
  const [redirectUri = ''] = registered
  const sandbox = await startSandbox({ https: false, redirectUris: registered, ...options.sandbox })
  const { folder, remove } = temporaryFolder()
  const file = join(folder, 'yarrow.db')
  const key = newKey()
  const practiceKey = newKey()
  const first = await recordsWorker.open({ file, key, mode: 'create', newestVersion: NEWEST_VERSION })
  await migrate(first, migrations)

  const people = await Promise.all(
    (
      [
        ['june', 'June Hartwell', 'practitioner-administrator'],
        ['priya', 'Priya Raman', 'staff'],
      ] as const
    ).map(async ([username, displayName, role]) => {
      const id = randomUUID()
      const row = { id, username, displayName, credentials: '', npi: '', active: 1 as const, createdAt: 1 }
      await first
        .insertInto('person')
        .values({ ...row, role })
        .execute()
      const person: Person = {
        ...{ id, username, displayName, credentials: '', practiceName: 'Meadowlark' },
        ...roleOf(role),
      }
      return { person, personKey: newKey() }
    }),
  )
  const clock = new EagerClock(Date.now())
  const { logger, lines } = recordingLogger()
  const sent: Sent[] = []
  const network: { intercept: Intercept } = { intercept: () => null }
  const fetchRecorded: Fetch = async (url, init) => {
    const { method, body } = init
    const request = {
      method,
      url,
      headers: init.headers,
      body: body ?? '',
    }
    sent.push(request)
    return (await network.intercept(request)) ?? nodeFetch(url, init)
  }

  const assemble = (database: typeof first) => {
    const sessions = new CurrentSession(clock, logger)
    const door = createDoor({
      logger,
      database,
      stationId: 'station',
      clock,
      audit: createAudit({ clock, appVersion: '0.0.0', chain: testChain() }),
    })
    const { audit, records } = door
    const { charts, patients } = createRegistry({ ...door, clock, sessions })
    const plans = new PlansService({ ...door, clock })
    const services = createFullscriptServices({
      records,
      sessions,
      audit,
      clock,
      logger,
      stationId: 'station',
      fetch: fetchRecorded,
      build: options.build ?? 'test',
      redirectUris,
      defaultOriginUri: 'https://app.yarrow.localhost',
      defaultLoopbackPorts: ports,
      plans,
      patients,
      everybody: () =>
        Promise.resolve(
          people.map(({ person: { id, displayName, roleName, capabilities } }) => ({
            ...{ id, displayName, roleName, capabilities, npi: '' },
            active: true,
          })),
        ),
    })
    return { database, records, sessions, audit, plans, patients, charts, services }
  }
  let app = assemble(first)

  const { http } = sandbox.addresses
  const application = sandbox.addresses.applications.find(({ level }) => level === (options.level ?? 'role'))
  if (!application) throw new Error('The local Fullscript has no application')

  const rig = {
    sandbox,
    application,
    clock,
    file,
    key,
    sent,
    network,
    /** What was logged, one text for each line. */
    lines,
    get app() {
      return app
    },
    get services() {
      return app.services
    },
    get database() {
      return app.database
    },

    /** Keys are copied, because signing out wipes them. */
    async signIn(username: 'june' | 'priya'): Promise<Session> {
      const found = people.find(({ person }) => person.username === username)
      if (!found) throw new Error(`Nobody is called ${username}`)
      if (app.sessions.current()) await app.sessions.end()
      const session = {
        id: randomUUID(),
        person: found.person,
        personKey: Buffer.from(found.personKey),
        practiceKey: Buffer.from(practiceKey),
      }
      await app.sessions.begin(session)
      return session
    },
    /** As a service's door does, for this one action: of the person signed in, or of a clinic by its name. */
    async contextOf(who: Asker): Promise<Result<FullscriptContext>> {
      const { contexts } = app.services
      if (typeof who !== 'string') return contexts.forClinic(who.clinicId)
      return app.sessions.current()?.person.id === who ? contexts.current() : failed('signed-out')
    },
    tokens: {
      async accessToken(who: Asker) {
        const context = await rig.contextOf(who)
        return context.ok ? app.services.accessTokens.accessToken(context.value) : context
      },
      async refreshNow(who: Asker) {
        const context = await rig.contextOf(who)
        return context.ok ? app.services.accessTokens.refreshNow(context.value) : context
      },
      async rejected(who: Asker, token: string) {
        const context = await rig.contextOf(who)
        return context.ok ? app.services.accessTokens.rejected(context.value, token) : context
      },
    },
    api: {
      async call<T>(who: Asker, request: ApiRequest<T>): Promise<Result<ApiAnswer<T>>> {
        const context = await rig.contextOf(who)
        return context.ok ? app.services.api.call(context.value, request) : context
      },
    },
    personId: (username: 'june' | 'priya') =>
      people.find(({ person }) => person.username === username)?.person.id ?? '',

    async configure(
      change: { clientSecret?: string; assumptions?: Assumptions; authorization?: 'person' | 'clinic' } = {},
    ) {
      const hosts = { api: `${http}/api`, authorize: `${http}/api/oauth/authorize`, embed: http }
      const saved = await app.services.applications.save({
        environment: 'local',
        hosts,
        clientId: application.clientId,
        clientSecret: change.clientSecret ?? application.clientSecret,
        publicKey: application.publicKey,
        originUri: 'https://app.yarrow.localhost',
        wayBack: 'loopback',
        loopbackPorts: [...ports],
        ...(change.assumptions ? { assumptions: change.assumptions } : {}),
        authorization: change.authorization ?? (options.level === 'clinic' ? 'clinic' : 'person'),
      })
      if (!saved.ok) throw new Error(saved.failure.code)
    },

    /** A code for a Fullscript account, exchanged but not confirmed. */
    async exchange(email: string, signal = new AbortController().signal) {
      const codeVerifier = randomBytes(32).toString('base64url')
      const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url')
      const wanted = { clientId: application.clientId, user: email, redirectUri, codeChallenge }
      const code = sandbox.control.issueCode(wanted)
      if (!code) throw new Error('The local Fullscript gave no code')
      const current = await app.services.applications.current()
      if (!current.ok) throw new Error(current.failure.code)
      const input = { application: current.value, code, redirectUri, codeVerifier, signal }
      return { code, result: await app.services.ledger.exchange(input) }
    },

    async connect(email: string) {
      const { result } = await rig.exchange(email)
      if (!result.ok) throw new Error(result.failure.code)
      const accepted = await app.services.ledger.accept()
      if (!accepted.ok) throw new Error(accepted.failure.code)
      return result.value
    },

    /** June signed in, the practice configured, and her Fullscript account connected. */
    async connected() {
      await rig.signIn('june')
      await rig.configure()
      await rig.connect('june.hartwell@meadowlark.example')
      return rig.personId('june')
    },

    async addPatient(fields: Partial<PatientFields> & Pick<PatientFields, 'givenName' | 'familyName'>) {
      const added = await app.patients.create(null, { ...NOBODY, ...fields })
      if (!added.ok) throw new Error(added.failure.code)
      return added.value
    },

    /** Both clocks: the server's and ours. */
    advance(milliseconds: number) {
      sandbox.control.advance(milliseconds)
      clock.advance(milliseconds)
    },

    /** Sign-in keys, for a process that opens the same file. */
    keysOf: (username: 'june' | 'priya') => ({
      practiceKey,
      personKey: people.find(({ person }) => person.username === username)?.personKey ?? practiceKey,
    }),

    /** Lets go of the file, so that another process can open it. */
    async close() {
      await app.sessions.end()
      await app.services.settled()
      await app.database.destroy()
    },

    async open() {
      app = assemble(await recordsWorker.open({ file, key, mode: 'write', newestVersion: NEWEST_VERSION }))
    },

    /** As if the app had been closed and started again: nobody is signed in, memory is gone. */
    async restart() {
      await rig.close()
      await rig.open()
    },

    audit: () =>
      app.database.selectFrom('auditEvent').select(['action', 'outcome', 'subject']).orderBy('seq').execute(),

    async dispose() {
      await rig.close()
      await sandbox.close()
      remove()
    },
  }
  return rig
}

const NOBODY: PatientFields = {
  givenName: '',
  familyName: '',
  preferredName: '',
  birthDate: null,
  sex: 'unspecified',
  email: '',
  phone: '',
  addressLine1: '',
  addressLine2: '',
  city: '',
  region: '',
  postalCode: '',
  country: '',
  note: '',
}
