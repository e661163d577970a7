/**
 * Proves: a restricted chart opens for those on its list and nobody else, whatever their role; an emergency opens it
 * with a reason, for sixty minutes and one session, and leaves a trace that its people are told of.
 */
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { chartsCalls } from '../../shared/contract/charts'
import type { Person } from '../../shared/contract/people'
import { accessLevelOf } from './chart-access'
import { chartsBench, failure, MAYA, value } from '../../../tests/support/benches/charts'
import { mayChange } from './charts-service'

const MINUTE = 60_000
const REASON = 'Found unconscious, history needed'

let bench: Awaited<ReturnType<typeof chartsBench>>
let app: ReturnType<typeof bench.start>
let june: Person, tomas: Person, priya: Person, ada: Person
let patientId: string

/** June has restricted Maya's chart to herself. */
beforeEach(async () => {
  bench = await chartsBench()
  onTestFinished(bench.dispose)
  app = bench.start()
  june = await bench.person('June', 'practitioner-administrator')
  tomas = await bench.person('Tomas', 'practitioner')
  priya = await bench.person('Priya', 'staff')
  ada = await bench.person('Ada', 'administrator')
  const session = await bench.signIn(app, june)
  patientId = (await value(app.patients.create(june.id, MAYA))).id
  await value(app.charts.restrict(session, { patientId, personIds: [] }))
})

const refusals = async () => (await bench.events()).filter(({ outcome }) => outcome === 'refused')
const openAs = async (who: Person, reason = REASON) => {
  const session = await bench.signIn(app, who)
  await value(app.charts.openInEmergency(session, { patientId, reason }))
  return session
}
const get = (who: Person) => app.patients.get(who.id, patientId)

test('the whole rule: a list opens a restricted chart, an emergency does for a time, nothing else does', () => {
  const table = [
    [false, false, false, 'free'],
    [false, false, true, 'free'],
    [true, true, false, 'listed'],
    [true, true, true, 'listed'],
    [true, false, true, 'emergency'],
    [true, false, false, 'closed'],
  ] as const
  for (const [restricted, listed, emergency, expected] of table)
    expect(accessLevelOf({ restricted, listed, emergency })).toBe(expected)
})

describe('164.312(a)(1): a restricted chart', () => {
  test('opens for those on its list; for everybody else each way in is refused and in the audit', async () => {
    expect((await value(get(june))).familyName).toBe('Lindqvist')
    for (const who of [tomas, priya, ada]) {
      const session = await bench.signIn(app, who)
      const tries = [
        () => get(who),
        () => app.patients.history(who.id, patientId),
        () => app.patients.update(who.id, { ...MAYA, city: 'Bend', id: patientId, version: 1 }),
        () => app.plans.forPatient(who.id, patientId),
        () => app.charts.enter(session, patientId),
        () => app.charts.lift(session, patientId),
        () => app.charts.restrict(session, { patientId, personIds: [who.id] }),
      ]
      for (const one of tries) expect(await failure(one())).toEqual({ code: 'chart-restricted' })
    }
    const by = { patientId, outcome: 'refused' }
    expect(await refusals()).toEqual(
      [tomas, priya, ada].flatMap(({ id: personId }) => [
        { ...by, personId, action: 'patient.read' },
        { ...by, personId, action: 'patient.history-read' },
        { ...by, personId, action: 'patient.updated' },
        { ...by, personId, action: 'plan.read' },
        { ...by, personId, action: 'patient.handed-to-fullscript' },
        { ...by, personId, action: 'chart.restriction-lifted' },
        { ...by, personId, action: 'chart.restricted' },
      ]),
    )
    expect(await value(get(june))).toMatchObject({ city: 'Astoria', version: 1 })
  })

  test('stays findable by name and chart number, and tells nothing else', async () => {
    await bench.signIn(app, priya)
    const find = (query: string) => value(app.patients.search(priya.id, { query, limit: 10, offset: 0 }))
    for (const query of ['', 'lind maya', '1001']) {
      expect((await find(query)).rows).toEqual([
        {
          ...{ id: patientId, chartNumber: '1001', givenName: 'Maya', familyName: 'Lindqvist' },
          ...{ preferredName: '', birthDate: null, sex: 'unspecified', email: '', phone: '' },
          restriction: 'closed',
          near: false,
        },
      ])
    }
    // Or else a search would be a way to guess them.
    for (const query of ['1988-04-12', 'maya@example.org', '(503) 555-0112', 'maya 1988-04-12'])
      expect(await find(query)).toEqual({ rows: [], total: 0 })
    const own = await value(app.patients.search(june.id, { query: '1988-04-12', limit: 10, offset: 0 }))
    expect(own.rows).toMatchObject([{ birthDate: '1988-04-12', restriction: 'listed' }])
  })

  test('says to the others who restricted it and nothing about the list', async () => {
    const session = await bench.signIn(app, priya)
    expect(await value(app.charts.access(session, patientId))).toEqual({
      ...{ patientId, givenName: 'Maya', familyName: 'Lindqvist', preferredName: '' },
      ...{ level: 'closed', restrictedBy: 'June', readers: [], resting: null, emergencyLeft: null },
    })
    expect(await failure(app.charts.access(session, june.id))).toEqual({ code: 'not-found' })
  })

  test('is shared with named people, who may change the list in their turn, and opened to all again', async () => {
    const session = await bench.signIn(app, june)
    const shared = await value(app.charts.restrict(session, { patientId, personIds: [tomas.id, priya.id] }))
    expect(shared.readers.map(({ displayName }) => displayName)).toEqual(['June', 'Priya', 'Tomas'])
    expect((await get(priya)).ok && (await get(tomas)).ok).toBe(true)
    // Whoever changes the list stays on it.
    const by = await bench.signIn(app, tomas)
    await value(app.charts.restrict(by, { patientId, personIds: [] }))
    expect(await failure(get(june))).toEqual({ code: 'chart-restricted' })
    expect((await value(app.charts.lift(by, patientId))).level).toBe('free')
    expect((await get(ada)).ok).toBe(true)
    const unknown = '99999999-9999-4999-8999-999999999999'
    expect(await failure(app.charts.restrict(by, { patientId, personIds: [unknown] }))).toEqual({
      code: 'invalid-input',
      detail: 'personIds',
    })
  })

  test('is not lost when everybody on its list has left: an emergency may then change it', async () => {
    const reader = { id: 'r', displayName: '', credentials: '', resting: null }
    expect(mayChange(null, 'x', false)).toBe(true)
    expect(mayChange({ restrictedBy: '', readers: [{ ...reader, active: true }] }, 'x', true)).toBe(false)
    expect(mayChange({ restrictedBy: '', readers: [{ ...reader, active: false }] }, 'x', false)).toBe(false)
    await bench.database.updateTable('person').set({ active: 0 }).where('id', '=', june.id).execute()
    const session = await openAs(tomas)
    expect((await value(app.charts.restrict(session, { patientId, personIds: [] }))).level).toBe('listed')
  })
})

describe('164.312(a)(2)(ii), 170.315(d)(6), F-713: emergency access', () => {
  test('needs a reason of ten characters and the capability', () => {
    const { input, capability } = chartsCalls.openInEmergency
    const with_ = (reason: string) => input.safeParse({ patientId, reason }).success
    expect(['urgent!!!', '   urgent     ', ''].map(with_)).toEqual([false, false, false])
    expect(with_('urgent !!!')).toBe(true)
    expect(capability).toBe('emergency:use')
  })

  test('opens the chart for its person alone, sixty minutes by the monotonic clock', async () => {
    const session = await openAs(tomas)
    expect((await value(get(tomas))).familyName).toBe('Lindqvist')
    expect(await failure(get(priya))).toEqual({ code: 'chart-restricted' })
    // Setting the clock buys no time and takes none.
    bench.clock.jump(-24 * 60 * MINUTE)
    bench.clock.advance(59 * MINUTE)
    const before = await value(app.charts.access(session, patientId))
    expect(before).toMatchObject({ level: 'emergency', emergencyLeft: MINUTE })
    bench.clock.advance(MINUTE)
    expect(await failure(get(tomas))).toEqual({ code: 'chart-restricted' })
    expect((await value(app.charts.access(session, patientId))).level).toBe('closed')
  })

  test('ends at sign-out and lock, at a restart, and when its person says so', async () => {
    const own = await openAs(tomas)
    expect((await value(app.charts.endEmergency(own, patientId))).level).toBe('closed')
    await openAs(tomas)
    await app.sessions.end()
    await bench.signIn(app, tomas)
    expect(await failure(get(tomas))).toEqual({ code: 'chart-restricted' })
    await openAs(tomas)
    await get(tomas)
    bench.clock.advance(MINUTE)
    app = bench.start()
    await value(app.charts.begin())
    const again = await bench.signIn(app, june)
    expect(await failure(get(tomas))).toEqual({ code: 'chart-restricted' })
    const { rows } = await value(app.charts.emergencies(again, { limit: 10, offset: 0 }))
    expect(rows.map(({ endedHow }) => endedHow).sort()).toEqual(['person', 'restart', 'session'])
    // Nobody knows when Yarrow stopped; the last use is what is known.
    const { endedAt, openedAt } = rows.find((row) => row.endedHow === 'restart') ?? {}
    expect(endedAt).toBe(openedAt)
  })

  test('is open at the workstation where it was begun, and another that starts leaves it open', async () => {
    await openAs(tomas)
    const other = bench.start('another')
    await value(other.charts.begin())
    await bench.signIn(other, tomas)
    expect(await failure(other.patients.get(tomas.id, patientId))).toEqual({ code: 'chart-restricted' })
    expect((await value(get(tomas))).familyName).toBe('Lindqvist')
  })

  test('of a workstation that did not come back is closed when its hour is over, as of its last use', async () => {
    await openAs(tomas)
    await get(tomas)
    const usedAt = bench.clock.now()
    const other = bench.start('another')
    bench.clock.jump(59 * MINUTE)
    const early = await bench.signIn(other, june)
    expect((await value(other.charts.notices(early)))[0]).toMatchObject({ endedAt: null })
    bench.clock.jump(MINUTE)
    const session = await bench.signIn(other, june)
    expect((await value(other.charts.notices(session)))[0]).toMatchObject({
      ...{ endedAt: usedAt, endedHow: 'restart' },
    })
    // Where it was begun, that is the end of it as well, told once.
    expect(await failure(get(tomas))).toEqual({ code: 'chart-restricted' })
    await app.sessions.end()
    const ended = (await bench.events()).filter(({ action }) => action === 'chart.emergency-ended')
    expect(ended).toHaveLength(1)
  })

  test('S-24: everything under it is marked in the audit, from opening to end', async () => {
    const session = await openAs(tomas)
    await get(tomas)
    await app.plans.forPatient(tomas.id, patientId)
    await app.patients.update(tomas.id, { ...MAYA, city: 'Bend', id: patientId, version: 1 })
    await app.charts.endEmergency(session, patientId)
    const marked = await bench.database
      .selectFrom('auditEvent')
      .select(['action', 'personId', 'patientId', 'outcome'])
      .where('emergency', '=', 1)
      .orderBy('seq')
      .execute()
    const by = { personId: tomas.id, patientId, outcome: 'done' }
    expect(marked).toEqual([
      { ...by, action: 'chart.emergency-opened' },
      { ...by, action: 'patient.read' },
      { ...by, action: 'plan.read' },
      { ...by, action: 'patient.updated' },
      { ...by, action: 'chart.emergency-ended' },
    ])
    expect((await bench.events()).filter(({ personId }) => personId === tomas.id)).toHaveLength(5)
  })

  test('is told to everybody on the list until they have seen it, with reason, times and what was opened', async () => {
    await openAs(tomas)
    await get(tomas)
    await get(tomas)
    await app.plans.forPatient(tomas.id, patientId)
    const openedAt = bench.clock.now()
    bench.clock.advance(10 * MINUTE)
    const session = await bench.signIn(app, june)
    const [notice, ...more] = await value(app.charts.notices(session))
    expect(more).toEqual([])
    expect(notice).toMatchObject({
      ...{ patientId, patientName: 'Maya Lindqvist', personName: 'Tomas', reason: REASON, openedAt },
      ...{ endedAt: openedAt + 10 * MINUTE, endedHow: 'session' },
      used: [
        { action: 'patient.read', times: 2 },
        { action: 'plan.read', times: 1 },
      ],
    })
    await value(app.charts.noticesSeen(session, [notice?.id ?? '']))
    expect(await value(app.charts.notices(session))).toEqual([])
    expect(await bench.events()).toContainEqual({
      ...{ personId: june.id, action: 'chart.emergency-seen', patientId, outcome: 'done' },
    })
    // The report keeps it.
    expect((await value(app.charts.emergencies(session, { limit: 1, offset: 0 }))).total).toBe(1)
  })

  test('the report is for administrators, and for practitioners about charts of their own', async () => {
    await openAs(tomas)
    const rows = async (who: Person) =>
      (await value(app.charts.emergencies(await bench.signIn(app, who), { limit: 10, offset: 0 }))).total
    expect([await rows(june), await rows(ada), await rows(tomas)]).toEqual([1, 1, 0])
    expect(chartsCalls.emergencies.capability).toBe('patients:access-report')
  })

  test('needs none where the chart is open anyway, and knows no unknown patient', async () => {
    const session = await bench.signIn(app, june)
    const opened = await value(app.charts.openInEmergency(session, { patientId, reason: REASON }))
    expect(opened.level).toBe('listed')
    expect(
      await failure(app.charts.openInEmergency(session, { patientId: june.id, reason: REASON })),
    ).toEqual({
      code: 'not-found',
    })
    expect(await bench.database.selectFrom('emergencyAccess').selectAll().execute()).toEqual([])
  })

  test('F-507: a session that ends while it is opened takes it along', async () => {
    const session = await bench.signIn(app, tomas)
    const opening = app.charts.openInEmergency(session, { patientId, reason: REASON })
    await app.sessions.end()
    await opening
    await bench.signIn(app, tomas)
    expect(await failure(get(tomas))).toEqual({ code: 'chart-restricted' })
    const { endedHow } = await bench.database
      .selectFrom('emergencyAccess')
      .select('endedHow')
      .executeTakeFirstOrThrow()
    expect(endedHow).toBe('session')
  })
})
