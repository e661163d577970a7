/** For tests: the embed with everything outside it replaced by recorders, and a clock that is moved by hand. */
import { expect, vi } from 'vitest'
import type {
  EmbedReport,
  MountInstruction,
  PlanProgress,
  SessionGrant,
} from '../../../src/shared/contract/embed'
import { ok, type Result } from '../../../src/shared/failures'
import { ManualClock } from '../../../src/main/platform/clock/manual-clock'
import { silentLogger } from '../../../src/main/platform/logging/logger'
import type { Session } from '../../../src/main/identity/session'
import type { Application } from '../../../src/main/integrations/fullscript/types'
import { DEFAULT_ASSUMPTIONS } from '../../../src/main/integrations/fullscript/unknowns'
import type {
  EmbedAddresses,
  EmbedView,
  EmbedViewEvents,
  Placement,
} from '../../../src/main/integrations/fullscript/embed/embed-ports'
import { EmbedService } from '../../../src/main/integrations/fullscript/embed/embed-service'
import type {
  UnsentPlan,
  UnsentPlans,
} from '../../../src/main/integrations/fullscript/embed/unsent-plan-repository'
import { roleOf } from '../roles'

export function deferred<T>() {
  let resolve!: (value: T) => void
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}

/** A view that says what was done with it. */
export class FakeView implements EmbedView {
  readonly mounted: MountInstruction[] = []
  readonly placed: Placement[] = []
  focused = 0
  destroyed = false
  away = false
  readonly gone = deferred<undefined>()

  constructor(
    readonly pageId: number,
    readonly addresses: EmbedAddresses,
    readonly events: EmbedViewEvents,
  ) {}
  mount(instruction: MountInstruction) {
    this.mounted.push(instruction)
  }
  place(placement: Placement) {
    this.placed.push(placement)
  }
  focus() {
    this.focused += 1
  }
  setAside() {
    this.away = true
  }
  bringBack() {
    this.away = false
  }
  picture() {
    return Promise.resolve(this.away ? null : 'data:image/jpeg;base64,AA==')
  }
  async destroy() {
    this.destroyed = true
    await this.gone.promise
  }
}

export const patientId = '11111111-1111-4111-8111-111111111111'

export const other = '22222222-2222-4222-8222-222222222222'

export const bounds = { x: 10, y: 20, width: 300, height: 200 }

export const request = { patientId, feature: 'platform', entrypoint: 'catalog', bounds } as const

export const application: Application = {
  environment: 'us-snd',
  hosts: {
    api: 'https://api-us-snd.fullscript.io/api',
    authorize: 'https://x.example',
    embed: 'https://us-snd.fullscript.io',
  },
  clientId: 'client',
  clientSecret: 'secret',
  publicKey: 'key',
  originUri: 'https://app.yarrow.localhost',
  authorization: 'person',
  feature: 'treatmentPlan',
  wayBack: 'loopback',
  loopbackPorts: [],
  assumptions: DEFAULT_ASSUMPTIONS,
}

export const june: Session = {
  id: 'session',
  person: {
    id: '33333333-3333-4333-8333-333333333333',
    username: 'june',
    displayName: 'June',
    credentials: '',
    ...roleOf('practitioner'),
    practiceName: 'Meadowlark',
  },
  personKey: Buffer.alloc(32),
  practiceKey: Buffer.alloc(32),
}

/** What the records would hold; written in the order in which it was asked for. */
class FakeUnsentPlans implements UnsentPlans {
  readonly rows = new Map<string, UnsentPlan>()
  readonly #now: () => number
  constructor(now: () => number) {
    this.#now = now
  }
  #put(personId: string, patientId: string, why: UnsentPlan['why']) {
    this.rows.set(`${personId} ${patientId}`, { patientId, endedAt: this.#now(), why })
    return Promise.resolve(ok(null))
  }
  keep(personId: string, patientId: string) {
    return this.#put(personId, patientId, 'stopped')
  }
  end(personId: string, patientId: string, why: UnsentPlan['why']) {
    return this.#put(personId, patientId, why)
  }
  forget(personId: string, patientId: string) {
    this.rows.delete(`${personId} ${patientId}`)
    return Promise.resolve(ok(null))
  }
  of(personId: string) {
    return Promise.resolve(
      ok([...this.rows].filter(([key]) => key.startsWith(personId)).map(([, row]) => row)),
    )
  }
}

export function setUp() {
  const clock = new ManualClock()
  const views: FakeView[] = []
  const told: PlanProgress[] = []
  const listeners: ((session: Session | null) => void | Promise<void>)[] = []
  const now = {
    session: june as Session | null,
    locked: false,
    closedCharts: new Set<string>(),
    application: ok(application) as Result<Application>,
    patient: ok({ firstName: 'Ada' }) as Result<MountInstruction['patient']>,
    grant: () => grantFor(120_000),
    selected: ok(null) as Result<null>,
  }
  const grantFor = (life: number): Result<SessionGrant> =>
    ok({
      secretToken: 's'.repeat(48),
      expiresAt: clock.now() + life,
      user: { id: 'u', type: 'Practitioner' },
    })
  const grants = { issue: vi.fn(() => Promise.resolve(now.grant())), used: vi.fn() }
  const intake = {
    receive: vi.fn(() => Promise.resolve(ok({ planId: other }) as Result<{ planId: string }>)),
  }
  const patients = {
    handOver: vi.fn(() => Promise.resolve(now.patient)),
    selected: vi.fn(() => Promise.resolve(now.selected)),
  }
  const focusLeft = vi.fn()
  const unsent = new FakeUnsentPlans(() => clock.now())
  const service = new EmbedService({
    views: {
      create: (addresses, events) => {
        const view = new FakeView(views.length + 1, addresses, events)
        views.push(view)
        return view
      },
    },
    applications: { current: () => Promise.resolve(now.application) },
    patients,
    grants,
    intake,
    sessions: {
      current: () => now.session,
      onChange: (listener) => {
        listeners.push(listener)
        return () => undefined
      },
    },
    clock,
    logger: silentLogger,
    locked: () => now.locked,
    awayClock: clock,
    unsent,
    mayOpenChart: (_personId, id) => Promise.resolve(!now.closedCharts.has(id)),
    nameOf: () => Promise.resolve({ givenName: 'Ada', familyName: 'Byron', preferredName: '' }),
    changed: (progress) => told.push(progress),
    focusLeft,
  })
  /** Every step that the window was told of, of one patient's plan. */
  const steps = (of = patientId) =>
    told
      .filter((progress) => progress.patientId === of)
      .map(({ state }) => (state.step === 'failed' ? `failed ${state.failure.code}` : state.step))
      .filter((step, index, all) => step !== all[index - 1])
  const view = () => {
    const last = views.at(-1)
    if (!last) throw new Error('No view was made')
    return last
  }
  const mountId = () => view().mounted.at(-1)?.mountId ?? -1
  /** As the page of the newest view, or of another one. */
  const report = (said: EmbedReport, from = view()) => service.report(from.pageId, said)
  const sessionGrant = (from = view()) => service.sessionGrant(from.pageId)
  const toAsking = async (
    asked: Omit<typeof request, 'patientId' | 'feature'> & {
      patientId: string
      feature: 'platform' | 'treatmentPlan'
    } = request,
  ) => {
    const mounts = () => views.reduce((sum, { mounted }) => sum + mounted.length, 0)
    const before = mounts()
    const standing = views.filter(({ destroyed }) => !destroyed).length
    const app = now.application.ok ? now.application.value : null
    service.open(asked)
    await vi.waitFor(() => {
      expect(patients.handOver).toHaveBeenLastCalledWith(asked.patientId, app)
      expect(views.filter(({ destroyed }) => !destroyed).length).toBeGreaterThanOrEqual(Math.max(standing, 1))
    })
    await report({ type: 'page-ready' })
    await vi.waitFor(() => {
      expect(mounts()).toBeGreaterThan(before)
    })
  }
  const toReady = async (of = patientId) => {
    await toAsking({ ...request, patientId: of })
    await sessionGrant()
    await report({ type: 'loading', mountId: mountId() })
    view().events.documentSeen()
    await report({ type: 'ready', mountId: mountId() })
  }
  const tell = async (session: Session | null) => {
    now.session = session
    for (const listener of listeners) await listener(session)
  }
  const signOut = () => {
    now.locked = false
    return tell(null)
  }
  const lock = () => {
    now.locked = true
    return tell(null)
  }
  const signIn = (session: Session) => {
    now.locked = false
    return tell(session)
  }
  return {
    clock,
    views,
    view,
    steps,
    now,
    grantFor,
    grants,
    intake,
    patients,
    focusLeft,
    service,
    mountId,
    toAsking,
    toReady,
    report,
    sessionGrant,
    signOut,
    lock,
    signIn,
    unsent,
    told,
  }
}
