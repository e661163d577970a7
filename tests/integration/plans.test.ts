/**
 * Proves: an plan that Fullscript told of is imported once into the right chart, with names, and stays readable offline and after a restart;
 * a plan of somebody else is never imported; what the network interrupted is completed later.
 */
import { describe, expect, onTestFinished, test } from 'vitest'
import { variantRequest } from '../../src/main/integrations/fullscript/api/catalog'
import { clinicRequest } from '../../src/main/integrations/fullscript/api/clinic'
import { patientRequest } from '../../src/main/integrations/fullscript/api/patients'
import { planRequest } from '../../src/main/integrations/fullscript/api/plans'
import { GRANT_SCOPES } from '../../src/main/integrations/fullscript/unknowns'
import { SCOPES } from '../../src/shared/scopes'
import { AALIYAH, activePlanOf, MAYA, maya, plansOf, rigWithMaya } from './plans-rig'
import { type Rig, startRig } from './tokens-rig'

const offline = () => {
  throw new TypeError('fetch failed')
}
const handOver = async ({ services: { applications, links } }: Rig, patientId: string) => {
  const application = await applications.current()
  return application.ok ? links.handOver(patientId, application.value) : application
}
const wrong = { ok: false, failure: { code: 'embed-wrong-patient' } }

describe('import', () => {
  test('a plan is imported with product, brand, dosage and prescriber; it is there after a restart, offline', async () => {
    const { rig, patient, notification } = await rigWithMaya()
    const told: unknown[] = []
    rig.app.plans.onImported((imported) => told.push(imported))
    const imported = await rig.services.intake.receive(notification)
    if (!imported.ok) throw new Error(imported.failure.code)
    expect(told).toEqual([{ patientId: patient.id, planId: imported.value.planId }])
    await rig.restart()
    rig.network.intercept = offline
    const [plan] = await plansOf(rig, patient.id)
    expect(plan).toMatchObject({
      id: imported.value.planId,
      state: 'active',
      prescriberName: 'June Hartwell',
      enteredByName: '',
    })
    expect(plan?.lines.map(({ productName }) => productName)).toEqual([
      'Magnesium Glycinate 120',
      'Vitamin D3 5,000 IU',
      'Clear Sea Omega 1000',
    ])
    for (const line of plan?.lines ?? []) {
      expect(line).toMatchObject({ named: true, refill: true, unitsToPurchase: 1 })
      for (const text of [line.brandName, line.packageText, line.dosageAmount, line.dosageFrequency])
        expect(text).not.toBe('')
    }
  })

  test('R-9700-10 exactly the scopes that the settings name are enough for grant and plan, and each is needed', async () => {
    const rig = await startRig()
    onTestFinished(() => rig.dispose())
    await rig.signIn('june')
    await rig.configure()
    const scopes = SCOPES.map(({ scope }) => scope)
    rig.sandbox.control.changeApplication(rig.application.clientId, { scopes })
    await rig.connect('june.hartwell@meadowlark.example')
    const patient = await rig.addPatient(maya)
    const notification = {
      patientId: patient.id,
      fullscriptPlanId: activePlanOf(rig, MAYA),
      fullscriptPatientId: MAYA,
    }
    expect((await rig.services.grants.issue({ mountId: 1 })).ok).toBe(true)
    const imported = await rig.services.intake.receive(notification)
    if (!imported.ok) throw new Error(imported.failure.code)
    expect((await plansOf(rig, patient.id))[0]?.lines.every(({ named }) => named)).toBe(true)
    expect(await rig.services.connections.current()).toMatchObject({ value: { missingScopes: [] } })
    // What no request of ours needs is not asked for; mission/003 wants patients:read beside clinic:write for plans.
    const needed = new Set<string>([
      ...[clinicRequest(), variantRequest('x'), patientRequest('x'), planRequest('x')].flatMap(
        ({ scopes: ofRequest }) => ofRequest ?? [],
      ),
      ...GRANT_SCOPES,
      'patients:read',
    ])
    expect(scopes.filter((scope) => !needed.has(scope))).toEqual([])
  })

  test('F-812 told twice, one after the other and at once: one plan, one link', async () => {
    const { rig, patient, notification } = await rigWithMaya()
    const first = await rig.services.intake.receive(notification)
    const others = await Promise.all([1, 2, 3].map(() => rig.services.intake.receive(notification)))
    for (const other of others) expect(other).toEqual(first)
    expect(await plansOf(rig, patient.id)).toHaveLength(1)
    const audited = (await rig.audit()).map(({ action }) => action)
    expect(audited.filter((action) => action === 'plan.imported')).toHaveLength(1)
    // Those who came while one was under way have its answer.
    expect(audited.filter((action) => action === 'plan.updated')).toHaveLength(1)
    expect(audited.filter((action) => action === 'patient.linked')).toHaveLength(1)
  })

  test('staff at work: the prescriber is named, and who entered it', async () => {
    const { rig, patient, notification } = await rigWithMaya()
    await rig.signIn('priya')
    await rig.connect('priya.raman@meadowlark.example')
    expect((await rig.services.intake.receive(notification)).ok).toBe(true)
    expect(await plansOf(rig, patient.id)).toMatchObject([
      { prescriberName: 'June Hartwell', enteredByName: 'Priya Raman' },
    ])
  })

  test('each plan and each product is fetched once, whatever its lines repeat', async () => {
    const { rig, notification } = await rigWithMaya()
    await rig.services.intake.receive(notification)
    const asked = rig.sent.filter(({ url }) => url.includes('/catalog/variants/')).map(({ url }) => url)
    expect(new Set(asked).size).toBe(asked.length)
    expect(asked).toHaveLength(3)
  })
})

describe('whose plan', () => {
  const nothingImported = async (rig: Rig, patientId: string) => {
    expect(await plansOf(rig, patientId)).toEqual([])
    expect(await rig.database.selectFrom('patientFullscriptLink').selectAll().execute()).toEqual([])
    expect(await rig.database.selectFrom('fullscriptPlanNotification').selectAll().execute()).toEqual([])
    expect(await rig.audit()).toContainEqual(
      expect.objectContaining({ action: 'plan.imported', outcome: 'refused' }),
    )
  }

  test('F-811 the plan belongs to another patient than the event said', async () => {
    const { rig, patient, notification } = await rigWithMaya()
    const notificationOfOther = { ...notification, fullscriptPlanId: activePlanOf(rig, AALIYAH) }
    expect(await rig.services.intake.receive(notificationOfOther)).toEqual(wrong)
    await nothingImported(rig, patient.id)
  })

  test("Fullscript's record of the patient is of somebody else", async () => {
    const { rig, patient } = await rigWithMaya()
    const notification = {
      patientId: patient.id,
      fullscriptPlanId: activePlanOf(rig, AALIYAH),
      fullscriptPatientId: AALIYAH,
    }
    expect(await rig.services.intake.receive(notification)).toEqual(wrong)
    await nothingImported(rig, patient.id)
  })

  test('the chart is linked to another patient, or that patient to another chart', async () => {
    const { rig, patient, notification } = await rigWithMaya()
    await rig.services.intake.receive(notification)
    const other = {
      patientId: patient.id,
      fullscriptPlanId: activePlanOf(rig, AALIYAH),
      fullscriptPatientId: AALIYAH,
    }
    expect(await rig.services.intake.receive(other)).toEqual(wrong)
    const twin = await rig.addPatient({ ...maya, familyName: 'Lindqvist' })
    expect(await rig.services.links.selected({ patientId: twin.id, fullscriptPatientId: MAYA })).toEqual(
      wrong,
    )
    expect(await plansOf(rig, patient.id)).toHaveLength(1)
  })

  test('choosing the patient in the frame makes the link, after a comparison', async () => {
    const { rig, patient } = await rigWithMaya()
    const { links } = rig.services
    expect(await handOver(rig, patient.id)).toEqual({
      ok: true,
      value: {
        firstName: 'Maya',
        lastName: 'Lindqvist',
        email: 'maya.lindqvist@mail.example',
        mobileNumber: '+15035550112',
        dateOfBirth: '1988-04-12',
        biologicalSex: 'female',
      },
    })
    expect(await links.selected({ patientId: patient.id, fullscriptPatientId: AALIYAH })).toEqual(wrong)
    expect(await links.selected({ patientId: patient.id, fullscriptPatientId: MAYA })).toEqual({
      ok: true,
      value: null,
    })
    expect(await handOver(rig, patient.id)).toEqual({ ok: true, value: { id: MAYA } })
  })

  test('a patient without an e-mail is not handed over', async () => {
    const { rig } = await rigWithMaya()
    const nobody = await rig.addPatient({ givenName: 'Wren', familyName: 'Aldercott' })
    expect(await handOver(rig, nobody.id)).toEqual({
      ok: false,
      failure: { code: 'patient-email-missing' },
    })
  })
})

describe('interrupted', () => {
  test('offline when the event comes: after a restart it is tried when its time has come, and imported', async () => {
    const { rig, patient, notification } = await rigWithMaya()
    rig.network.intercept = ({ url }) => (url.includes('/treatment_plans/') ? offline() : null)
    expect(await rig.services.intake.receive(notification)).toMatchObject({
      failure: { code: 'fullscript-unreachable' },
    })
    expect(await plansOf(rig, patient.id)).toEqual([])
    const seen = await rig.services.intake.beside(rig.personId('priya'), patient.id, [])
    expect(seen.pending).toMatchObject([{ personId: rig.personId('june'), notifiedAt: rig.clock.now() }])
    await rig.restart()
    rig.network.intercept = () => null
    const asked = rig.sent.length
    await rig.signIn('june')
    await rig.services.settled()
    expect(rig.sent).toHaveLength(asked)
    rig.clock.advance(15_000)
    await rig.services.settled()
    expect(await plansOf(rig, patient.id)).toHaveLength(1)
    expect(await rig.database.selectFrom('fullscriptRetry').selectAll().execute()).toEqual([])
    expect(await rig.database.selectFrom('fullscriptPlanNotification').selectAll().execute()).toEqual([])
  })

  test('offline when the event comes: tried again after a pause while June stays signed in', async () => {
    const { rig, patient, notification } = await rigWithMaya()
    rig.network.intercept = ({ url }) => (url.includes('/treatment_plans/') ? offline() : null)
    const told: unknown[] = []
    rig.services.intake.onPendingChange((pending) => told.push(pending))
    await rig.services.intake.receive(notification)
    expect(told).toEqual([{ patientId: patient.id }])
    rig.network.intercept = () => null
    rig.clock.advance(15_000)
    await rig.services.settled()
    expect(await plansOf(rig, patient.id)).toMatchObject([
      { clinicName: expect.stringMatching(/./) as string },
    ])
    expect((await rig.services.intake.beside(rig.personId('june'), patient.id, [])).pending).toEqual([])
  })

  test('names that cannot be read: the plan is imported without them, and gets them later, never guessed', async () => {
    const { rig, patient, notification } = await rigWithMaya()
    rig.network.intercept = ({ url }) =>
      url.includes('/catalog/') || url.includes('/practitioners/') ? new Response('', { status: 502 }) : null
    const imported = await rig.services.intake.receive(notification)
    if (!imported.ok) throw new Error(imported.failure.code)
    const [before] = await plansOf(rig, patient.id)
    expect(before).toMatchObject({ prescriberName: '' })
    expect(before?.lines.map(({ named, productName }) => [named, productName])).toEqual(
      Array(3).fill([false, '']),
    )
    rig.network.intercept = () => null
    rig.clock.advance(15_000)
    await rig.services.settled()
    const [after] = await plansOf(rig, patient.id)
    expect(after).toMatchObject({ id: imported.value.planId, prescriberName: 'June Hartwell' })
    expect(after?.lines.every(({ named }) => named)).toBe(true)
    const asked = rig.sent.length
    rig.clock.advance(3_600_000)
    await rig.services.settled()
    expect(rig.sent).toHaveLength(asked)
  })

  test('refresh stores what Fullscript says now; a cancelled plan keeps its lines in the chart', async () => {
    const { rig, patient, notification } = await rigWithMaya()
    const imported = await rig.services.intake.receive(notification)
    if (!imported.ok) throw new Error(imported.failure.code)
    rig.sandbox.control.cancelPlanInApp(notification.fullscriptPlanId)
    expect(await rig.services.intake.refresh(imported.value.planId)).toMatchObject({
      ok: true,
      value: { id: imported.value.planId, state: 'cancelled', lines: [{}, {}, {}] },
    })
    expect(await plansOf(rig, patient.id)).toHaveLength(1)
    rig.network.intercept = offline
    expect(await rig.services.intake.refresh(imported.value.planId)).toMatchObject({ ok: false })
    expect(await plansOf(rig, patient.id)).toHaveLength(1)
  })
})
