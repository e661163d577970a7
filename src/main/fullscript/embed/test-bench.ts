/** For tests: the embed with everything outside it replaced by recorders, and a clock that is moved by hand. */
import { expect, vi } from 'vitest'
import type { EmbedState, MountInstruction, SessionGrant } from '../../../shared/bridge/embed'
import { ok, type Result } from '../../../shared/failures'
import { ManualClock } from '../../clock/manual-clock'
import { silentLogger } from '../../logging/logger'
import type { Session } from '../../people/session'
import type { Application } from '../types'
import { DEFAULT_ASSUMPTIONS } from '../unknowns'
import type { EmbedAddresses, EmbedView, EmbedViewEvents, Placement } from './embed-ports'
import { EmbedService } from './embed-service'

export function deferred<T>() {
  let resolve!: (value: T) => void
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}

class FakeView implements EmbedView {
  readonly mounted: MountInstruction[] = []
  readonly placed: Placement[] = []
  focused = 0
  destroyed = false
  readonly gone = deferred<undefined>()

  constructor(
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
  wayBack: 'loopback',
  loopbackPorts: [],
  assumptions: DEFAULT_ASSUMPTIONS,
}

export function setUp() {
  const clock = new ManualClock()
  const views: FakeView[] = []
  const states: EmbedState[] = []
  const listeners: ((session: Session | null) => void | Promise<void>)[] = []
  const now = {
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
  const intake = { landed: vi.fn(() => Promise.resolve(ok({ planId: other }) as Result<{ planId: string }>)) }
  const patients = {
    handOver: vi.fn(() => Promise.resolve(now.patient)),
    selected: vi.fn(() => Promise.resolve(now.selected)),
  }
  const focusLeft = vi.fn()
  const service = new EmbedService({
    views: {
      create: (addresses, events) => {
        const view = new FakeView(addresses, events)
        views.push(view)
        return view
      },
    },
    applications: { current: () => Promise.resolve(now.application) },
    patients,
    grants,
    intake,
    sessions: {
      current: () => null,
      onChange: (listener) => {
        listeners.push(listener)
        return () => undefined
      },
    },
    clock,
    logger: silentLogger,
    changed: (state) => states.push(state),
    focusLeft,
  })
  const steps = () =>
    states.map((state) => (state.step === 'failed' ? `failed ${state.failure.code}` : state.step))
  const view = () => {
    const last = views.at(-1)
    if (!last) throw new Error('No view was made')
    return last
  }
  const mountId = () => view().mounted.at(-1)?.mountId ?? -1
  const toAsking = async () => {
    service.open(request)
    await vi.waitFor(() => {
      expect(views.length).toBeGreaterThan(0)
    })
    await service.report({ type: 'page-ready' })
    await vi.waitFor(() => {
      expect(view().mounted.length).toBeGreaterThan(0)
    })
  }
  const toReady = async () => {
    await toAsking()
    await service.sessionGrant()
    await service.report({ type: 'loading', mountId: mountId() })
    view().events.documentSeen()
    await service.report({ type: 'ready', mountId: mountId() })
  }
  const changePerson = async () => {
    for (const listener of listeners) await listener(null)
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
    changePerson,
  }
}
