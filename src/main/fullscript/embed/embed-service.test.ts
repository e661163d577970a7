/**
 * Proves that the embed does what its machine says: one grant for one mount, watchdogs, replacement of a lapsing grant,
 * the wrong-patient guard, and that at a change of person everything is gone first (F-401, F-402, F-407, F-809 to F-812).
 */
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { EmbedState, MountInstruction, SessionGrant } from '../../../shared/bridge/embed'
import { failed, ok, type Result } from '../../../shared/failures'
import { ManualClock } from '../../clock/manual-clock'
import { silentLogger } from '../../logging/logger'
import type { Session } from '../../people/session'
import type { Application } from '../types'
import { DEFAULT_ASSUMPTIONS } from '../unknowns'
import { GRANT_MARGIN, PATIENCE } from './embed-machine'
import type { EmbedAddresses, EmbedView, EmbedViewEvents, Placement } from './embed-ports'
import { EmbedService } from './embed-service'

function deferred<T>() {
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

const patientId = '11111111-1111-4111-8111-111111111111'
const other = '22222222-2222-4222-8222-222222222222'
const bounds = { x: 10, y: 20, width: 300, height: 200 }
const request = { patientId, feature: 'platform', entrypoint: 'catalog', bounds } as const

const application: Application = {
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

function setUp() {
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

let at: ReturnType<typeof setUp>
beforeEach(() => {
  at = setUp()
})

describe('opening', () => {
  it('tells the window each step and hands over what was asked', async () => {
    await at.toReady()
    // F-402: from now on this mount gets no other grant.
    expect(at.grants.used.mock.calls).toEqual([[at.mountId()]])
    expect(at.steps()).toEqual(['connecting', 'asking', 'loading', 'ready'])
    expect(at.view().addresses).toEqual({
      pageOrigin: 'https://app.yarrow.localhost',
      fullscriptOrigin: 'https://us-snd.fullscript.io',
      publicKey: 'key',
    })
    expect(at.view().mounted).toEqual([
      {
        mountId: 1,
        publicKey: 'key',
        env: 'us-snd',
        domain: null,
        feature: 'platform',
        entrypoint: 'catalog',
        patient: { firstName: 'Ada' },
      },
    ])
  })

  it('F-813: only a stand-in names its address; elsewhere the package decides', async () => {
    at.now.application = ok({
      ...application,
      environment: 'local',
      hosts: { ...application.hosts, embed: 'http://127.0.0.1:4010' },
    })
    await at.toAsking()
    expect(at.view().mounted[0]).toMatchObject({ env: 'us-snd', domain: 'http://127.0.0.1:4010' })
    expect(at.view().addresses.fullscriptOrigin).toBe('http://127.0.0.1:4010')
  })

  it('is ready ahead without any grant, and opens in the same view', async () => {
    await at.service.prepare()
    await at.service.report({ type: 'page-ready' })
    expect(at.grants.issue).not.toHaveBeenCalled()
    await at.toReady()
    expect(at.views).toHaveLength(1)
    expect(at.grants.issue).toHaveBeenCalledTimes(1)
  })

  it('does not use a view that was made ahead for other settings', async () => {
    await at.service.prepare()
    at.now.application = ok({ ...application, originUri: 'https://embed.practice.example' })
    at.service.open(request)
    await vi.waitFor(() => {
      expect(at.views).toHaveLength(2)
    })
    expect(at.views[0]?.destroyed).toBe(true)
    expect(at.view().addresses.pageOrigin).toBe('https://embed.practice.example')
  })

  it('says what is missing: settings, or an e-mail address of the patient', async () => {
    at.now.application = failed('fullscript-not-configured')
    at.service.open(request)
    await vi.waitFor(() => {
      expect(at.steps()).toEqual(['connecting', 'failed fullscript-not-configured'])
    })
    at = setUp()
    at.now.patient = failed('patient-email-missing')
    at.service.open(request)
    await vi.waitFor(() => {
      expect(at.steps()).toEqual(['connecting', 'failed patient-email-missing'])
    })
    expect(at.view().destroyed).toBe(true)
  })

  it('the second of two quick openings wins', async () => {
    at.service.open(request)
    at.service.open({ ...request, patientId: other })
    await vi.waitFor(() => {
      expect(at.views.length).toBeGreaterThan(0)
    })
    await at.service.report({ type: 'page-ready' })
    await vi.waitFor(() => {
      expect(at.view().mounted).toHaveLength(1)
    })
    expect(at.service.state()).toMatchObject({ value: { patientId: other } })
    expect(at.patients.handOver).toHaveBeenLastCalledWith(other)
  })
})

describe('the grant', () => {
  it('F-402: is given once for a mount and to nobody who was not told to mount', async () => {
    expect(await at.service.sessionGrant()).toMatchObject({ failure: { code: 'not-allowed' } })
    await at.toAsking()
    const both = await Promise.all([at.service.sessionGrant(), at.service.sessionGrant()])
    expect(both.map((result) => result.ok)).toEqual([true, false])
    expect(at.grants.issue).toHaveBeenCalledExactlyOnceWith({ mountId: 1 })
  })

  it('F-508: asked for a thousand times by one mount, one is given', async () => {
    await at.toAsking()
    const answers = await Promise.all(Array.from({ length: 1_000 }, () => at.service.sessionGrant()))
    expect(answers.filter((result) => result.ok)).toHaveLength(1)
    expect(at.grants.issue).toHaveBeenCalledTimes(1)
  })

  it('its refusal becomes the failure that is shown', async () => {
    at.now.grant = () => failed('fullscript-not-connected')
    await at.toAsking()
    await at.service.sessionGrant()
    expect(at.steps().at(-1)).toBe('failed fullscript-not-connected')
  })

  it('F-407, F-507: one that arrives after the view was closed is not handed out', async () => {
    const late = deferred<Result<SessionGrant>>()
    at.grants.issue.mockReturnValueOnce(late.promise)
    await at.toAsking()
    const asked = at.service.sessionGrant()
    at.view().gone.resolve(undefined)
    await at.service.close()
    late.resolve(at.grantFor(120_000))
    expect(await asked).toMatchObject({ ok: false })
  })

  it('F-401: is replaced once, silently, before it lapses unused', async () => {
    at.now.grant = () => at.grantFor(15_000)
    await at.toAsking()
    await at.service.sessionGrant()
    at.clock.advance(15_000 - GRANT_MARGIN)
    expect(at.steps()).toEqual(['connecting', 'asking', 'loading', 'asking'])
    expect(at.view().mounted.map((one) => one.mountId)).toEqual([1, 2])
    await at.service.sessionGrant()
    at.clock.advance(15_000 - GRANT_MARGIN)
    expect(at.steps().at(-1)).toBe('failed embed-grant-expired')
    expect(at.grants.issue).toHaveBeenCalledTimes(2)
  })

  it('retry takes a fresh one, in a fresh view', async () => {
    await at.toReady()
    at.view().events.lost({ code: 'embed-crashed' })
    expect(at.steps().at(-1)).toBe('failed embed-crashed')
    at.service.retry()
    await vi.waitFor(() => {
      expect(at.views).toHaveLength(2)
    })
    await at.toReady()
    expect(at.grants.issue).toHaveBeenCalledTimes(2)
    expect(at.steps().at(-1)).toBe('ready')
  })
})

describe('silence and reports', () => {
  it('F-809: nothing for twenty seconds while loading is a failure, and progress begins the wait anew', async () => {
    await at.toAsking()
    await at.service.sessionGrant()
    at.clock.advance(PATIENCE.loading - 1)
    await at.service.report({ type: 'loading', mountId: at.mountId() })
    at.clock.advance(PATIENCE.loading - 1)
    expect(at.steps().at(-1)).toBe('loading')
    at.clock.advance(1)
    expect(at.steps().at(-1)).toBe('failed embed-silent')
  })

  it('F-812: leaves no timer behind', async () => {
    await at.toReady()
    expect(at.clock.pendingTimers).toBe(0)
  })

  it('F-811: a plan that was sent is passed on by its ids', async () => {
    await at.toReady()
    await at.service.report({
      type: 'plan-activated',
      mountId: at.mountId(),
      fullscriptPlanId: 'plan',
      fullscriptPatientId: 'fs',
    })
    expect(at.intake.landed).toHaveBeenCalledExactlyOnceWith({
      patientId,
      fullscriptPlanId: 'plan',
      fullscriptPatientId: 'fs',
    })
  })

  it('F-811: reports of another mount, or before Fullscript is there, do nothing', async () => {
    await at.toAsking()
    const plan = { type: 'plan-activated', fullscriptPlanId: 'plan', fullscriptPatientId: 'fs' } as const
    await at.service.report({ ...plan, mountId: at.mountId() })
    await at.service.report({ ...plan, mountId: at.mountId() + 1 })
    expect(at.intake.landed).not.toHaveBeenCalled()
  })

  it('F-810: a plan or a choice for somebody else takes the view down, and nothing lands', async () => {
    at.now.patient = ok({ id: 'fs-ada' })
    await at.toReady()
    await at.service.report({
      type: 'plan-activated',
      mountId: at.mountId(),
      fullscriptPlanId: 'plan',
      fullscriptPatientId: 'fs-ben',
    })
    expect(at.steps().at(-1)).toBe('failed embed-wrong-patient')
    expect(at.intake.landed).not.toHaveBeenCalled()
  })

  it('F-810: after somebody was chosen in the frame, the plan must be for that patient', async () => {
    await at.toReady()
    const id = at.mountId()
    await at.service.report({ type: 'patient-selected', mountId: id, fullscriptPatientId: 'fs-ada' })
    expect(at.patients.selected).toHaveBeenCalledWith({ patientId, fullscriptPatientId: 'fs-ada' })
    await at.service.report({
      type: 'plan-activated',
      mountId: id,
      fullscriptPlanId: 'plan',
      fullscriptPatientId: 'fs-ben',
    })
    expect(at.steps().at(-1)).toBe('failed embed-wrong-patient')
  })

  it('F-810: a choice that the registry knows to be somebody else takes the view down', async () => {
    at.now.selected = failed('embed-wrong-patient')
    await at.toReady()
    await at.service.report({
      type: 'patient-selected',
      mountId: at.mountId(),
      fullscriptPatientId: 'fs-ben',
    })
    expect(at.steps().at(-1)).toBe('failed embed-wrong-patient')
  })

  it('F-805: a flood of reports is cut off', async () => {
    const results = await Promise.all(
      Array.from({ length: 200 }, () =>
        at.service.report({ type: 'message-dropped', mountId: 0, reason: 'source' }),
      ),
    )
    expect(results.filter((result) => result.ok)).toHaveLength(50)
    at.clock.advance(1_000)
    expect(await at.service.report({ type: 'page-ready' })).toEqual(ok(null))
  })
})

describe('the place in the window', () => {
  it('shows the view only when it is ready, lays it out aside before, and hides it when told to', async () => {
    await at.toAsking()
    expect(at.view().placed.at(-1)).toEqual({ bounds, visibility: 'aside' })
    await at.service.sessionGrant()
    at.view().events.documentSeen()
    await at.service.report({ type: 'ready', mountId: at.mountId() })
    expect(at.view().placed.at(-1)).toEqual({ bounds, visibility: 'shown' })
    at.service.place({ bounds, visible: false })
    expect(at.view().placed.at(-1)).toEqual({ bounds, visibility: 'hidden' })
  })

  it('takes the focus only when something is shown, and gives it back', async () => {
    at.service.focus()
    await at.toReady()
    at.service.focus()
    expect(at.view().focused).toBe(1)
    await at.service.report({ type: 'focus-left', direction: 'forward' })
    at.view().events.focusLeft('backward')
    expect(at.focusLeft.mock.calls).toEqual([['forward'], ['backward']])
  })
})

describe('a change of person', () => {
  it('waits until view, process and partition are gone', async () => {
    await at.toReady()
    let resolved = false
    const changed = at.changePerson().then(() => (resolved = true))
    await Promise.resolve()
    expect(at.view().destroyed).toBe(true)
    expect(at.steps().at(-1)).toBe('closed')
    expect(resolved).toBe(false)
    at.view().gone.resolve(undefined)
    await changed
    expect(resolved).toBe(true)
  })

  it('takes down a view that was only made ahead', async () => {
    await at.service.prepare()
    at.view().gone.resolve(undefined)
    await at.changePerson()
    expect(at.view().destroyed).toBe(true)
  })

  it('what the old view still says does not count', async () => {
    await at.toReady()
    const old = at.view()
    old.gone.resolve(undefined)
    await at.changePerson()
    old.events.lost({ code: 'embed-crashed' })
    old.events.documentFailed({ code: 'embed-refused' })
    expect(at.steps().at(-1)).toBe('closed')
  })
})
