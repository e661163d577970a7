/**
 * Proves: a code that somebody else gave opens an account and none of its restricted charts, until somebody else on the
 * list says who it is; emergency access stays possible; nobody answers for themselves, nor for a code of their own.
 */
import { unguarded } from '../records/handles'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import type { Person } from '../../shared/contract/people'
import { chartsBench, failure, MAYA, value } from '../../../tests/support/benches/charts'

const REASON = 'Found unconscious, history needed'

let bench: Awaited<ReturnType<typeof chartsBench>>
let app: ReturnType<typeof bench.start>
let june: Person, tomas: Person, noor: Person, ada: Person
let patientId: string

/** June and Tomas are on the list of Maya's chart; Ada, an administrator, has given Tomas a code, and it was used. */
beforeEach(async () => {
  bench = await chartsBench()
  onTestFinished(bench.dispose)
  app = bench.start()
  june = await bench.person('June', 'practitioner')
  tomas = await bench.person('Tomas', 'practitioner')
  noor = await bench.person('Noor', 'practitioner')
  ada = await bench.person('Ada', 'practitioner-administrator')
  const session = await bench.signIn(app, june)
  patientId = (await value(app.patients.create(june.id, MAYA))).id
  await value(app.charts.restrict(session, { patientId, personIds: [tomas.id] }))
  await redeemed(tomas, ada)
})

const redeemed = (who: Person, by: Person) =>
  bench.database
    .transaction()
    .execute((within) => app.charts.resting.rest({ personId: who.id, issuedBy: by.id }, unguarded(within)))
const get = (who: Person) => app.patients.get(who.id, patientId)
const answer = async (by: Person, about: Person, isThem = true) =>
  app.charts.resting.settle(await bench.signIn(app, by), { personId: about.id, isThem })
const actions = async () => (await bench.events()).filter(({ action }) => action.startsWith('chart.reader-'))

test('F-713: after a code of somebody else the chart is closed in every way, and says why', async () => {
  const session = await bench.signIn(app, tomas)
  const tried = [
    get(tomas),
    app.patients.update(tomas.id, { ...MAYA, city: 'Bend', id: patientId, version: 1 }),
    app.plans.forPatient(tomas.id, patientId),
    app.charts.enter(session, patientId),
    app.charts.lift(session, patientId),
    app.charts.restrict(session, { patientId, personIds: [] }),
  ]
  for (const one of tried) expect(await failure(one)).toEqual({ code: 'chart-restricted' })
  expect(await value(app.charts.access(session, patientId))).toMatchObject({
    level: 'closed',
    readers: [],
    resting: { issuerName: 'Ada' },
  })
  const found = await value(app.patients.search(tomas.id, { query: 'lindqvist', limit: 10, offset: 0 }))
  expect(JSON.stringify(found)).not.toContain(MAYA.birthDate)
  expect(await actions()).toMatchObject([{ action: 'chart.reader-rests', patientId, personId: tomas.id }])
})

test('F-713: the list is told, not of which chart; its word opens the chart again', async () => {
  const session = await bench.signIn(app, june)
  expect(await value(app.charts.resting.waiting(session))).toEqual([
    { personId: tomas.id, displayName: 'Tomas', issuerName: 'Ada', since: bench.clock.now(), charts: 1 },
  ])
  expect((await value(app.charts.access(session, patientId))).readers).toMatchObject([
    { displayName: 'June', resting: null },
    { displayName: 'Tomas', resting: { issuerName: 'Ada' } },
  ])
  expect(await answer(june, tomas)).toEqual({ ok: true, value: null })
  expect((await value(get(tomas))).familyName).toBe('Lindqvist')
  expect((await actions()).at(-1)).toEqual({
    personId: june.id,
    action: 'chart.reader-confirmed',
    patientId,
    outcome: 'done',
  })
  expect(await failure(answer(june, tomas))).toEqual({ code: 'not-found' })
})

test('F-713: saving the list confirms nobody on it; who is not who they say comes off', async () => {
  const session = await bench.signIn(app, june)
  await value(app.charts.restrict(session, { patientId, personIds: [tomas.id, noor.id] }))
  expect(await failure(get(tomas))).toEqual({ code: 'chart-restricted' })
  expect(await answer(june, tomas, false)).toEqual({ ok: true, value: null })
  const { readers } = await value(app.charts.access(await bench.signIn(app, june), patientId))
  expect(readers.map(({ displayName }) => displayName)).toEqual(['June', 'Noor'])
})

test('F-713: nobody answers for themselves, from outside the list, or while resting', async () => {
  for (const who of [tomas, noor, ada])
    expect(await failure(answer(who, tomas))).toEqual({ code: 'not-found' })
  await redeemed(june, ada)
  expect(await failure(answer(june, tomas))).toEqual({ code: 'not-found' })
  expect(await value(app.charts.resting.waiting(await bench.signIn(app, june)))).toEqual([])
})

test('F-713: a code that is not of somebody else, or used by nobody on a list, rests nothing', async () => {
  await value(answer(june, tomas))
  await redeemed(tomas, tomas)
  expect((await value(get(tomas))).familyName).toBe('Lindqvist')
  await redeemed(noor, ada)
  expect(await actions()).toHaveLength(2)
})

test('170.315(d)(6), F-713: an emergency opens the chart, marked; where nobody on the list is left to ask, it lets somebody else answer', async () => {
  const openAs = async (who: Person) => {
    const session = await bench.signIn(app, who)
    await value(app.charts.openInEmergency(session, { patientId, reason: REASON }))
    return session
  }
  const settle = async (who: Person, isThem = true) =>
    app.charts.resting.settle(await openAs(who), { personId: tomas.id, isThem })
  // June is there to be asked.
  expect(await failure(settle(noor))).toEqual({ code: 'not-found' })
  await redeemed(june, ada)
  // Neither the one who gave the code, nor whoever sits in front of the account, nor to take anybody off.
  expect(await failure(settle(ada))).toEqual({ code: 'not-found' })
  expect(await failure(settle(tomas))).toEqual({ code: 'not-found' })
  expect(await failure(settle(noor, false))).toEqual({ code: 'not-found' })
  expect(await settle(noor)).toEqual({ ok: true, value: null })
  expect((await value(get(tomas))).familyName).toBe('Lindqvist')
})

test('F-713: whoever rests is told nothing of emergencies in that chart until it is known who they are', async () => {
  await value(app.charts.openInEmergency(await bench.signIn(app, noor), { patientId, reason: REASON }))
  const session = await bench.signIn(app, tomas)
  expect(await value(app.charts.notices(session))).toEqual([])
  expect((await value(app.charts.emergencies(session, { limit: 10, offset: 0 }))).rows).toEqual([])
  await value(answer(june, tomas))
  expect(await value(app.charts.notices(await bench.signIn(app, tomas)))).toHaveLength(1)
})
