// Proves that the Fullscript view is opened once for each thing a person asks for, follows its place, hides under
// whatever lies over it, survives leaving the screen, and never shows another patient's state.
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { FakeBridge } from '../test-support/fake-bridge'
import { LONG_NAME, PEOPLE, ROSALIND } from '../test-support/sample-data'
import { EmbedController, type EmbedRequest } from './embed-controller'

const ASKED: EmbedRequest = {
  patientId: ROSALIND.id,
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

let fake: FakeBridge
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
  fake = new FakeBridge()
  controller = new EmbedController(fake.bridge)
})

const settled = () => new Promise((resolve) => setTimeout(resolve))

describe('opening', () => {
  it('does not go back when an event was overtaken, and still hears of a failure', () => {
    controller.ask(ASKED)
    controller.attach(place)
    const step = () => controller.getSnapshot().state.step
    fake.emitEmbed({ step: 'ready', patientId: ROSALIND.id })
    fake.emitEmbed({ step: 'loading', patientId: ROSALIND.id })
    expect(step()).toBe('ready')
    fake.emitEmbed({ step: 'failed', patientId: ROSALIND.id, failure: { code: 'embed-crashed' } })
    expect(step()).toBe('failed')
    fake.emitEmbed({ step: 'connecting', patientId: ROSALIND.id })
    expect(step()).toBe('connecting')
  })

  it('opens nothing when only a place is there', () => {
    controller.attach(place)
    expect(fake.count('embed.open')).toBe(0)
  })
  it('opens once, with the place, however often effects run', () => {
    controller.ask(ASKED)
    controller.attach(place)()
    controller.attach(place)()
    controller.attach(place)
    expect(fake.inputs('embed.open')).toEqual([
      { patientId: ROSALIND.id, feature: 'treatmentPlan', entrypoint: 'catalog', bounds },
    ])
  })
  it('does nothing when the same is asked for again while it is open', async () => {
    controller.attach(place)
    controller.ask(ASKED)
    await settled()
    fake.emitEmbed({ step: 'ready', patientId: ROSALIND.id })
    controller.ask(ASKED)
    expect(fake.count('embed.open')).toBe(1)
    expect(controller.getSnapshot().state.step).toBe('ready')
  })
  it('opens again for another feature', async () => {
    controller.attach(place)
    controller.ask(ASKED)
    await settled()
    controller.ask({ ...ASKED, feature: 'platform', entrypoint: 'labs' })
    expect(fake.count('embed.open')).toBe(2)
  })
  it('believes events that went further than the answer of open', async () => {
    controller.attach(place)
    controller.ask(ASKED)
    fake.emitEmbed({ step: 'ready', patientId: ROSALIND.id })
    await settled()
    expect(controller.getSnapshot().state.step).toBe('ready')
  })
  it('tells a refusal of open', async () => {
    fake.fail['embed.open'] = { code: 'embed-refused' }
    controller.attach(place)
    controller.ask(ASKED)
    await settled()
    expect(controller.getSnapshot().state).toEqual({
      step: 'failed',
      patientId: ROSALIND.id,
      failure: { code: 'embed-refused' },
    })
  })
  it('ignores what belongs to another patient', async () => {
    controller.attach(place)
    controller.ask(ASKED)
    await settled()
    fake.emitEmbed({ step: 'ready', patientId: LONG_NAME.id })
    expect(controller.getSnapshot().state.step).toBe('connecting')
  })
})

describe('the place', () => {
  beforeEach(async () => {
    controller.attach(place)
    controller.ask(ASKED)
    await settled()
    fake.emitEmbed({ step: 'ready', patientId: ROSALIND.id })
  })

  it('is told when the layout moves, in the same frame, and only then', () => {
    layoutChanged()
    expect(fake.count('embed.place')).toBe(0)
    place.getBoundingClientRect = () => new DOMRect(64, 142, 968, 558)
    layoutChanged()
    layoutChanged()
    expect(fake.inputs('embed.place')).toEqual([
      { bounds: { x: 64, y: 142, width: 968, height: 558 }, visible: true },
    ])
    place.getBoundingClientRect = () => new DOMRect(64, 142, 1030, 626)
  })
  it('is hidden while anything lies over it, and shown after the last is gone', () => {
    const first = controller.cover()
    const second = controller.cover()
    first()
    first()
    expect(fake.inputs('embed.place')).toEqual([{ bounds, visible: false }])
    second()
    expect(fake.inputs('embed.place').at(-1)).toEqual({ bounds, visible: true })
  })
  it('is hidden, not closed, when the screen is left, and shown on the way back', () => {
    const leave = controller.attach(place)
    leave()
    expect(fake.inputs('embed.place').at(-1)).toMatchObject({ visible: false })
    expect(fake.count('embed.close')).toBe(0)
    controller.attach(place)
    expect(fake.inputs('embed.place').at(-1)).toEqual({ bounds, visible: true })
    expect(fake.count('embed.open')).toBe(1)
  })
  it('is hidden when the view failed, so that the reason can be read', () => {
    fake.emitEmbed({ step: 'failed', patientId: ROSALIND.id, failure: { code: 'embed-silent' } })
    expect(fake.inputs('embed.place').at(-1)).toMatchObject({ visible: false })
  })
  it('opens hidden when something is already over it', async () => {
    await controller.close()
    controller.cover()
    controller.ask(ASKED)
    expect(fake.inputs('embed.place').at(-1)).toEqual({ bounds, visible: false })
  })
})

describe('ends', () => {
  beforeEach(async () => {
    controller.attach(place)
    controller.ask(ASKED)
    await settled()
  })

  it('retries only what failed', async () => {
    await controller.retry()
    expect(fake.count('embed.retry')).toBe(0)
    fake.emitEmbed({ step: 'failed', patientId: ROSALIND.id, failure: { code: 'embed-silent' } })
    await controller.retry()
    expect(fake.count('embed.retry')).toBe(1)
    expect(controller.getSnapshot().state.step).toBe('connecting')
  })
  it('forgets what was asked for when closed', async () => {
    await controller.close()
    controller.arm()
    expect(fake.count('embed.open')).toBe(1)
    expect(controller.getSnapshot().request).toBeNull()
  })
  it('forgets everything when somebody else signs in', () => {
    fake.emitPerson(PEOPLE[1] ?? null)
    expect(controller.getSnapshot()).toMatchObject({ request: null, state: { step: 'closed' } })
  })
  it('prepares only while no view is in use', async () => {
    controller.prepare()
    expect(fake.count('embed.prepare')).toBe(0)
    await controller.close()
    controller.prepare()
    expect(fake.count('embed.prepare')).toBe(1)
  })
  it('hands the keyboard over only when there is something to type into', () => {
    controller.focus()
    expect(fake.count('embed.focus')).toBe(0)
    fake.emitEmbed({ step: 'ready', patientId: ROSALIND.id })
    controller.focus()
    expect(fake.count('embed.focus')).toBe(1)
  })
})
