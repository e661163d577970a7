/** Proves every step of the embed's state machine, and over random histories that its promises hold (F-401, F-402, F-809, F-810, F-812). */
import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import {
  initialModel,
  nextStep,
  PATIENCE,
  type EmbedCommand,
  type EmbedInput,
  type EmbedModel,
} from './embed-machine'

const ada = '11111111-1111-4111-8111-111111111111'
const ben = '22222222-2222-4222-8222-222222222222'

class Run {
  model: EmbedModel = initialModel
  commands: EmbedCommand[] = []
  readonly steps: string[] = []

  /** Feeds inputs; a mountId of 0 stands for the current one. */
  feed(...inputs: EmbedInput[]) {
    for (const input of inputs) {
      const current =
        'mountId' in input && input.mountId === 0 ? { ...input, mountId: this.model.mountId } : input
      const { model, commands } = nextStep(this.model, current)
      if (model.state !== this.model.state) {
        const { state } = model
        this.steps.push(state.step === 'failed' ? `failed ${state.failure.code}` : state.step)
      }
      this.model = model
      this.commands.push(...commands)
    }
    return this
  }
  did(type: EmbedCommand['type']) {
    return this.commands.filter((command) => command.type === type).length
  }
}

const toAsking: EmbedInput[] = [
  { type: 'open', patientId: ada },
  { type: 'informed', mountId: 0 },
  { type: 'page-ready' },
]
const toLoading: EmbedInput[] = [
  ...toAsking,
  { type: 'grant-asked' },
  { type: 'grant-given', mountId: 0, expiresIn: 120_000 },
]
const toReady: EmbedInput[] = [...toLoading, { type: 'page-loaded', mountId: 0 }, { type: 'document-seen' }]

describe('the way to ready', () => {
  it('goes through connecting, asking and loading', () => {
    const run = new Run().feed(...toReady)
    expect(run.steps).toEqual(['connecting', 'asking', 'loading', 'ready'])
    expect(run.did('mount')).toBe(1)
  })

  it('mounts whichever comes first, the page or what to hand over', () => {
    const run = new Run().feed(
      { type: 'open', patientId: ada },
      { type: 'page-ready' },
      { type: 'informed', mountId: 0 },
    )
    expect(run.model.state.step).toBe('asking')
    expect(run.did('mount')).toBe(1)
  })

  it('uses a view that was made ahead', () => {
    const run = new Run().feed({ type: 'prepare' }, { type: 'page-ready' })
    expect(run.model.state.step).toBe('closed')
    run.feed({ type: 'open', patientId: ada }, { type: 'informed', mountId: 0 })
    expect(run.model.state.step).toBe('asking')
    expect(run.did('destroy-view')).toBe(0)
  })

  it("F-809: the page's word alone is not enough, nor is the document's arrival alone", () => {
    expect(new Run().feed(...toLoading, { type: 'page-loaded', mountId: 0 }).model.state.step).toBe('loading')
    expect(new Run().feed(...toLoading, { type: 'document-seen' }).model.state.step).toBe('loading')
  })

  it('F-402: a grant is asked for once for each mount, and only when there is something to mount', () => {
    expect(new Run().feed({ type: 'open', patientId: ada }, { type: 'grant-asked' }).model.grant).toBe(
      'not-asked',
    )
    const run = new Run().feed(...toAsking, { type: 'grant-asked' })
    const again = nextStep(run.model, { type: 'grant-asked' })
    expect(again.model).toBe(run.model)
    expect(new Run().feed(...toReady, { type: 'grant-asked' }).model.grant).toBe('given')
  })
})

describe('what goes wrong', () => {
  const failure = (code: 'embed-refused' | 'fullscript-unreachable') => ({ code }) as const
  it.each<[string, EmbedInput[], EmbedInput, string]>([
    [
      'settings or patient missing',
      [{ type: 'open', patientId: ada }],
      { type: 'cannot-open', mountId: 0, failure: { code: 'patient-email-missing' } },
      'patient-email-missing',
    ],
    [
      'no grant',
      [...toAsking, { type: 'grant-asked' }],
      { type: 'grant-refused', mountId: 0, failure: failure('fullscript-unreachable') },
      'fullscript-unreachable',
    ],
    [
      'F-809: silence while connecting',
      [{ type: 'open', patientId: ada }],
      { type: 'silent', mountId: 0 },
      'embed-silent',
    ],
    ['F-809: silence while loading', toLoading, { type: 'silent', mountId: 0 }, 'embed-silent'],
    [
      'a refused frame',
      toLoading,
      { type: 'document-failed', failure: failure('embed-refused') },
      'embed-refused',
    ],
    [
      'a refused frame after the page said ready',
      [...toLoading, { type: 'page-loaded', mountId: 0 }],
      { type: 'document-failed', failure: failure('embed-refused') },
      'embed-refused',
    ],
    [
      'F-810: the patient was not handed over',
      [...toAsking, { type: 'grant-asked' }],
      { type: 'reported-failure', mountId: 0, failure: { code: 'embed-patient-not-sent' } },
      'embed-patient-not-sent',
    ],
    [
      'F-810: a wrong patient',
      toReady,
      { type: 'reported-failure', mountId: 0, failure: { code: 'embed-wrong-patient' } },
      'embed-wrong-patient',
    ],
    ['a crash', toReady, { type: 'view-lost', failure: { code: 'embed-crashed' } }, 'embed-crashed'],
  ])('%s takes the view down and says why', (_name, before, input, code) => {
    const run = new Run().feed(...before)
    const destroyed = run.did('destroy-view')
    run.feed(input)
    expect(run.steps.at(-1)).toBe(`failed ${code}`)
    expect(run.did('destroy-view')).toBe(destroyed + 1)
    expect(run.model.view).toBe('none')
  })

  it('silence after ready is no failure: somebody is working', () => {
    expect(new Run().feed(...toReady, { type: 'silent', mountId: 0 }).model.state.step).toBe('ready')
  })

  it('F-401: a grant that lapsed is replaced once, unasked, with a mount of its own', () => {
    for (const lapse of [
      { type: 'lapsed', mountId: 0 },
      { type: 'reported-failure', mountId: 0, failure: { code: 'embed-grant-expired' } },
    ] as EmbedInput[]) {
      const run = new Run().feed(...toLoading)
      const before = run.model.mountId
      run.feed(lapse)
      expect(run.model.state.step).toBe('asking')
      expect(run.model.mountId).toBe(before + 1)
      expect(run.model.grant).toBe('not-asked')
      run.feed({ type: 'grant-asked' }, { type: 'grant-given', mountId: 0, expiresIn: 120_000 }, lapse)
      expect(run.steps.at(-1)).toBe('failed embed-grant-expired')
    }
  })

  it('a lapse after ready means nothing: the grant was used', () => {
    expect(new Run().feed(...toReady, { type: 'lapsed', mountId: 0 }).model.state.step).toBe('ready')
  })

  it('retry begins again with a view, a mount and a grant of its own', () => {
    const run = new Run().feed(
      ...toReady,
      { type: 'view-lost', failure: { code: 'embed-crashed' } },
      { type: 'retry' },
    )
    expect(run.model).toMatchObject({
      state: { step: 'connecting', patientId: ada },
      view: 'making',
      grant: 'not-asked',
      replaced: false,
    })
    expect(new Run().feed(...toReady, { type: 'retry' }).model.state.step).toBe('ready')
  })

  it('what a mount reports after it was replaced does not count', () => {
    const run = new Run().feed(...toLoading)
    const late = run.model.mountId
    run.feed(
      { type: 'open', patientId: ben },
      { type: 'page-loaded', mountId: late },
      { type: 'reported-failure', mountId: late, failure: { code: 'embed-silent' } },
    )
    expect(run.model.state).toEqual({ step: 'connecting', patientId: ben })
  })

  it('F-810: another patient gets another view', () => {
    const run = new Run().feed(...toReady, { type: 'open', patientId: ben })
    expect(run.did('destroy-view')).toBe(1)
    expect(run.model.view).toBe('making')
  })

  it('a failed view that was only prepared closes nothing', () => {
    const run = new Run().feed({ type: 'prepare' }, { type: 'view-lost', failure: { code: 'embed-crashed' } })
    expect(run.model).toMatchObject({ view: 'none', state: { step: 'closed' } })
  })

  it('waits as long as each step may take', () => {
    const run = new Run().feed(...toLoading)
    const waits = run.commands
      .filter((command) => command.type === 'watch')
      .map((command) => command.milliseconds)
    expect(waits).toEqual([PATIENCE.connecting, PATIENCE.asking, PATIENCE.loading])
  })
})

const mountId = fc.integer({ min: -1, max: 1 })
const someFailure = fc.constantFrom(
  { code: 'embed-silent' } as const,
  { code: 'embed-grant-expired' } as const,
  { code: 'embed-crashed' } as const,
)
const anyInput: fc.Arbitrary<EmbedInput> = fc.oneof(
  fc.constantFrom<EmbedInput>(
    { type: 'prepare' },
    { type: 'page-ready' },
    { type: 'grant-asked' },
    { type: 'document-seen' },
    { type: 'retry' },
    { type: 'view-outdated' },
  ),
  fc.constant<EmbedInput>({ type: 'close' }),
  fc.record({ type: fc.constant('open' as const), patientId: fc.constantFrom(ada, ben) }),
  fc.record({
    type: fc.constantFrom(
      'informed' as const,
      'frame-placed' as const,
      'page-loaded' as const,
      'lapsed' as const,
      'silent' as const,
    ),
    mountId,
  }),
  fc.record({
    type: fc.constantFrom('cannot-open' as const, 'grant-refused' as const, 'reported-failure' as const),
    mountId,
    failure: someFailure,
  }),
  fc.record({
    type: fc.constantFrom('view-lost' as const, 'document-failed' as const),
    failure: someFailure,
  }),
  fc.record({
    type: fc.constant('grant-given' as const),
    mountId,
    expiresIn: fc.integer({ min: -1000, max: 120_000 }),
  }),
)

describe('over random histories', () => {
  property.prop([fc.array(anyInput, { maxLength: 60 })], { numRuns: 2_000 })(
    'F-402, F-810, F-812: one grant for a mount, one patient for a view, and nothing left after closing or failing',
    (inputs) => {
      let model = initialModel
      let asked = new Set<number>()
      let viewOf: string | null = null
      for (const relative of inputs) {
        const input =
          'mountId' in relative ? { ...relative, mountId: model.mountId + relative.mountId } : relative
        const { model: next, commands } = nextStep(model, input)
        expect(next.mountId).toBeGreaterThanOrEqual(model.mountId)
        if (model.grant !== 'asked' && next.grant === 'asked') {
          expect(asked.has(next.mountId)).toBe(false)
          asked = asked.add(next.mountId)
        }
        for (const command of commands) {
          if (command.type === 'destroy-view') viewOf = null
          if (command.type === 'mount' && next.state.step !== 'closed') {
            const { patientId } = next.state
            expect(viewOf === null || viewOf === patientId).toBe(true)
            viewOf = patientId
            expect(next.view).toBe('made')
          }
        }
        if (next.state.step === 'ready' && model.state.step !== 'ready') {
          expect(next).toMatchObject({ grant: 'given', pageLoaded: true, documentSeen: true })
        }
        if (next.state.step === 'failed') expect(next.view).toBe('none')
        model = next
      }
      const closed = nextStep(model, { type: 'close' })
      expect(closed.model).toMatchObject({ state: { step: 'closed' }, view: 'none', grant: 'not-asked' })
      expect(closed.commands.map((command) => command.type)).toEqual(['unwatch', 'destroy-view'])
    },
  )
})
