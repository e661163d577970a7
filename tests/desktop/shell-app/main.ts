/**
 * The whole shell of Yarrow with the rooms left out: the real start-up list, window, bridge, embed view and embed
 * page, over a person, a practice and grants that a test sets. So the shell can be tried alone, and made to fail.
 */
import { app, webContents } from 'electron'
import { failed, ok, type Result } from '../../../src/shared/failures'
import type { Person } from '../../../src/shared/contract/people'
import type { MountInstruction, SessionGrant } from '../../../src/shared/contract/embed'
import type { Application } from '../../../src/main/integrations/fullscript/types'
import { everyWindowCall, type WindowHandlers } from '../../../src/main/bridge/register-bridge'
import { createHttp, type HttpRequest } from '../../../src/main/integrations/fullscript/http/http'
import type { Session } from '../../../src/main/identity/session'
import { EmbedService } from '../../../src/main/integrations/fullscript/embed/embed-service'
import { startApplication } from '../../../src/main/app/start-application'
import { roleOf } from '../../support/roles'
import { servicesFrom } from '../../../src/main/app/start-services'
import type { ComposeServices } from '../../../src/main/app/platform'

const person = (number: number): Person => ({
  id: `00000000-0000-4000-8000-00000000000${String(number)}`,
  username: `person${String(number)}`,
  displayName: `Person ${String(number)}`,
  credentials: 'ND',
  ...roleOf('practitioner'),
  practiceName: 'Juniper Practice',
})

const atStart = (fullscript: string) => ({
  session: null as Session | null,
  fullscript,
  patient: { id: 'fs-patient-1', firstName: 'Ada' } as MountInstruction['patient'],
  grantLife: 120_000,
  grants: 0,
  imported: [] as string[],
  links: [] as string[],
})
const state = atStart(process.env.SHELL_FULLSCRIPT ?? '')
const listeners: ((session: Session | null) => void | Promise<void>)[] = []

type SentFromTest = Omit<HttpRequest, 'url' | 'signal'> & { url: string; giveUpAfter?: number }

async function become(number: number | null): Promise<void> {
  state.session =
    number === null
      ? null
      : {
          id: `session-${String(Math.random())}`,
          person: person(number),
          personKey: Buffer.alloc(32),
          practiceKey: Buffer.alloc(32),
        }
  for (const listener of listeners) await listener(state.session)
}

const application = (): Result<Application> =>
  ok({
    environment: 'local',
    hosts: { api: state.fullscript, authorize: state.fullscript, embed: state.fullscript },
    clientId: 'client',
    clientSecret: 'secret',
    publicKey: 'public-key',
    originUri: 'https://app.yarrow.localhost',
    authorization: 'person',
    feature: 'treatmentPlan',
    wayBack: 'loopback',
    loopbackPorts: [],
    assumptions: { pkce: true, clientCredentials: 'body', tokenBody: 'json', idempotencyKey: false },
  })

const grant = (): Result<SessionGrant> => {
  state.grants += 1
  return ok({
    secretToken: `grant${String(state.grants).padStart(43, '0')}`,
    expiresAt: Date.now() + state.grantLife,
    user: { id: 'u1', type: 'Practitioner' },
  })
}

/** Areas whose rooms are left out answer that there is nothing. */
const absent = () => failed('not-found')
const areas: Record<string, Record<string, unknown>> = {}
for (const { area, name } of everyWindowCall()) (areas[area] ??= {})[name] = absent

const compose: ComposeServices = (platform) => {
  const http = createHttp(platform)
  Object.assign(globalThis, {
    shell: {
      state,
      become,
      renew: async (fullscript: string) => {
        await become(null)
        Object.assign(state, atStart(fullscript))
        await become(1)
      },
      contents: () => webContents.getAllWebContents().map((one) => ({ id: one.id, url: one.getURL() })),
      processes: () => app.getAppMetrics().map((one) => one.pid),
      userData: platform.userData,
      send: ({ url, giveUpAfter, ...request }: SentFromTest) =>
        http.send({
          ...request,
          url: new URL(url),
          ...(giveUpAfter === undefined ? {} : { signal: AbortSignal.timeout(giveUpAfter) }),
        }),
    },
  })
  const { embedViews: views, clock, logger, events, focusWindow } = platform
  const embed = new EmbedService({
    views,
    clock,
    logger,
    sessions: {
      current: () => state.session,
      onChange: (listener) => {
        listeners.push(listener)
        return () => undefined
      },
    },
    applications: { current: () => Promise.resolve(application()) },
    patients: {
      handOver: () => Promise.resolve(ok(state.patient)),
      selected: () => Promise.resolve(ok(null)),
    },
    grants: { issue: () => Promise.resolve(grant()), used: () => undefined },
    intake: {
      receive: ({ fullscriptPlanId }) => {
        state.imported.push(fullscriptPlanId)
        return Promise.resolve(ok({ planId: person(9).id }))
      },
    },
    locked: () => false,
    awayClock: clock,
    unsent: {
      keep: () => Promise.resolve(ok(null)),
      end: () => Promise.resolve(ok(null)),
      forget: () => Promise.resolve(ok(null)),
      of: () => Promise.resolve(ok([])),
    },
    mayOpenChart: () => Promise.resolve(true),
    nameOf: () => Promise.resolve(null),
    changed: (changed) => {
      events.send('embed', 'changed', changed)
    },
    focusLeft: (direction) => {
      focusWindow()
      events.send('embed', 'focusLeft', { direction })
    },
  })
  const handlers = {
    ...areas,
    people: {
      ...areas.people,
      current: () => ok(state.session?.person ?? null),
      signOut: async () => {
        await become(null)
        return ok(null)
      },
    },
    embed: {
      ...areas.embed,
      prepare: () => embed.prepare(),
      open: (request: never) => embed.open(request),
      place: (place: never) => embed.place(place),
      close: (plan: never) => embed.close(plan),
      retry: (plan: never) => embed.retry(plan),
      focus: (plan: never) => embed.focus(plan),
      picture: (plan: never) => embed.picture(plan),
      plans: () => embed.plans(),
    },
  }
  return {
    window: handlers as unknown as WindowHandlers,
    embedPage: {
      sessionGrant: (pageId) => embed.sessionGrant(pageId),
      report: (pageId, report) => embed.report(pageId, report),
    },
    gate: {
      sessionId: () => state.session?.id ?? null,
      allowed: (capability) => capability === 'anyone' || state.session !== null,
    },
    start: () => become(1),
    receiveLink: (link) => {
      state.links.push(link)
    },
    inputSeen: () => undefined,
    lock: () => undefined,
    checkIdle: () => undefined,
    systemSuspended: () => undefined,
    systemResumed: () => undefined,
    unsent: () => embed.unsent,
    stop: () => embed.shutDown('stopped'),
  }
}

startApplication(() => servicesFrom(compose))
