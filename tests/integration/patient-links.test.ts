/**
 * Proves: a plan comes into a chart only when its patient is certainly the chart's, or a person said so; a contradiction
 * stops it; until somebody answers it waits; and a link can be undone, with everything that came by it.
 */
import { describe, expect, onTestFinished, test } from 'vitest'
import { MEADOWLARK } from '../../sandbox/seed/clinics'
import { patientId as fullscriptPatientId } from '../../sandbox/seed/patients'
import type { PatientFields } from '../../src/shared/contract/patients'
import type { Result } from '../../src/shared/failures'
import { type Rig, startRig } from './tokens-rig'

const MAYA = fullscriptPatientId(MEADOWLARK, 'Maya Lindqvist')
const maya = {
  givenName: 'Maya',
  familyName: 'Lindqvist',
  birthDate: '1988-04-12',
  sex: 'female',
  email: 'maya.lindqvist@mail.example',
  phone: '+15035550112',
} as const

const WRONG = { ok: false, failure: { code: 'embed-wrong-patient' } }
const UNSURE = { ok: false, failure: { code: 'embed-unsure-patient' } }

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.failure.code)
  return result.value
}

/** June is connected, the chart is as said, and a plan of Maya at Fullscript is told of for it. */
async function chartToldOf(fields: Partial<PatientFields>) {
  const rig = await startRig()
  onTestFinished(() => rig.dispose())
  const june = await rig.connected()
  const chart = await rig.addPatient({ ...maya, ...fields })
  const plan = rig.sandbox.control
    .plans()
    .find(({ patientId, state }) => patientId === MAYA && state === 'active')
  if (!plan) throw new Error('The local Fullscript has no such plan')
  const notification = { patientId: chart.id, fullscriptPlanId: plan.id, fullscriptPatientId: MAYA }
  const told: string[] = []
  rig.services.links.onChange(({ patientId }) => told.push(patientId))
  return { rig, june, chart, notification, told, imported: await rig.services.intake.receive(notification) }
}

/** As the bridge answers it: the chart's own plans, and what is on its way. */
const chartOf = async (rig: Rig, patientId: string) => {
  const june = rig.personId('june')
  const plans = value(await rig.app.plans.forPatient(june, patientId))
  return rig.services.intake.beside(june, patientId, plans)
}
const linksOf = async (rig: Rig, patientId: string) =>
  value(await rig.services.matches.forPatient(rig.personId('june'), patientId))
const rows = async (rig: Rig) => (await rig.audit()).map(({ action, outcome }) => `${action} ${outcome}`)

async function expectNothing(rig: Rig, patientId: string) {
  expect(await chartOf(rig, patientId)).toEqual({ plans: [], pending: [] })
  expect((await linksOf(rig, patientId)).links).toEqual([])
}

describe('B08: a contradiction stops it', () => {
  test.each([
    ['a twin with Maya’s e-mail and birth date', { givenName: 'Noah' }],
    ['a child of the same name, born later', { birthDate: '2016-02-01' }],
  ])('%s', async (_what, fields) => {
    const { rig, chart, imported } = await chartToldOf(fields)
    expect(imported).toEqual(WRONG)
    await expectNothing(rig, chart.id)
    expect((await linksOf(rig, chart.id)).questions).toEqual([])
    expect(await rows(rig)).toContain('plan.imported refused')
    expect(await rig.services.links.selected({ patientId: chart.id, fullscriptPatientId: MAYA })).toEqual(
      WRONG,
    )
    await expectNothing(rig, chart.id)
  })

  test('and the right chart takes the plan afterwards', async () => {
    const { rig, notification } = await chartToldOf({ givenName: 'Noah' })
    const right = await rig.addPatient(maya)
    value(await rig.services.intake.receive({ ...notification, patientId: right.id }))
    expect((await chartOf(rig, right.id)).plans).toHaveLength(1)
  })
})

describe('what is not certain is asked of a person', () => {
  test('the plan waits through a restart and further sign-ins, and nothing of it is in the chart', async () => {
    const { rig, chart, imported, told } = await chartToldOf({ birthDate: null })
    expect(imported).toEqual(UNSURE)
    expect(told).toEqual([chart.id])
    await expectNothing(rig, chart.id)
    const asked = rig.sent.length
    rig.clock.advance(3_600_000)
    await rig.services.settled()
    expect(rig.sent).toHaveLength(asked)
    await rig.restart()
    await rig.signIn('june')
    await rig.services.settled()
    await expectNothing(rig, chart.id)
    const { questions } = await linksOf(rig, chart.id)
    expect(questions).toMatchObject([
      { plansWaiting: 1, denied: null, askedAt: expect.any(Number) as number },
    ])
    expect(questions[0]?.fields).toEqual([
      { field: 'givenName', chart: 'Maya', fullscript: 'Maya', comparison: 'same' },
      { field: 'familyName', chart: 'Lindqvist', fullscript: 'Lindqvist', comparison: 'same' },
      { field: 'birthDate', chart: '', fullscript: '1988-04-12', comparison: 'unknown' },
      { field: 'email', chart: maya.email, fullscript: maya.email, comparison: 'same' },
      { field: 'phone', chart: maya.phone, fullscript: maya.phone, comparison: 'same' },
      { field: 'sex', chart: 'female', fullscript: 'female', comparison: 'same' },
    ])
    expect((await rows(rig)).filter((row) => row === 'patient.match-asked done')).toHaveLength(1)
  })

  test('B08: a parent and a child of one name, no birth date at Fullscript', async () => {
    const rig = await startRig()
    onTestFinished(() => rig.dispose())
    await rig.connected()
    const names = { givenName: 'Wren', familyName: 'Aldercott', email: 'wren@aldercott.example' }
    const child = await rig.addPatient({ ...names, birthDate: '2019-05-01' })
    const theirs = fullscriptPatientId(MEADOWLARK, 'Wren Aldercott')
    const chosen = { patientId: child.id, fullscriptPatientId: theirs }
    expect(await rig.services.links.selected(chosen)).toEqual(UNSURE)
    const { links, questions } = await linksOf(rig, child.id)
    expect(links).toEqual([])
    expect(questions).toMatchObject([{ plansWaiting: 0 }])
  })

  test('“Same person”: linked by whoever said so, and the plan comes in', async () => {
    const { rig, june, chart } = await chartToldOf({ givenName: 'M.' })
    const [question] = (await linksOf(rig, chart.id)).questions
    const answer = { patientId: chart.id, questionId: question?.id ?? '', same: true }
    expect(await rig.services.matches.answer(june, answer)).toMatchObject({
      value: {
        questions: [],
        links: [{ fullscriptPatientId: MAYA, linked: { personName: 'June Hartwell' } }],
      },
    })
    await rig.services.settled()
    expect((await chartOf(rig, chart.id)).plans).toHaveLength(1)
    expect((await linksOf(rig, chart.id)).links).toMatchObject([{ plans: 1 }])
    const said = await rig.database
      .selectFrom('auditEvent')
      .select(['personId', 'patientId', 'subject', 'outcome'])
      .where('action', '=', 'patient.match-confirmed')
      .execute()
    expect(said).toEqual([{ personId: june, patientId: chart.id, subject: MAYA, outcome: 'done' }])
    expect(await rig.services.matches.answer(june, answer)).toMatchObject({ failure: { code: 'not-found' } })
  })

  test('said by somebody without a connection of their own: it comes when June is there again', async () => {
    const { rig, chart } = await chartToldOf({ givenName: 'M.' })
    await rig.signIn('priya')
    const [question] = (await linksOf(rig, chart.id)).questions
    const answer = { patientId: chart.id, questionId: question?.id ?? '', same: true }
    value(await rig.services.matches.answer(rig.personId('priya'), answer))
    await rig.services.settled()
    expect(await chartOf(rig, chart.id)).toMatchObject({
      plans: [],
      pending: [{ personName: 'June Hartwell' }],
    })
    await rig.signIn('june')
    await rig.services.settled()
    expect(await chartOf(rig, chart.id)).toMatchObject({ plans: [{}], pending: [] })
  })

  test('“Not the same person”: nothing waits any more; chosen again, it is asked again and says who said no', async () => {
    const { rig, june, chart, notification } = await chartToldOf({ givenName: 'M.' })
    const [question] = (await linksOf(rig, chart.id)).questions
    const answer = { patientId: chart.id, questionId: question?.id ?? '', same: false }
    expect(await rig.services.matches.answer(june, answer)).toEqual({
      ok: true,
      value: { questions: [], links: [] },
    })
    await rig.services.settled()
    await expectNothing(rig, chart.id)
    expect(await rig.database.selectFrom('fullscriptPlanNotification').selectAll().execute()).toEqual([])
    const said = await rows(rig)
    expect(said).toContain('patient.match-denied done')
    expect(said).toContain('plan.imported refused')
    expect(await rig.services.intake.receive(notification)).toEqual(UNSURE)
    expect((await linksOf(rig, chart.id)).questions).toMatchObject([
      { plansWaiting: 1, denied: { personName: 'June Hartwell' } },
    ])
  })

  test('when the chart says meanwhile that it cannot be, nobody can say that it is', async () => {
    const { rig, june, chart } = await chartToldOf({ givenName: 'M.' })
    const [question] = (await linksOf(rig, chart.id)).questions
    value(await rig.app.patients.update(june, { ...chart, givenName: 'Noah' }))
    const answer = { patientId: chart.id, questionId: question?.id ?? '', same: true }
    expect(await rig.services.matches.answer(june, answer)).toEqual(WRONG)
    await rig.services.settled()
    await expectNothing(rig, chart.id)
    expect(await linksOf(rig, chart.id)).toEqual({ questions: [], links: [] })
    const confirmed = (await rows(rig)).filter((row) => row.startsWith('patient.match-confirmed'))
    expect(confirmed).toEqual(['patient.match-confirmed refused'])
  })

  test('when the chart is completed and agrees in everything, nobody is asked any more', async () => {
    const { rig, june, chart, notification } = await chartToldOf({ birthDate: null })
    value(await rig.app.patients.update(june, { ...chart, birthDate: '1988-04-12' }))
    value(await rig.services.intake.receive(notification))
    expect(await linksOf(rig, chart.id)).toMatchObject({ questions: [], links: [{ plans: 1 }] })
  })
})

describe('undoing a link', () => {
  const undo = (rig: Rig, patientId: string) =>
    rig.services.matches.undo(rig.personId('june'), {
      patientId,
      environment: 'local',
      clinicId: MEADOWLARK,
      fullscriptPatientId: MAYA,
    })

  test('its plans leave the chart, kept and marked; the right chart gets them once it is linked', async () => {
    const { rig, june, chart } = await chartToldOf({})
    expect((await chartOf(rig, chart.id)).plans).toHaveLength(1)
    const removed = (await chartOf(rig, chart.id)).plans[0]?.id ?? ''
    expect(await undo(rig, chart.id)).toEqual({ ok: true, value: { questions: [], links: [] } })
    await expectNothing(rig, chart.id)
    expect(await rig.services.intake.refresh(removed)).toMatchObject({ failure: { code: 'not-found' } })
    const kept = rig.database
      .selectFrom('treatmentPlan')
      .select(['id', 'patientId', 'removedBy', 'removedAt'])
    expect(await kept.execute()).toEqual([
      { id: removed, patientId: chart.id, removedBy: june, removedAt: rig.clock.now() },
    ])
    const lines = await rig.database.selectFrom('treatmentPlanLine').selectAll().execute()
    expect(lines.length).toBeGreaterThan(0)
    const said = await rows(rig)
    expect(said).toContain('patient.unlinked done')
    expect(said).toContain('plan.removed done')
    expect(await undo(rig, chart.id)).toMatchObject({ failure: { code: 'not-found' } })

    const right = await rig.addPatient({ ...maya, phone: '' })
    const chosen = { patientId: right.id, fullscriptPatientId: MAYA }
    expect(await rig.services.links.selected(chosen)).toEqual({ ok: true, value: null })
    await rig.services.settled()
    expect((await chartOf(rig, right.id)).plans).toHaveLength(1)
    await expectNothing(rig, chart.id)
    // Both say which plan at Fullscript they were; one of them is it.
    const ids = await rig.database.selectFrom('externalId').select(['planId', 'value', 'withdrawn']).execute()
    expect(ids).toHaveLength(2)
    expect(new Set(ids.map((one) => one.value)).size).toBe(1)
    expect(ids.find(({ withdrawn }) => withdrawn === 1)?.planId).toBe(removed)
  })

  test('the same two are not linked by themselves again, however well they agree', async () => {
    const { rig, june, chart, notification } = await chartToldOf({})
    value(await undo(rig, chart.id))
    expect(await rig.services.intake.receive(notification)).toEqual(UNSURE)
    const [question] = (await linksOf(rig, chart.id)).questions
    expect(question).toMatchObject({ denied: { personName: 'June Hartwell' }, plansWaiting: 1 })
    const answer = { patientId: chart.id, questionId: question?.id ?? '', same: true }
    value(await rig.services.matches.answer(june, answer))
    await rig.services.settled()
    expect((await chartOf(rig, chart.id)).plans).toHaveLength(1)
  })

  test('a plan that is fetched again while the link is undone does not come back', async () => {
    const { rig, chart } = await chartToldOf({})
    const planId = (await chartOf(rig, chart.id)).plans[0]?.id ?? ''
    rig.network.intercept = async ({ url }) => {
      if (url.includes('/treatment_plans/')) value(await undo(rig, chart.id))
      return null
    }
    expect(await rig.services.intake.refresh(planId)).toEqual(WRONG)
    await expectNothing(rig, chart.id)
  })

  test('what is on its way by it is no longer waited for', async () => {
    const { rig, chart, notification } = await chartToldOf({})
    rig.network.intercept = ({ url }) => {
      if (url.includes('/treatment_plans/')) throw new TypeError('fetch failed')
      return null
    }
    await rig.services.intake.receive({ ...notification, fullscriptPlanId: 'another' })
    expect((await chartOf(rig, chart.id)).pending).toHaveLength(1)
    value(await undo(rig, chart.id))
    await expectNothing(rig, chart.id)
  })

  test('a chart that is closed to whoever asks tells nothing and changes nothing', async () => {
    const { rig, chart } = await chartToldOf({})
    const session = await rig.signIn('june')
    value(await rig.app.charts.restrict(session, { patientId: chart.id, personIds: [] }))
    const priya = rig.personId('priya')
    const closed = { ok: false, failure: { code: 'chart-restricted' } }
    const pair = {
      patientId: chart.id,
      environment: 'local',
      clinicId: MEADOWLARK,
      fullscriptPatientId: MAYA,
    }
    expect(await rig.services.matches.forPatient(priya, chart.id)).toEqual(closed)
    expect(await rig.services.matches.undo(priya, pair)).toEqual(closed)
    const answer = { patientId: chart.id, questionId: chart.id, same: true }
    expect(await rig.services.matches.answer(priya, answer)).toEqual(closed)
    expect((await linksOf(rig, chart.id)).links).toHaveLength(1)
    expect(await rows(rig)).toEqual(
      expect.arrayContaining([
        'patient.links-read refused',
        'patient.unlinked refused',
        'patient.match-confirmed refused',
      ]),
    )
  })
})
