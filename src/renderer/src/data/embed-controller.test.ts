// Proves that the Fullscript view is opened once for each thing a person asks for, follows its place, hides under
// whatever lies over it, survives leaving the screen, and never shows another patient's state.
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { FakeBridge } from '../test-support/fake-bridge'
import { id, LONG_NAME, PEOPLE, ROSALIND } from '../test-support/sample-data'
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

const step = () => controller.of(ROSALIND.id)?.state.step
const PEOPLE_WITH_PLANS = [id(2, 11), id(2, 12), id(2, 13)]
const OPEN = {
  patientId: ROSALIND.id,
  patient: { givenName: 'Rosalind', familyName: 'Achterberg', preferredName: '' },
  feature: 'treatmentPlan',
  entrypoint: 'catalog',
} as const
const settled = () => new Promise((resolve) => setTimeout(resolve))

describe('opening', () => {
  it('does not go back when an event was overtaken, and still hears of a failure', () => {
    controller.ask(ASKED)
    controller.attach(place, ROSALIND.id)
    fake.emitEmbed({ step: 'ready', patientId: ROSALIND.id })
    fake.emitEmbed({ step: 'loading', patientId: ROSALIND.id })
    expect(step()).toBe('ready')
    fake.emitEmbed({ step: 'failed', patientId: ROSALIND.id, failure: { code: 'embed-crashed' } })
    expect(step()).toBe('failed')
    fake.emitEmbed({ step: 'connecting', patientId: ROSALIND.id })
    expect(step()).toBe('connecting')
  })

  it('opens nothing when only a place is there', () => {
    controller.attach(place, ROSALIND.id)
    expect(fake.count('embed.open')).toBe(0)
  })
  it('opens once, with the place, however often effects run', () => {
    controller.ask(ASKED)
    controller.attach(place, ROSALIND.id)()
    controller.attach(place, ROSALIND.id)()
    controller.attach(place, ROSALIND.id)
    expect(fake.inputs('embed.open')).toEqual([
      { patientId: ROSALIND.id, feature: 'treatmentPlan', entrypoint: 'catalog', bounds },
    ])
  })
  it('does nothing when the same is asked for again while it is open', async () => {
    controller.attach(place, ROSALIND.id)
    controller.ask(ASKED)
    await settled()
    fake.emitEmbed({ step: 'ready', patientId: ROSALIND.id })
    controller.ask(ASKED)
    expect(fake.count('embed.open')).toBe(1)
    expect(step()).toBe('ready')
  })
  it('closes and opens again for another feature, when nothing was entered', async () => {
    controller.attach(place, ROSALIND.id)
    controller.ask(ASKED)
    await settled()
    fake.emitEmbed({ step: 'ready', patientId: ROSALIND.id })
    controller.ask({ ...ASKED, feature: 'platform', entrypoint: 'labs' })
    await settled()
    expect(fake.count('embed.close')).toBe(1)
    expect(fake.inputs('embed.open').at(-1)).toMatchObject({ feature: 'platform', entrypoint: 'labs' })
  })
  it('believes events that went further than the answer of open', async () => {
    controller.attach(place, ROSALIND.id)
    controller.ask(ASKED)
    fake.emitEmbed({ step: 'ready', patientId: ROSALIND.id })
    await settled()
    expect(step()).toBe('ready')
  })
  it('tells a refusal of open', async () => {
    fake.fail['embed.open'] = { code: 'embed-refused' }
    controller.attach(place, ROSALIND.id)
    controller.ask(ASKED)
    await settled()
    expect(controller.of(ROSALIND.id)?.state).toEqual({
      step: 'failed',
      patientId: ROSALIND.id,
      failure: { code: 'embed-refused' },
    })
  })
  it('ignores what belongs to another patient', async () => {
    controller.attach(place, ROSALIND.id)
    controller.ask(ASKED)
    await settled()
    fake.emitEmbed({ step: 'ready', patientId: LONG_NAME.id })
    expect(step()).toBe('connecting')
  })
})

describe('the place', () => {
  beforeEach(async () => {
    controller.attach(place, ROSALIND.id)
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
      { patientId: ROSALIND.id, bounds: { x: 64, y: 142, width: 968, height: 558 }, visible: true },
    ])
    place.getBoundingClientRect = () => new DOMRect(64, 142, 1030, 626)
  })
  it('is hidden while anything lies over it, and shown after the last is gone', async () => {
    const first = controller.cover()
    const second = controller.cover()
    await settled()
    first()
    first()
    expect(fake.inputs('embed.place')).toEqual([{ patientId: ROSALIND.id, bounds, visible: false }])
    second()
    expect(fake.inputs('embed.place').at(-1)).toEqual({ patientId: ROSALIND.id, bounds, visible: true })
  })
  it('leaves a picture of itself while something lies over it, and takes it along when it is back', async () => {
    fake.scenario.picture = 'data:image/jpeg;base64,AA=='
    const uncover = controller.cover()
    expect(fake.count('embed.place')).toBe(0)
    await settled()
    expect(controller.getSnapshot().picture).toBe('data:image/jpeg;base64,AA==')
    expect(fake.inputs('embed.place').at(-1)).toMatchObject({ visible: false })
    uncover()
    await settled()
    expect(controller.getSnapshot().picture).toBeNull()
    const again = controller.cover()
    await settled()
    fake.emitLock()
    expect(controller.getSnapshot().picture).toBeNull()
    again()
  })
  it('is hidden, not closed, when the screen is left, and shown on the way back', () => {
    const leave = controller.attach(place, ROSALIND.id)
    leave()
    expect(fake.inputs('embed.place').at(-1)).toMatchObject({ visible: false })
    expect(fake.count('embed.close')).toBe(0)
    controller.attach(place, ROSALIND.id)
    expect(fake.inputs('embed.place').at(-1)).toEqual({ patientId: ROSALIND.id, bounds, visible: true })
    expect(fake.count('embed.open')).toBe(1)
  })
  it('is hidden when the view failed, so that the reason can be read', () => {
    fake.emitEmbed({ step: 'failed', patientId: ROSALIND.id, failure: { code: 'embed-silent' } })
    expect(fake.inputs('embed.place').at(-1)).toMatchObject({ visible: false })
  })
  it('opens hidden when something is already over it', async () => {
    await controller.close(ROSALIND.id)
    controller.cover()
    await settled()
    controller.ask(ASKED)
    expect(fake.inputs('embed.place').at(-1)).toEqual({ patientId: ROSALIND.id, bounds, visible: false })
  })
})

describe('ends', () => {
  beforeEach(async () => {
    controller.attach(place, ROSALIND.id)
    controller.ask(ASKED)
    await settled()
  })

  it('retries only what failed', async () => {
    await controller.retry(ROSALIND.id)
    expect(fake.count('embed.retry')).toBe(0)
    fake.emitEmbed({ step: 'failed', patientId: ROSALIND.id, failure: { code: 'embed-silent' } })
    await controller.retry(ROSALIND.id)
    expect(fake.count('embed.retry')).toBe(1)
    expect(step()).toBe('connecting')
  })
  it('forgets what was asked for when closed', async () => {
    await controller.close(ROSALIND.id)
    controller.arm(ROSALIND.id)
    expect(fake.count('embed.open')).toBe(1)
    expect(controller.of(ROSALIND.id)).toBeNull()
  })
  it('forgets everything when somebody else signs in', () => {
    fake.emitPerson(PEOPLE[1] ?? null)
    expect(controller.getSnapshot().plans).toEqual([])
  })
  it('prepares only while no view is in use', async () => {
    controller.prepare()
    expect(fake.count('embed.prepare')).toBe(0)
    await controller.close(ROSALIND.id)
    controller.prepare()
    expect(fake.count('embed.prepare')).toBe(1)
  })
  it('hands the keyboard over only when there is something to type into', () => {
    controller.focus(ROSALIND.id)
    expect(fake.count('embed.focus')).toBe(0)
    fake.emitEmbed({ step: 'ready', patientId: ROSALIND.id })
    controller.focus(ROSALIND.id)
    expect(fake.count('embed.focus')).toBe(1)
  })
})

describe('several plans', () => {
  const THREE = PEOPLE_WITH_PLANS
  const asked = (patientId: string): EmbedRequest => ({ ...ASKED, patientId })
  const openAll = async () => {
    for (const patientId of THREE) {
      controller.ask(asked(patientId))
      controller.attach(place, patientId)
      await settled()
      fake.emitEmbed({ step: 'ready', patientId }, { work: 'untouched' })
    }
  }

  it('stay open beside each other, and another one than is seen goes on being told of', async () => {
    await openAll()
    expect(fake.count('embed.close')).toBe(0)
    const [first = ''] = THREE
    fake.emitEmbed({ step: 'ready', patientId: first }, { work: 'maybe-unsent' })
    expect(controller.of(first)?.work).toBe('maybe-unsent')
    controller.attach(place, first)
    expect(fake.count('embed.open')).toBe(3)
    expect(fake.inputs('embed.place').at(-1)).toMatchObject({ patientId: first, visible: true })
  })

  it('a fourth asks which one makes room, and opens when one was chosen', async () => {
    await openAll()
    controller.ask(ASKED)
    expect(controller.getSnapshot().question).toMatchObject({ kind: 'too-many' })
    controller.dismiss()
    expect(controller.of(ROSALIND.id)).toBeNull()
    controller.ask(ASKED)
    await controller.confirm(THREE[1])
    expect(fake.inputs('embed.close')).toEqual([{ patientId: THREE[1], sure: true }])
    expect(controller.of(ROSALIND.id)).not.toBeNull()
    expect(controller.of(THREE[1] ?? '')).toBeNull()
  })
})

describe('asking first', () => {
  beforeEach(async () => {
    controller.attach(place, ROSALIND.id)
    controller.ask(ASKED)
    await settled()
    fake.emitEmbed({ step: 'ready', patientId: ROSALIND.id }, { work: 'maybe-unsent' })
  })

  it('closes nothing that may hold something until the person is sure', async () => {
    await controller.close(ROSALIND.id)
    expect(fake.count('embed.close')).toBe(0)
    expect(controller.getSnapshot().question).toMatchObject({ kind: 'close' })
    controller.dismiss()
    expect(step()).toBe('ready')
    await controller.close(ROSALIND.id)
    await controller.confirm()
    expect(fake.inputs('embed.close')).toEqual([{ patientId: ROSALIND.id, sure: true }])
    expect(controller.of(ROSALIND.id)).toBeNull()
  })

  it('asks too when main knows more than the window does', async () => {
    controller.ask({ ...ASKED })
    fake.openPlans = [{ ...OPEN, state: { step: 'ready', patientId: ROSALIND.id }, work: 'maybe-unsent' }]
    fake.emit('embed.changed', { ...fake.embed, work: 'untouched' })
    await controller.close(ROSALIND.id)
    expect(controller.getSnapshot().question).toMatchObject({ kind: 'close' })
    await settled()
    expect(step()).toBe('ready')
  })

  it('replaces it only after a question', async () => {
    controller.ask({ ...ASKED, feature: 'platform' })
    expect(controller.getSnapshot().question).toMatchObject({ kind: 'replace' })
    expect(fake.count('embed.close')).toBe(0)
    await controller.confirm()
    await settled()
    expect(fake.inputs('embed.open').at(-1)).toMatchObject({ feature: 'platform' })
  })

  it('asks before signing out, and not when everything was sent', () => {
    let signedOut = 0
    controller.beforeSignOut(() => (signedOut += 1))
    expect(signedOut).toBe(0)
    void controller.confirm()
    expect(signedOut).toBe(1)
    fake.emitEmbed({ step: 'ready', patientId: ROSALIND.id }, { work: 'sent' })
    controller.beforeSignOut(() => (signedOut += 1))
    expect(signedOut).toBe(2)
    expect(controller.getSnapshot().question).toBeNull()
  })
})

describe('a lock', () => {
  it('leaves nothing here, and the same person finds what main has kept', async () => {
    controller.attach(place, ROSALIND.id)
    controller.ask(ASKED)
    await settled()
    const person = fake.person
    fake.emitLock()
    expect(controller.getSnapshot().plans).toEqual([])
    fake.openPlans = [{ ...OPEN, state: { step: 'ready', patientId: ROSALIND.id }, work: 'maybe-unsent' }]
    fake.emitPerson(person)
    await settled()
    expect(controller.of(ROSALIND.id)).toMatchObject({ work: 'maybe-unsent', state: { step: 'ready' } })
    expect(fake.inputs('embed.place').at(-1)).toEqual({ patientId: ROSALIND.id, bounds, visible: true })
    expect(fake.count('embed.open')).toBe(1)
  })
})
