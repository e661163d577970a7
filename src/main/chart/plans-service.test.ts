/**
 * Proves: a plan that another system has comes into one chart once, from however many workstations at a time; what was
 * taken out of a chart keeps its external id and may come into the right one; and names that come later are put in once.
 */
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { chartsBench, failure, MAYA, value } from '../../../tests/support/benches/charts'
import type { Person } from '../../shared/contract/people'
import type { ImportedPlan } from './imported-plan'

const EXTERNAL = { system: 'urn:elsewhere:plan', value: 'p1' }

let bench: Awaited<ReturnType<typeof chartsBench>>
let app: ReturnType<typeof bench.start>
let june: Person
let maya: string, noah: string

beforeEach(async () => {
  bench = await chartsBench()
  onTestFinished(bench.dispose)
  app = bench.start()
  june = await bench.person('June', 'practitioner')
  await bench.signIn(app, june)
  maya = (await value(app.patients.create(june.id, MAYA))).id
  noah = (await value(app.patients.create(june.id, { ...MAYA, givenName: 'Noah' }))).id
})

const plan = (patientId: string, says: Partial<ImportedPlan> = {}): ImportedPlan => ({
  ...{ patientId, externalId: EXTERNAL, state: 'active', prescriberName: '', message: '' },
  ...{
    enteredBy: june.id,
    enteredByPrescriber: true,
    sentAt: null,
    sentOn: null,
    createdAt: 1,
    createdOn: null,
  },
  lines: [
    {
      ...{ codeSystem: 'urn:elsewhere:product', code: 'v1', dosageAmount: '1', dosageFrequency: 'daily' },
      ...{ dosageDuration: '', dosageFormat: 'capsule', timeOfDay: [], takeWith: '', instructions: '' },
      ...{ refill: null, unitsToPurchase: null, unread: [] },
    },
  ],
  labs: [],
  unread: [],
  ...says,
})

const land = (says: ImportedPlan, station = app) =>
  station.records.background((charts) => station.plans.land({ personId: june.id }, says, charts))
const plansOf = (patientId: string) => value(app.plans.forPatient(june.id, patientId))
const remove = (patientId: string, planId: string) =>
  app.records.background((charts) => app.plans.remove({ personId: june.id }, patientId, [planId], charts))
const homeless = (planId: string) => app.records.background((charts) => app.plans.homeless([planId], charts))

test('two workstations that bring in the same plan at a time: it is in the chart once', async () => {
  const other = bench.start('another')
  const ids = await Promise.all([value(land(plan(maya))), value(land(plan(maya), other))])
  expect(new Set(ids).size).toBe(1)
  expect(await plansOf(maya)).toMatchObject([
    { id: ids[0], externalIds: [EXTERNAL], lines: [{ code: 'v1' }] },
  ])
})

test('a second of the same id is refused by the records themselves', async () => {
  const first = await value(land(plan(maya)))
  const second = await value(land(plan(maya, { externalId: { ...EXTERNAL, value: 'p2' } })))
  const again = { id: 'again', ...EXTERNAL, planId: second }
  await expect(bench.database.insertInto('externalId').values(again).execute()).rejects.toThrow()
  expect((await plansOf(maya)).map(({ id }) => id).sort()).toEqual([first, second].sort())
})

test('what is in one chart does not come into another one', async () => {
  await value(land(plan(maya)))
  expect(await failure(land(plan(noah)))).toMatchObject({ code: 'embed-wrong-patient' })
  expect(await plansOf(noah)).toEqual([])
})

test('what was taken out has no home until it comes into the right chart, and both keep the id', async () => {
  const wrong = await value(land(plan(maya)))
  expect(await homeless(wrong)).toEqual([])
  // Another patient's chart has no such plan to be taken out.
  expect(await remove(noah, wrong)).toBe(0)
  expect(await remove(maya, wrong)).toBe(1)
  expect(await plansOf(maya)).toEqual([])
  expect(await app.plans.place(wrong)).toBeNull()
  expect(await homeless(wrong)).toEqual([{ externalId: EXTERNAL, enteredBy: june.id }])
  const right = await value(land(plan(noah)))
  expect(right).not.toBe(wrong)
  expect(await homeless(wrong)).toEqual([])
  const ids = bench.database.selectFrom('externalId').select(['planId', 'value', 'withdrawn'])
  expect(await ids.orderBy('withdrawn').execute()).toEqual([
    { planId: right, value: 'p1', withdrawn: 0 },
    { planId: wrong, value: 'p1', withdrawn: 1 },
  ])
})

test('the names of products and prescribers are missing until they are known, and a known name stays', async () => {
  const planId = await value(land(plan(maya)))
  const named = await value(
    land(plan(maya, { externalId: { ...EXTERNAL, value: 'p2' }, prescriberName: 'June' })),
  )
  const unnamed = await app.plans.missingNames('urn:elsewhere:product')
  expect(unnamed.products).toHaveLength(2)
  expect(unnamed.prescribers).toEqual([{ planId, patientId: maya }])
  expect(await app.plans.missingNames('urn:other')).toMatchObject({ products: [] })
  const product = { codeSystem: 'urn:elsewhere:product', code: 'v1' }
  await app.plans.rememberProduct({ ...product, productName: 'Iron', brandName: 'Alder', packageText: '' })
  await app.plans.namePrescriber({ personId: june.id }, [planId, named], 'Maya Lindqvist, ND')
  expect(await app.plans.missingNames('urn:elsewhere:product')).toEqual({ products: [], prescribers: [] })
  const names = (await plansOf(maya)).map(({ id, prescriberName, lines }) => [
    id,
    prescriberName,
    lines[0]?.productName,
  ])
  expect(new Map(names.map(([id, ...says]) => [id, says]))).toEqual(
    new Map([
      [planId, ['Maya Lindqvist, ND', 'Iron']],
      [named, ['June', 'Iron']],
    ]),
  )
})
