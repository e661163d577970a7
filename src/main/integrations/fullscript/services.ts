/** Puts the parts that speak to Fullscript together; everything they need from outside comes in here. */
import type { Audit } from '../../audit/audit'
import type { PlansService } from '../../chart/plans-service'
import type { Clock } from '../../platform/clock/clock'
import type { Logger } from '../../platform/logging/logger'
import type { Sessions } from '../../identity/session'
import type { Records } from '../../records/unit-of-work'
import { Background } from './background'
import { createFullscriptApi } from './api/client'
import { createApiTransport } from './api/transport'
import { watchCalls } from './api/watched-calls'
import { type ChartPatients, PatientLinks } from './embed/patient-links'
import { PatientMatches } from './embed/patient-matches'
import { PlanIntakeService } from './embed/plan-intake'
import { PlanImporter } from './embed/plan-importer'
import { PlanNames } from './embed/plan-names'
import { Retries } from './embed/retries'
import { GrantIssuer } from './embed/session-grant-issuer'
import type { Build } from './environments'
import { ClinicMembership } from './clinics/clinic-membership'
import { ClinicsService } from './clinics/clinics-service'
import { createHttp, type Fetch } from './http/http'
import { FullscriptContexts } from './resolve-context'
import { Oversight } from './oversight'
import { ScopesAdded } from './scopes-added'
import { ApplicationSettings, type RedirectUris } from './settings'
import { testStep } from './test-page'
import { createTrial } from './trial'
import type { TestAnswer } from '../../../shared/contract/fullscript'
import { createAuthorizationClient } from './tokens/authorization-client'
import { ConnectionService } from './tokens/connection-service'
import { endUnsuitable } from './tokens/end-unsuitable'
import { AccessTokenProvider } from './tokens/access-token-provider'
import { LastUse } from './tokens/last-use'
import { Ledger } from './tokens/connect-ledger'
import { Refresher } from './tokens/refresher'
import { Revocations } from './tokens/revocations'
import type { Colleague } from './types'

export type FullscriptDependencies = {
  records: Records
  sessions: Sessions
  audit: Audit
  clock: Clock
  logger: Logger
  fetch: Fetch
  build: Build
  redirectUris: RedirectUris
  defaultOriginUri: string
  defaultLoopbackPorts: readonly number[]
  /** This workstation, in leases. */
  stationId: string
  plans: PlansService
  patients: ChartPatients
  /** Everybody of the practice, for the administrator's overview. */
  everybody: () => Promise<Colleague[]>
}

export function createFullscriptServices(outside: FullscriptDependencies) {
  const background = new Background(outside.logger)
  const dependencies = { ...outside, background }
  const { plans, records } = dependencies
  const http = createHttp(dependencies)
  const applications = new ApplicationSettings(dependencies)
  const authorization = createAuthorizationClient({ http, clock: dependencies.clock })
  const revocations = new Revocations({
    ...dependencies,
    authorization,
    applicationOf: (environment) => applications.of(environment),
  })
  const refresher = new Refresher({ ...dependencies, authorization, revocations })
  const clinic = new ClinicMembership(dependencies)
  const accessTokens = new AccessTokenProvider({ ...dependencies, refresher })
  const transport = createApiTransport({ http, clock: dependencies.clock })
  const environment = () => applications.environment()
  const scopesAdded = new ScopesAdded({ ...dependencies, environment })
  const kept = { ...dependencies, revocations, scopesAdded }
  const connections = new ConnectionService({ ...kept, accessTokens, applications, clinic })
  const oversight = new Oversight({
    ...kept,
    connections,
    environment,
    authorization: async () => {
      const current = await applications.current()
      return current.ok ? current.value.authorization : 'person'
    },
    endClinic: (clinicId) => clinics.disconnect(clinicId),
  })
  const lastUse = new LastUse(dependencies)
  const api = watchCalls({
    api: createFullscriptApi({ transport, tokens: accessTokens }),
    used: (context) => {
      lastUse.note(context)
    },
    lacks: (context, named) => {
      connections.lacks(context, named)
    },
  })
  const changed = (personId: string) => {
    connections.changed(personId)
  }
  const contexts = new FullscriptContexts({ ...dependencies, applications, clinic, api, changed })
  const clinics: ClinicsService = new ClinicsService({
    ...kept,
    accessTokens,
    applications,
    api,
    contexts,
    changed,
  })
  const ledger = new Ledger({
    ...dependencies,
    authorization,
    transport,
    revocations,
    accessTokens,
    changed: (personId) => {
      lastUse.forget()
      connections.changed(personId)
    },
  })
  const tellOwn = () => {
    const session = dependencies.sessions.current()
    if (session) connections.changed(session.person.id)
  }
  scopesAdded.onChange(tellOwn)
  dependencies.sessions.onChange((session) => {
    if (session) background.run(endUnsuitable(session, { applications, connections, records }))
  })
  applications.onChange(() => {
    const session = dependencies.sessions.current()
    if (!session) return
    accessTokens.forget()
    lastUse.forget()
    connections.changed(session.person.id)
    background.run(revocations.run())
  })
  const links = new PatientLinks({ ...dependencies, contexts, api })
  const matches = new PatientMatches({ ...dependencies, links })
  const retries = new Retries(dependencies)
  const names = new PlanNames({ records, api, plans, retries })
  const importer = new PlanImporter({ ...dependencies, api, links, names, retries })
  const arriving = { links, importer, names, retries }
  const intake = new PlanIntakeService({ ...dependencies, applications, contexts, ...arriving })
  const skew = () => http.skew()
  const grants = new GrantIssuer({ ...dependencies, api, contexts, skew })
  const trial = createTrial({ ...dependencies, ledger, transport, contexts, skew })
  return {
    applications,
    api,
    clinics,
    connections,
    contexts,
    grants,
    intake,
    accessTokens,
    ledger,
    links,
    matches,
    oversight,
    revocations,
    scopesAdded,
    /** Resolves when no work in the background is left; tests and the end of the app wait for it. */
    settled: () => background.settled(),
    /** The server's clock minus ours, milliseconds (F-309). */
    skew,
    /** The same while it is so much that it is worth telling, else null. */
    tellingSkew: () => http.tellingSkew(),
    onTellingSkew: (listener: () => void) => http.onTellingSkew(listener),
    testStep: (step: TestAnswer['step'], ofTrial = false) =>
      testStep(ofTrial ? trial : { ...dependencies, accessTokens, connections, contexts, api, grants }, step),
  }
}
