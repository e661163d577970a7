/**
 * Proves what happens to a plan whose answer is odd, late or a last word: one odd line hides no other, what is gone is
 * said and not asked for at every sign-in, each plan has its own pace that a restart keeps, and Retry-After is obeyed.
 */
import { describe, expect, test } from 'vitest'
import { AALIYAH, aaliyah, activePlanOf, KENJI, kenji, MAYA, plansOf, rigWithMaya } from './plans-rig'
import type { Rig, Sent } from './tokens-rig'

const json = (body: unknown) =>
  new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } })
const plain = (status: number, headers: Record<string, string> = {}) => new Response('', { status, headers })
const isPlan = ({ url }: Sent) => url.includes('/treatment_plans/')
const asked = (rig: Rig, part: string) => rig.sent.filter(({ url }) => url.includes(part)).length

/** As Fullscript would answer for the plan of the notification, with changes. */
const planAnswer = (fullscriptPlanId: string, change: Record<string, unknown>) => ({
  treatment_plan: {
    id: fullscriptPlanId,
    state: 'active',
    patient: { id: MAYA },
    practitioner: null,
    available_at: '2026-11-30',
    created_at: '2026-11-30T10:00:00Z',
    personal_message: null,
    recommendations: [],
    ...change,
  },
})

async function pendingOf(rig: Rig, patientId: string) {
  return (await rig.services.intake.beside(rig.personId('june'), patientId, [])).pending
}

async function signInAgain(rig: Rig) {
  await rig.restart()
  await rig.signIn('june')
  await rig.services.settled()
}

describe('odd answers', () => {
  test('B18: an unknown state, text for a number and an odd line are imported, and are said', async () => {
    const { rig, patient, notification } = await rigWithMaya()
    const lines = [
      { variant_id: 'v1', refill: 3, units_to_purchase: '2' },
      { variant_id: 'v2', refill: true },
    ]
    const body = planAnswer(notification.fullscriptPlanId, { state: 'archived', recommendations: lines })
    rig.network.intercept = (request) => (isPlan(request) ? json(body) : null)
    expect((await rig.services.intake.receive(notification)).ok).toBe(true)
    expect(await plansOf(rig, patient.id)).toMatchObject([
      {
        state: 'archived',
        sentAt: null,
        sentOn: '2026-11-30',
        lines: [
          { code: 'v1', refill: null, unitsToPurchase: 2, unread: ['refill'] },
          { code: 'v2', refill: true, unitsToPurchase: null, unread: [] },
        ],
      },
    ])
  })

  test('B22: a plan of labs alone is imported with names, instructions and tests', async () => {
    const { rig } = await rigWithMaya()
    const patient = await rig.addPatient(kenji)
    const fullscriptPlanId = activePlanOf(rig, KENJI)
    const notification = { patientId: patient.id, fullscriptPlanId, fullscriptPatientId: KENJI }
    expect((await rig.services.intake.receive(notification)).ok).toBe(true)
    expect(await plansOf(rig, patient.id)).toMatchObject([
      {
        lines: [],
        labs: [
          {
            name: 'Thyroid Complete',
            instructions: 'Draw before the morning thyroid dose.',
            requiresFasting: false,
            tests: ['TSH', 'Free T4', 'Free T3', 'TPO antibodies'],
          },
          { name: 'Iron Status', requiresFasting: true },
        ],
        unread: [],
      },
    ])
  })

  test('B21: long instructions are in the chart as they were written', async () => {
    const { rig, patient, notification } = await rigWithMaya()
    const info = `${'Take it with food.\n'.repeat(200)}STOP if rash`
    const lines = [{ variant_id: 'v1', dosage: { amount: info, additional_info: info } }]
    const body = planAnswer(notification.fullscriptPlanId, { personal_message: info, recommendations: lines })
    rig.network.intercept = (request) => (isPlan(request) ? json(body) : null)
    expect((await rig.services.intake.receive(notification)).ok).toBe(true)
    expect(await plansOf(rig, patient.id)).toMatchObject([
      { message: info, lines: [{ dosageAmount: info, instructions: info }] },
    ])
  })
})

describe('what is gone', () => {
  test.each([404, 410])(
    'B20: a product that answers %d is gone, and is asked for again after a month',
    async (status) => {
      const { rig, patient, notification } = await rigWithMaya()
      let variant = ''
      rig.network.intercept = ({ url }) => {
        if (variant === '' && url.includes('/catalog/variants/')) variant = url
        return url === variant ? plain(status) : null
      }
      expect((await rig.services.intake.receive(notification)).ok).toBe(true)
      const states = async () =>
        (await plansOf(rig, patient.id))[0]?.lines.map(({ named, gone }) => [named, gone]).sort()
      expect(await states()).toEqual([
        [false, true],
        [true, false],
        [true, false],
      ])
      const before = [asked(rig, variant), asked(rig, '/treatment_plans/')]
      for (let times = 0; times < 3; times += 1) {
        rig.advance(3_600_000)
        await signInAgain(rig)
      }
      expect([asked(rig, variant), asked(rig, '/treatment_plans/')]).toEqual(before)
      rig.network.intercept = () => null
      rig.advance(31 * 86_400_000)
      await rig.services.settled()
      expect(await states()).toEqual(Array(3).fill([true, false]))
      expect(asked(rig, '/treatment_plans/')).toBe(before[1])
    },
  )

  test('a plan that is gone is no longer waited for; it is said, and tried again when somebody says so', async () => {
    const { rig, patient, notification } = await rigWithMaya()
    rig.network.intercept = (request) => (isPlan(request) ? plain(404) : null)
    expect(await rig.services.intake.receive(notification)).toMatchObject({
      failure: { code: 'fullscript-plan-gone' },
    })
    expect(await pendingOf(rig, patient.id)).toMatchObject([
      { fullscriptPlanId: notification.fullscriptPlanId, failure: 'fullscript-plan-gone', nextTryAt: null },
    ])
    const before = asked(rig, '/treatment_plans/')
    rig.advance(40 * 86_400_000)
    await signInAgain(rig)
    expect(asked(rig, '/treatment_plans/')).toBe(before)
    rig.network.intercept = () => null
    expect(await rig.services.intake.fetchPending(rig.personId('june'), patient.id)).toEqual({
      ok: true,
      value: null,
    })
    expect(await pendingOf(rig, patient.id)).toEqual([])
    expect(await plansOf(rig, patient.id)).toMatchObject([{ gone: false, state: 'active' }])
  })

  test('a plan of the chart that is gone at a refresh stays and says so, until it is there again', async () => {
    const { rig, patient, notification } = await rigWithMaya()
    const imported = await rig.services.intake.receive(notification)
    if (!imported.ok) throw new Error(imported.failure.code)
    rig.network.intercept = (request) => (isPlan(request) ? plain(404) : null)
    expect(await rig.services.intake.refresh(imported.value.planId)).toMatchObject({
      failure: { code: 'fullscript-plan-gone' },
    })
    expect(await plansOf(rig, patient.id)).toMatchObject([{ gone: true, lines: [{}, {}, {}] }])
    rig.network.intercept = () => null
    expect(await rig.services.intake.refresh(imported.value.planId)).toMatchObject({ value: { gone: false } })
  })
})

describe('refresh', () => {
  test.each([
    ['patient', { patient: { id: AALIYAH } }],
    ['plan', { id: 'another-plan' }],
  ])('an answer about another %s is refused, is in the audit, and changes nothing', async (_what, change) => {
    const { rig, patient, notification } = await rigWithMaya()
    const imported = await rig.services.intake.receive(notification)
    if (!imported.ok) throw new Error(imported.failure.code)
    const { planId } = imported.value
    const before = await plansOf(rig, patient.id)
    const body = planAnswer(notification.fullscriptPlanId, change)
    rig.network.intercept = (request) => (isPlan(request) ? json(body) : null)
    expect(await rig.services.intake.refresh(planId)).toEqual({
      ok: false,
      failure: { code: 'embed-wrong-patient' },
    })
    expect(await plansOf(rig, patient.id)).toEqual(before)
    expect(await rig.audit()).toContainEqual({ action: 'plan.updated', outcome: 'refused', subject: planId })
  })
})

describe('pace', () => {
  async function withTwo() {
    const { rig, patient, notification } = await rigWithMaya()
    const other = await rig.addPatient(aaliyah)
    const notificationOfOther = {
      patientId: other.id,
      fullscriptPlanId: activePlanOf(rig, AALIYAH),
      fullscriptPatientId: AALIYAH,
    }
    return { rig, patient, notification, other, notificationOfOther }
  }
  const pass = async (rig: Rig, milliseconds: number) => {
    rig.clock.advance(milliseconds)
    await rig.services.settled()
  }

  test('each plan has its own: one that fails slows no other, and success ends it', async () => {
    const { rig, notification, notificationOfOther } = await withTwo()
    const tries = () => asked(rig, notification.fullscriptPlanId)
    rig.network.intercept = (request) => (isPlan(request) ? plain(502) : null)
    await rig.services.intake.receive(notification)
    await pass(rig, 15_000)
    await pass(rig, 30_000)
    expect(tries()).toBe(3)
    // Fifteen seconds after its own notification, not a minute after the other's last try.
    await rig.services.intake.receive(notificationOfOther)
    rig.network.intercept = ({ url }) => (url.includes(notification.fullscriptPlanId) ? plain(502) : null)
    await pass(rig, 15_000)
    expect(await pendingOf(rig, notificationOfOther.patientId)).toEqual([])
    expect(tries()).toBe(3)
    // A restart keeps the pace: the minute that the first plan has to wait for is not over.
    await signInAgain(rig)
    expect(tries()).toBe(3)
    await pass(rig, 45_000)
    expect(tries()).toBe(4)
    rig.network.intercept = () => null
    await pass(rig, 120_000)
    expect(await pendingOf(rig, notification.patientId)).toEqual([])
    expect(await rig.database.selectFrom('fullscriptRetry').selectAll().execute()).toEqual([])
  })

  test.each([429, 503])(
    'Retry-After of a %d is obeyed, by the timer, at a restart and by a click',
    async (status) => {
      const { rig, notification, patient } = await withTwo()
      rig.network.intercept = (request) => (isPlan(request) ? plain(status, { 'retry-after': '600' }) : null)
      await rig.services.intake.receive(notification)
      const until = rig.clock.now() + 600_000
      expect(await pendingOf(rig, patient.id)).toMatchObject([{ nextTryAt: until }])
      rig.network.intercept = () => null
      const before = asked(rig, '/treatment_plans/')
      const click = () => rig.services.intake.fetchPending(rig.personId('june'), patient.id)
      await pass(rig, 300_000)
      expect(await click()).toMatchObject({ failure: { code: 'fullscript-busy', retryAt: until } })
      await signInAgain(rig)
      expect(await click()).toMatchObject({ failure: { code: 'fullscript-busy', retryAt: until } })
      await pass(rig, 299_000)
      expect(asked(rig, '/treatment_plans/')).toBe(before)
      await pass(rig, 6_000)
      expect(await pendingOf(rig, patient.id)).toEqual([])
    },
  )

  test('a clock that is set back puts no try off', async () => {
    const { rig, notification, patient } = await withTwo()
    rig.network.intercept = (request) => (isPlan(request) ? plain(502) : null)
    await rig.services.intake.receive(notification)
    rig.network.intercept = () => null
    rig.clock.jump(-86_400_000)
    await signInAgain(rig)
    expect(await pendingOf(rig, patient.id)).toEqual([])
  })
})
