// Proves that the Fullscript view is opened once for each thing a person asks for, follows its place, hides under
// whatever lies over it, survives leaving the screen, and never shows another patient's state.
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { EmbedState, OpenPlanState, PlanWork } from '../../../shared/contract/embed'
import type { Person, SessionState } from '../../../shared/contract/people'
import { ok, type Failure } from '../../../shared/failures'
import { EmbedController, type EmbedBridge, type EmbedRequest } from './embed-controller'

const id = (number: number) => `00000000-0000-4000-8000-00000000000${number}`
const ROSALIND = id(1)
const SOMEBODY_ELSE = id(2)
const THREE = [id(3), id(4), id(5)]
const signedIn = (number: number): SessionState => ({ state: 'open', person: { id: id(number) } as Person })

/** Main's end, by hand: notes every call, answers it, and tells what a test says. */
class Main {
  readonly calls: { name: string; input: unknown }[] = []
  /** Why nothing opens. */
  refuses: Failure | null = null
  /** What was kept for whoever signs in. */
  plans: OpenPlanState[] = []
  picture: string | null = null
  readonly #work = new Map<string, PlanWork>()
  readonly #told: ((progress: { patientId: string; state: EmbedState; work: PlanWork }) => void)[] = []
  readonly #people: ((session: SessionState) => void)[] = []

  readonly bridge: EmbedBridge = {
    embed: {
      prepare: () => this.#answer('prepare', undefined, null),
      open: async (input) => {
        const opened = this.#answer('open', input, {
          step: 'connecting' as const,
          patientId: input.patientId,
        })
        return this.refuses ? { ok: false, failure: this.refuses } : opened
      },
      place: (input) => this.#answer('place', input, null),
      close: (input) => {
        const closed = input.sure || this.#work.get(input.patientId) !== 'maybe-unsent'
        if (closed) this.tell({ step: 'closed' }, 'untouched', input.patientId)
        return this.#answer('close', input, { closed })
      },
      retry: (input) =>
        this.#answer('retry', input, { step: 'connecting' as const, patientId: input.patientId }),
      focus: (input) => this.#answer('focus', input, null),
      picture: (input) => this.#answer('picture', input, this.picture),
      plans: () => this.#answer('plans', undefined, this.plans),
      ended: () => this.#answer('ended', undefined, []),
      endedSeen: (input) => this.#answer('endedSeen', input, null),
    },
    on: {
      embed: {
        changed: (listener) => listenIn(this.#told, listener),
        focusLeft: () => () => {},
      },
      people: {
        changed: (listener) => listenIn(this.#people, listener),
        answerWaits: () => () => {},
      },
    },
  }

  count(name: string) {
    return this.inputs(name).length
  }
  inputs(name: string) {
    return this.calls.filter((call) => call.name === name).map(({ input }) => input)
  }
  /** How far a plan is, as main's event says it. */
  tell(
    state: EmbedState,
    work: PlanWork = 'untouched',
    patientId = 'patientId' in state ? state.patientId : '',
  ) {
    this.#work.set(patientId, work)
    for (const listener of this.#told) listener({ patientId, state, work })
  }
  /** What main knows of a plan and has not told yet. */
  holds(patientId: string, work: PlanWork) {
    this.#work.set(patientId, work)
  }
  session(session: SessionState) {
    for (const listener of this.#people) listener(session)
  }
  lock() {
    this.session({ state: 'locked', username: 'maya' })
  }

  #answer<T>(name: string, input: unknown, value: T) {
    this.calls.push({ name, input })
    return Promise.resolve(ok(value))
  }
}

function listenIn<T>(listeners: T[], listener: T) {
  listeners.push(listener)
  return () => void listeners.splice(listeners.indexOf(listener), 1)
}

const ASKED: EmbedRequest = {
  patientId: ROSALIND,
  patientName: 'Rosalind',
  feature: 'treatmentPlan',
  entrypoint: 'catalog',
}

let layoutChanged = () => {}
vi.stubGlobal(
  'ResizeObserver',
  class {
    constructor(changed: () => void) {
      layoutChanged = changed
    }
    observe() {}
    unobserve() {}
    disconnect() {}
  },
)

function placeAt(x: number, y: number, width: number, height: number): HTMLElement {
  const element = document.createElement('div')
  element.getBoundingClientRect = () => new DOMRect(x, y, width, height)
  return element
}

let main: Main
let controller: EmbedController
const place = placeAt(64, 142, 1030, 626)
const bounds = { x: 64, y: 142, width: 1030, height: 626 }

beforeEach(() => {
  vi.stubGlobal(
    'DOMRect',
    class {
      constructor(
        readonly x: number,
        readonly y: number,
        readonly width: number,
        readonly height: number,
      ) {}
    },
  )
  main = new Main()
  controller = new EmbedController(main.bridge)
})

const step = () => controller.of(ROSALIND)?.state.step
const OPEN = {
  patientId: ROSALIND,
  patient: { givenName: 'Rosalind', familyName: 'Achterberg', preferredName: '' },
  feature: 'treatmentPlan',
  entrypoint: 'catalog',
} as const
const settled = () => new Promise((resolve) => setTimeout(resolve))

describe('opening', () => {
  it('does not go back when an event was overtaken, and still hears of a failure', () => {
    controller.ask(ASKED)
    controller.attach(place, ROSALIND)
    main.tell({ step: 'ready', patientId: ROSALIND })
    main.tell({ step: 'loading', patientId: ROSALIND })
    expect(step()).toBe('ready')
    main.tell({ step: 'failed', patientId: ROSALIND, failure: { code: 'embed-crashed' } })
    expect(step()).toBe('failed')
    main.tell({ step: 'connecting', patientId: ROSALIND })
    expect(step()).toBe('connecting')
  })

  it('opens nothing when only a place is there', () => {
    controller.attach(place, ROSALIND)
    expect(main.count('open')).toBe(0)
  })
  it('opens once, with the place, however often effects run', () => {
    controller.ask(ASKED)
    controller.attach(place, ROSALIND)()
    controller.attach(place, ROSALIND)()
    controller.attach(place, ROSALIND)
    expect(main.inputs('open')).toEqual([
      { patientId: ROSALIND, feature: 'treatmentPlan', entrypoint: 'catalog', bounds },
    ])
  })
  it('does nothing when the same is asked for again while it is open', async () => {
    controller.attach(place, ROSALIND)
    controller.ask(ASKED)
    await settled()
    main.tell({ step: 'ready', patientId: ROSALIND })
    controller.ask(ASKED)
    expect(main.count('open')).toBe(1)
    expect(step()).toBe('ready')
  })
  it('closes and opens again for another feature, when nothing was entered', async () => {
    controller.attach(place, ROSALIND)
    controller.ask(ASKED)
    await settled()
    main.tell({ step: 'ready', patientId: ROSALIND })
    controller.ask({ ...ASKED, feature: 'platform', entrypoint: 'labs' })
    await settled()
    expect(main.count('close')).toBe(1)
    expect(main.inputs('open').at(-1)).toMatchObject({ feature: 'platform', entrypoint: 'labs' })
  })
  it('believes events that went further than the answer of open', async () => {
    controller.attach(place, ROSALIND)
    controller.ask(ASKED)
    main.tell({ step: 'ready', patientId: ROSALIND })
    await settled()
    expect(step()).toBe('ready')
  })
  it('tells a refusal of open', async () => {
    main.refuses = { code: 'embed-refused' }
    controller.attach(place, ROSALIND)
    controller.ask(ASKED)
    await settled()
    expect(controller.of(ROSALIND)?.state).toEqual({
      step: 'failed',
      patientId: ROSALIND,
      failure: { code: 'embed-refused' },
    })
  })
  it('ignores what belongs to another patient', async () => {
    controller.attach(place, ROSALIND)
    controller.ask(ASKED)
    await settled()
    main.tell({ step: 'ready', patientId: SOMEBODY_ELSE })
    expect(step()).toBe('connecting')
  })
})

describe('the place', () => {
  beforeEach(async () => {
    controller.attach(place, ROSALIND)
    controller.ask(ASKED)
    await settled()
    main.tell({ step: 'ready', patientId: ROSALIND })
  })

  it('is told when the layout moves, in the same frame, and only then', () => {
    layoutChanged()
    expect(main.count('place')).toBe(0)
    place.getBoundingClientRect = () => new DOMRect(64, 142, 968, 558)
    layoutChanged()
    layoutChanged()
    expect(main.inputs('place')).toEqual([
      { patientId: ROSALIND, bounds: { x: 64, y: 142, width: 968, height: 558 }, visible: true },
    ])
    place.getBoundingClientRect = () => new DOMRect(64, 142, 1030, 626)
  })
  it('is hidden while anything lies over it, and shown after the last is gone', async () => {
    const first = controller.cover()
    const second = controller.cover()
    await settled()
    first()
    first()
    expect(main.inputs('place')).toEqual([{ patientId: ROSALIND, bounds, visible: false }])
    second()
    expect(main.inputs('place').at(-1)).toEqual({ patientId: ROSALIND, bounds, visible: true })
  })
  it('leaves a picture of itself while something lies over it, and takes it along when it is back', async () => {
    main.picture = 'data:image/jpeg;base64,AA=='
    const uncover = controller.cover()
    expect(main.count('place')).toBe(0)
    await settled()
    expect(controller.getSnapshot().picture).toBe('data:image/jpeg;base64,AA==')
    expect(main.inputs('place').at(-1)).toMatchObject({ visible: false })
    uncover()
    await settled()
    expect(controller.getSnapshot().picture).toBeNull()
    const again = controller.cover()
    await settled()
    main.lock()
    expect(controller.getSnapshot().picture).toBeNull()
    again()
  })
  it('is hidden, not closed, when the screen is left, and shown on the way back', () => {
    const leave = controller.attach(place, ROSALIND)
    leave()
    expect(main.inputs('place').at(-1)).toMatchObject({ visible: false })
    expect(main.count('close')).toBe(0)
    controller.attach(place, ROSALIND)
    expect(main.inputs('place').at(-1)).toEqual({ patientId: ROSALIND, bounds, visible: true })
    expect(main.count('open')).toBe(1)
  })
  it('is hidden when the view failed, so that the reason can be read', () => {
    main.tell({ step: 'failed', patientId: ROSALIND, failure: { code: 'embed-silent' } })
    expect(main.inputs('place').at(-1)).toMatchObject({ visible: false })
  })
  it('opens hidden when something is already over it', async () => {
    await controller.close(ROSALIND)
    controller.cover()
    await settled()
    controller.ask(ASKED)
    expect(main.inputs('place').at(-1)).toEqual({ patientId: ROSALIND, bounds, visible: false })
  })
})

describe('ends', () => {
  beforeEach(async () => {
    controller.attach(place, ROSALIND)
    controller.ask(ASKED)
    await settled()
  })

  it('retries only what failed', async () => {
    await controller.retry(ROSALIND)
    expect(main.count('retry')).toBe(0)
    main.tell({ step: 'failed', patientId: ROSALIND, failure: { code: 'embed-silent' } })
    await controller.retry(ROSALIND)
    expect(main.count('retry')).toBe(1)
    expect(step()).toBe('connecting')
  })
  it('forgets what was asked for when closed', async () => {
    await controller.close(ROSALIND)
    controller.arm(ROSALIND)
    expect(main.count('open')).toBe(1)
    expect(controller.of(ROSALIND)).toBeNull()
  })
  it('forgets everything when somebody else signs in', () => {
    main.session(signedIn(8))
    expect(controller.getSnapshot().plans).toEqual([])
  })
  it('prepares only while no view is in use', async () => {
    controller.prepare()
    expect(main.count('prepare')).toBe(0)
    await controller.close(ROSALIND)
    controller.prepare()
    expect(main.count('prepare')).toBe(1)
  })
  it('hands the keyboard over only when there is something to type into', () => {
    controller.focus(ROSALIND)
    expect(main.count('focus')).toBe(0)
    main.tell({ step: 'ready', patientId: ROSALIND })
    controller.focus(ROSALIND)
    expect(main.count('focus')).toBe(1)
  })
})

describe('several plans', () => {
  const asked = (patientId: string): EmbedRequest => ({ ...ASKED, patientId })
  const openAll = async () => {
    for (const patientId of THREE) {
      controller.ask(asked(patientId))
      controller.attach(place, patientId)
      await settled()
      main.tell({ step: 'ready', patientId }, 'untouched')
    }
  }

  it('stay open beside each other, and another one than is seen goes on being told of', async () => {
    await openAll()
    expect(main.count('close')).toBe(0)
    const [first = ''] = THREE
    main.tell({ step: 'ready', patientId: first }, 'maybe-unsent')
    expect(controller.of(first)?.work).toBe('maybe-unsent')
    controller.attach(place, first)
    expect(main.count('open')).toBe(3)
    expect(main.inputs('place').at(-1)).toMatchObject({ patientId: first, visible: true })
  })

  it('a fourth asks which one makes room, and opens when one was chosen', async () => {
    await openAll()
    controller.ask(ASKED)
    expect(controller.getSnapshot().question).toMatchObject({ kind: 'too-many' })
    controller.dismiss()
    expect(controller.of(ROSALIND)).toBeNull()
    controller.ask(ASKED)
    await controller.confirm(THREE[1])
    expect(main.inputs('close')).toEqual([{ patientId: THREE[1], sure: true }])
    expect(controller.of(ROSALIND)).not.toBeNull()
    expect(controller.of(THREE[1] ?? '')).toBeNull()
  })
})

describe('asking first', () => {
  beforeEach(async () => {
    controller.attach(place, ROSALIND)
    controller.ask(ASKED)
    await settled()
    main.tell({ step: 'ready', patientId: ROSALIND }, 'maybe-unsent')
  })

  it('closes nothing that may hold something until the person is sure', async () => {
    await controller.close(ROSALIND)
    expect(main.count('close')).toBe(0)
    expect(controller.getSnapshot().question).toMatchObject({ kind: 'close' })
    controller.dismiss()
    expect(step()).toBe('ready')
    await controller.close(ROSALIND)
    await controller.confirm()
    expect(main.inputs('close')).toEqual([{ patientId: ROSALIND, sure: true }])
    expect(controller.of(ROSALIND)).toBeNull()
  })

  it('asks too when main knows more than the window does', async () => {
    controller.ask({ ...ASKED })
    main.plans = [{ ...OPEN, state: { step: 'ready', patientId: ROSALIND }, work: 'maybe-unsent' }]
    main.tell({ step: 'ready', patientId: ROSALIND }, 'untouched')
    main.holds(ROSALIND, 'maybe-unsent')
    await controller.close(ROSALIND)
    expect(controller.getSnapshot().question).toMatchObject({ kind: 'close' })
    await settled()
    expect(step()).toBe('ready')
  })

  it('replaces it only after a question', async () => {
    controller.ask({ ...ASKED, feature: 'platform' })
    expect(controller.getSnapshot().question).toMatchObject({ kind: 'replace' })
    expect(main.count('close')).toBe(0)
    await controller.confirm()
    await settled()
    expect(main.inputs('open').at(-1)).toMatchObject({ feature: 'platform' })
  })

  it('asks before signing out, and not when everything was sent', () => {
    let signedOut = 0
    controller.beforeSignOut(() => (signedOut += 1))
    expect(signedOut).toBe(0)
    void controller.confirm()
    expect(signedOut).toBe(1)
    main.tell({ step: 'ready', patientId: ROSALIND }, 'sent')
    controller.beforeSignOut(() => (signedOut += 1))
    expect(signedOut).toBe(2)
    expect(controller.getSnapshot().question).toBeNull()
  })
})

describe('a lock', () => {
  it('leaves nothing here, and the same person finds what main has kept', async () => {
    controller.attach(place, ROSALIND)
    controller.ask(ASKED)
    await settled()
    main.lock()
    expect(controller.getSnapshot().plans).toEqual([])
    main.plans = [{ ...OPEN, state: { step: 'ready', patientId: ROSALIND }, work: 'maybe-unsent' }]
    main.session(signedIn(9))
    await settled()
    expect(controller.of(ROSALIND)).toMatchObject({ work: 'maybe-unsent', state: { step: 'ready' } })
    expect(main.inputs('place').at(-1)).toEqual({ patientId: ROSALIND, bounds, visible: true })
    expect(main.count('open')).toBe(1)
  })
})
