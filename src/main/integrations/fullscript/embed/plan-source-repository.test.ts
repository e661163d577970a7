/**
 * Proves: where a plan of a chart is at Fullscript comes beside the plan, and what Fullscript no longer has is said of
 * that plan and that product alone; a plan that is not Fullscript's stays as the chart has it.
 */
import { expect, onTestFinished, test } from 'vitest'
import { chartsBench, MAYA, value } from '../../../../../tests/support/benches/charts'
import {
  knownPlan,
  planSystem,
  plansOf,
  prescribersIn,
  productSystem,
  withSource,
  writeSource,
} from './plan-source-repository'

const OWNER = { environment: 'local', clinicId: 'c1', fullscriptPatientId: 'their-maya' }

async function chartWithPlans() {
  const bench = await chartsBench()
  onTestFinished(bench.dispose)
  const app = bench.start()
  const june = await bench.person('June', 'practitioner')
  await bench.signIn(app, june)
  const patientId = (await value(app.patients.create(june.id, MAYA))).id
  const line = (code: string, codeSystem: string) => ({
    ...{ codeSystem, code, dosageAmount: '1', dosageFrequency: '', dosageDuration: '', dosageFormat: '' },
    ...{ timeOfDay: [], takeWith: '', instructions: '', refill: null, unitsToPurchase: null, unread: [] },
  })
  /** Two products in each. */
  const land = (system: string, id: string, codeSystem: string) =>
    value(
      app.records.background((charts) =>
        app.plans.land(
          { personId: june.id },
          {
            ...{ patientId, externalId: { system, value: id }, state: 'active', prescriberName: '' },
            ...{ enteredBy: june.id, enteredByPrescriber: true, message: '', sentAt: null, sentOn: null },
            ...{ createdAt: 1, createdOn: null, labs: [], unread: [] },
            lines: [line('v1', codeSystem), line('v2', codeSystem)],
          },
          charts,
        ),
      ),
    )
  const theirs = await land(planSystem('local'), 'p1', productSystem('local'))
  const other = await land('urn:elsewhere:plan', 'p1', 'urn:elsewhere:product')
  const background = app.records.background.bind(app.records)
  await background((charts) => writeSource(charts, { planId: theirs, ...OWNER, prescriberId: '' }))
  const seen = async () => {
    const plans = await value(app.plans.forPatient(june.id, patientId))
    const described = await background((charts) => withSource(charts, plans))
    return new Map(described.map((plan) => [plan.id, plan]))
  }
  return { bench, app, background, patientId, theirs, other, seen }
}

test('the plan’s id, clinic and its name come beside it; another plan has none', async () => {
  const { bench, theirs, other, seen } = await chartWithPlans()
  expect((await seen()).get(theirs)).toMatchObject({ fullscriptPlanId: 'p1', clinicId: 'c1', clinicName: '' })
  const clinic = { environment: 'local', clinicId: 'c1', name: 'Meadowlark', fetchedAt: 1 }
  await bench.database.insertInto('fullscriptClinic').values(clinic).execute()
  expect((await seen()).get(theirs)).toMatchObject({ clinicName: 'Meadowlark', gone: false })
  expect((await seen()).get(theirs)).not.toHaveProperty('externalIds')
  const none = { fullscriptPlanId: '', clinicId: '', clinicName: '', gone: false }
  expect((await seen()).get(other)).toMatchObject({ ...none, lines: [{ gone: false }, { gone: false }] })
})

test('what Fullscript no longer has is said of it alone, and a failure that is not final of nothing', async () => {
  const { bench, theirs, other, seen } = await chartWithPlans()
  const retry = (kind: 'plan' | 'product', fullscriptId: string, failure: string, environment = 'local') => ({
    ...{ environment, kind, fullscriptId, failure, failures: 1, triedAt: 1, nextTryAt: null, notBefore: 0 },
  })
  const write = (row: ReturnType<typeof retry>) =>
    bench.database.insertInto('fullscriptRetry').values(row).execute()
  await write(retry('plan', 'p1', 'fullscript-unreachable'))
  await write(retry('product', 'v1', 'not-found'))
  await write(retry('product', 'v2', 'not-found', 'us'))
  const lines = [{ gone: true }, { gone: false }]
  expect((await seen()).get(theirs)).toMatchObject({ gone: false, lines })
  await bench.database.updateTable('fullscriptRetry').set({ failure: 'fullscript-plan-gone' }).execute()
  expect((await seen()).get(theirs)).toMatchObject({ gone: true })
  expect((await seen()).get(other)).toMatchObject({ gone: false, lines: [{ gone: false }, { gone: false }] })
})

test('a plan is found by whose it is there, and what is known of it is replaced when it is imported again', async () => {
  const { app, background, patientId, theirs, other } = await chartWithPlans()
  const place = async (planId: string) => {
    const found = await app.plans.place(planId)
    return found && background((charts) => knownPlan(charts, found))
  }
  const known = { id: theirs, patientId, environment: 'local', clinicId: 'c1', fullscriptPlanId: 'p1' }
  expect(await place(theirs)).toEqual(known)
  expect(await place(other)).toBeNull()
  expect(await background((charts) => plansOf(charts, OWNER))).toEqual([theirs])
  expect(await background((charts) => plansOf(charts, { ...OWNER, clinicId: 'c2' }))).toEqual([])
  await background((charts) => writeSource(charts, { planId: theirs, ...OWNER, prescriberId: 'x' }))
  // More ids than one query carries.
  const ids = [...Array.from({ length: 1_200 }, (_, number) => String(number)), theirs, other]
  expect(await background((charts) => prescribersIn(charts, OWNER, ids))).toEqual(new Map([[theirs, 'x']]))
})
