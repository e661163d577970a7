/**
 * The practice's own Fullscript app: one whole record for each environment, one of them chosen. The client secret
 * is sealed under the practice key; it can be entered and replaced, and is never read back to a window.
 */
import {
  type Environment,
  environmentSchema,
  type EnvironmentSettings,
  type FullscriptSettings,
  type FullscriptSettingsInput,
  hostsSchema,
  wayBackSchema,
  type FullscriptHosts,
} from '../../../shared/contract/fullscript'
import { changedFields } from '../../../shared/audit-subjects'
import { failed, ok, type Result } from '../../../shared/failures'
import { isOriginOfFullscript } from '../../../shared/vendor-hosts'
import { Listeners } from '../../../shared/listeners'
import type { Clock } from '../../platform/clock/clock'
import type { Sessions } from '../../identity/session'
import { sealText, unsealText } from '../../platform/crypto/seal'
import { withStorageFailures } from '../../records/database-errors'
import type { Records } from '../../records/unit-of-work'
import {
  applicationRow,
  applicationRows,
  type ApplicationRow as Row,
  chosenRow,
  saveApplication,
} from './application-repository'
import { available, type Build, defaultHosts, unusableHost } from './environments'
import type { Application, Applications } from './types'
import { readAssumptions } from './unknowns'

/** Addresses to register in Fullscript's dashboard; made by connect/. */
export type RedirectUris = (
  of: Pick<Application, 'environment' | 'wayBack' | 'loopbackPorts'>,
) => readonly string[]

type Dependencies = {
  records: Records
  sessions: Sessions
  clock: Clock
  build: Build
  redirectUris: RedirectUris
  /** Shown until a practice has saved its own; https origin of the embed page. */
  defaultOriginUri: string
  /** Likewise: the loopback ports that are registered, in the order they are tried. */
  defaultLoopbackPorts: readonly number[]
}

/** What an environment's client secret is sealed with, under the practice key. */
export const secretIdentity = (environment: string) => [
  'fullscript_application',
  environment,
  'client_secret',
]

const hostsOf = (row: Row): FullscriptHosts | null =>
  row.hosts === null
    ? defaultHosts(environmentSchema.parse(row.environment))
    : hostsSchema.parse(JSON.parse(row.hosts))

const portsOf = (row: Row): number[] => row.loopbackPorts.split(',').filter(Boolean).map(Number)

/** What the audit record may say of a save: that one of these was changed, never what stood or stands in it. */
const FIELDS = [
  'chosen',
  'clientId',
  'clientSecretSealed',
  'publicKey',
  'hosts',
  'originUri',
  'wayBack',
  'loopbackPorts',
  'authorization',
  'feature',
  'assumptions',
] as const satisfies readonly (keyof Row)[]

/** A row as it is compared: assumptions that were never chosen are the default ones. */
const comparable = (row: Partial<Row>): Partial<Row> =>
  row.assumptions === undefined
    ? row
    : { ...row, assumptions: JSON.stringify(readAssumptions(row.assumptions)) }

const NO_HOSTS: FullscriptHosts = {
  api: 'http://127.0.0.1/api',
  authorize: 'http://127.0.0.1/api/oauth/authorize',
  embed: 'https://127.0.0.1',
}

export class ApplicationSettings implements Applications {
  readonly #deps: Dependencies
  /** Opened apps of the session that opened them. */
  #opened: { sessionId: string; chosen: Application | null; all: Map<Environment, Application> } | null = null
  readonly #listeners = new Listeners()

  constructor(dependencies: Dependencies) {
    this.#deps = dependencies
    dependencies.sessions.onChange(() => {
      this.#opened = null
    })
  }

  /** Called after settings were saved. */
  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener)
  }

  async current(): Promise<Result<Application>> {
    const known = this.#openedNow()?.chosen
    if (known) return ok(known)
    const opened = this.#open(await this.#deps.records.read(chosenRow))
    const now = this.#openedNow()
    if (opened.ok && now) now.chosen = opened.value
    return opened
  }

  /** The app of one environment, chosen or not: a token is revoked where it was issued (F-322). */
  async of(environment: Environment): Promise<Result<Application>> {
    const known = this.#openedNow()?.all.get(environment)
    if (known) return ok(known)
    const opened = this.#open(await this.#deps.records.read((handle) => applicationRow(handle, environment)))
    if (opened.ok) this.#openedNow()?.all.set(environment, opened.value)
    return opened
  }

  /** The chosen environment, also when nobody is signed in; null before anything was saved. */
  async environment(): Promise<Environment | null> {
    const row = await this.#deps.records.read(chosenRow)
    return row ? environmentSchema.parse(row.environment) : null
  }

  /** The settings as a window may see them. */
  async read(): Promise<Result<FullscriptSettings>> {
    return withStorageFailures(async () => {
      const rows = await this.#deps.records.read(applicationRows)
      const saved = new Map(rows.map((row) => [row.environment, row]))
      const row = [...saved.values()].find(({ chosen }) => chosen === 1) ?? this.#blank('us-snd')
      const others = available(this.#deps.build)
        .filter((environment) => environment !== row.environment)
        .map((environment) => this.#shown(saved.get(environment) ?? this.#blank(environment)))
      return ok({ ...this.#shown(row), others })
    })
  }

  /** `invalid-input` names the field in `detail`; `signed-out` when there is no practice key to seal with. */
  async save(input: FullscriptSettingsInput): Promise<Result<FullscriptSettings>> {
    const { sessions, records, clock, build } = this.#deps
    const session = sessions.current()
    if (!session) return failed('signed-out')
    const { environment } = input
    if (!available(build).includes(environment)) return failed('invalid-input', { detail: 'environment' })
    const hosts = input.hosts ?? defaultHosts(environment)
    if (!hosts) return failed('invalid-input', { detail: 'hosts' })
    const unusable = unusableHost(environment, hosts)
    if (unusable) return failed('invalid-input', { detail: `hosts.${unusable}` })
    if (isOriginOfFullscript(input.originUri, hosts)) return failed('invalid-input', { detail: 'originUri' })
    const actor = { personId: session.person.id }
    const action = 'fullscript.settings-saved'
    const written = await records.run(actor, action, null, async (handle, unit) => {
      const now = clock.now()
      const values = {
        chosen: 1 as const,
        hosts: input.hosts ? JSON.stringify(input.hosts) : null,
        clientId: input.clientId,
        publicKey: input.publicKey,
        originUri: input.originUri,
        wayBack: input.wayBack,
        loopbackPorts: input.loopbackPorts.join(','),
        updatedAt: now,
        ...(input.authorization ? { authorization: input.authorization } : {}),
        ...(input.feature ? { feature: input.feature } : {}),
        ...(input.assumptions ? { assumptions: JSON.stringify(input.assumptions) } : {}),
        ...(input.clientSecret === null
          ? {}
          : {
              clientSecretSealed: sealText(
                session.practiceKey,
                secretIdentity(environment),
                input.clientSecret,
              ),
              clientSecretSetAt: now,
            }),
      }
      const before = await applicationRow(handle, environment)
      const known = before ?? { ...this.#blank(environment), chosen: 0 as const }
      const changed = changedFields<Row>(FIELDS, comparable(known), comparable(values))
      await saveApplication(handle, environment, values)
      unit.row({ subject: changed ? `${environment} ${changed}` : environment })
      return ok(null)
    })
    if (!written.ok) return written
    this.#opened = null
    this.#listeners.tell()
    return this.read()
  }

  #openedNow() {
    const session = this.#deps.sessions.current()
    if (!session) return null
    if (this.#opened?.sessionId !== session.id) {
      this.#opened = { sessionId: session.id, chosen: null, all: new Map() }
    }
    return this.#opened
  }

  #open(row: Row | undefined): Result<Application> {
    const session = this.#deps.sessions.current()
    if (!session) return failed('signed-out')
    const hosts = row && hostsOf(row)
    if (!row || !hosts || !row.clientId || !row.publicKey || !row.clientSecretSealed) {
      return failed('fullscript-not-configured')
    }
    const environment = environmentSchema.parse(row.environment)
    if (!available(this.#deps.build).includes(environment)) return failed('fullscript-not-configured')
    const clientSecret = unsealText(
      session.practiceKey,
      secretIdentity(row.environment),
      row.clientSecretSealed,
    )
    if (!clientSecret) return failed('fullscript-not-configured', { detail: 'client secret' })
    return ok({
      environment,
      hosts,
      clientId: row.clientId,
      clientSecret,
      publicKey: row.publicKey,
      originUri: row.originUri,
      wayBack: wayBackSchema.parse(row.wayBack),
      loopbackPorts: portsOf(row),
      authorization: row.authorization,
      feature: row.feature,
      assumptions: readAssumptions(row.assumptions),
    })
  }

  #blank(environment: Environment): Row {
    return {
      environment,
      chosen: 1,
      hosts: null,
      clientId: '',
      clientSecretSealed: null,
      clientSecretSetAt: null,
      publicKey: '',
      originUri: this.#deps.defaultOriginUri,
      wayBack: 'loopback',
      loopbackPorts: this.#deps.defaultLoopbackPorts.join(','),
      updatedAt: 0,
      scopesAddedAt: null,
      assumptions: null,
      authorization: 'person',
      feature: 'treatmentPlan',
    }
  }

  #shown(row: Row): EnvironmentSettings {
    const environment = environmentSchema.parse(row.environment)
    const wayBack = wayBackSchema.parse(row.wayBack)
    const loopbackPorts = portsOf(row)
    return {
      environment,
      hosts: hostsOf(row) ?? NO_HOSTS,
      ownHosts: row.hosts !== null,
      clientId: row.clientId,
      hasClientSecret: row.clientSecretSealed !== null,
      clientSecretSetAt: row.clientSecretSetAt,
      publicKey: row.publicKey,
      originUri: row.originUri,
      wayBack,
      loopbackPorts,
      authorization: row.authorization,
      feature: row.feature,
      assumptions: readAssumptions(row.assumptions),
      redirectUris: [...this.#deps.redirectUris({ environment, wayBack, loopbackPorts })],
    }
  }
}
