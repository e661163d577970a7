/**
 * Proves: the timeline has the current version of each entry in the order of when it was, days as they were said and
 * never moved; its pages neither repeat nor miss anything while others write; it holds nothing of a kind that whoever
 * asks may not read; what was entered in error stands in it for who asks for it; a closed chart stays closed; and each
 * look has its row.
 */
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { allergyIntolerance } from '../../shared/contract/allergies'
import type { Capability } from '../../shared/capabilities'
import type { Entry, EntryContent, EntryKindContract } from '../../shared/contract/entries'
import type { Person } from '../../shared/contract/people'
import type { TimelineAsked, TimelinePlace } from '../../shared/contract/timeline'
import { localDay } from '../../shared/day'
import { chartsBench, failure, MAYA, value } from '../../../tests/support/benches/charts'
import { ENTRY_EXAMPLES } from '../../../tests/support/entry-examples'
import { createTimeline } from './timeline'

const KIND = allergyIntolerance as unknown as EntryKindContract
const PENICILLIN = ENTRY_EXAMPLES.allergies.first
const MINUTE = 60_000

let bench: Awaited<ReturnType<typeof chartsBench>>
let app: ReturnType<typeof bench.start>
let june: Person, tomas: Person, priya: Person
let patientId: string

beforeEach(async () => {
  bench = await chartsBench()
  onTestFinished(bench.dispose)
  app = bench.start()
  june = await bench.person('June', 'practitioner')
  tomas = await bench.person('Tomas', 'practitioner')
  priya = await bench.person('Priya', 'staff')
  await bench.signIn(app, june)
  patientId = (await value(app.patients.create(june.id, MAYA))).id
})

/** Each a minute after the one before. */
const record = async (text: string, effective: string | null, more: Partial<EntryContent> = {}) => {
  bench.clock.advance(MINUTE)
  const content = { ...PENICILLIN, text, effective, ...more }
  return value(app.entries.record(KIND, june.id, { patientId, content }))
}
const asked = (more: Partial<TimelineAsked> = {}): TimelineAsked => ({
  ...{ patientId, kinds: [], enteredInError: false, before: null, limit: 50 },
  ...more,
})
const read = (more: Partial<TimelineAsked> = {}, who: Person = june) =>
  value(app.timeline.read(who, asked(more)))
const names = async (more: Partial<TimelineAsked> = {}) =>
  (await read(more)).entries.map(({ summary }) => summary.split(':')[0])
const rows = () =>
  bench.database
    .selectFrom('auditEvent')
    .select(['personId', 'subject', 'outcome'])
    .where('action', '=', 'timeline.read')
    .orderBy('seq')
    .execute()

test('the newest stands first by when it was, as far as that is known, and not by when it was recorded', async () => {
  const now = bench.clock.now()
  await record('a year', '2004')
  await record('a month of it', '2004-05')
  await record('a day of that', '2004-05-03')
  await record('the day before', '2004-05-02')
  await record('no date', null)
  await record('the year before', '2003')
  await record('long to come', '2999-01-01')
  expect(await names()).toEqual([
    ...['long to come', 'no date', 'a day of that', 'the day before', 'a month of it', 'a year'],
    'the year before',
  ])
  const { entries } = await read()
  expect(entries.map(({ day }) => day)).toEqual([
    ...['2999-01-01', localDay(now), '2004-05-03', '2004-05-02', '2004-05', '2004', '2003'],
  ])
})

test('instants stand on their day on this calendar, the later ones first, below what has no time', async () => {
  const noon = new Date(2004, 4, 3, 12).getTime()
  await record('noon', new Date(noon).toISOString())
  await record('one', new Date(noon + 60 * MINUTE).toISOString())
  await record('some time that day', '2004-05-03')
  await record('the next day', '2004-05-04')
  expect(await names()).toEqual(['the next day', 'some time that day', 'one', 'noon'])
  expect(new Set((await read()).entries.map(({ day }) => day))).toEqual(new Set(['2004-05-04', '2004-05-03']))
})

test('an entry says what it says now, in the words of its kind, and who recorded that', async () => {
  const first = await record('Penicillin', '2004')
  bench.clock.advance(MINUTE)
  const content = { ...PENICILLIN, status: 'resolved', effective: '2005' }
  const { version, id } = first
  await value(app.entries.change(KIND, tomas.id, { patientId, id, version, content }))
  expect((await read()).entries).toEqual([
    {
      ...{ id, kind: 'allergy-intolerance', day: '2005', effective: '2005', reason: '' },
      ...{ summary: 'Penicillin: anaphylaxis, high risk, resolved', enteredInError: false },
      ...{ recordedAt: bench.clock.now(), recordedBy: { id: tomas.id, name: 'Tomas' } },
    },
  ])
})

test('what has no date stays where it was first recorded, whatever is changed of it and whenever', async () => {
  const first = await record('no date', null)
  const day = localDay(bench.clock.now())
  bench.clock.advance(48 * 60 * MINUTE)
  await record('two days later', localDay(bench.clock.now()))
  const change = async ({ id, version }: Entry, effective: string | null) =>
    value(
      app.entries.change(KIND, june.id, {
        ...{ patientId, id, version },
        content: { ...PENICILLIN, text: 'no date', effective },
      }),
    )
  const dated = await change(first, '2999')
  expect(await names()).toEqual(['no date', 'two days later'])
  await change(dated, null)
  expect(await names()).toEqual(['two days later', 'no date'])
  expect((await read()).entries.at(-1)).toMatchObject({ day, effective: null })
})

test('pages neither repeat nor miss an entry, also when others come meanwhile', async () => {
  const recorded: string[] = []
  // Many at the same place in time, where only the id tells them apart.
  for (let count = 0; count < 9; count += 1) {
    const content = { ...PENICILLIN, text: `same ${count}`, effective: count < 3 ? '2004' : null }
    recorded.push((await value(app.entries.record(KIND, june.id, { patientId, content }))).id)
  }
  const seen: string[] = []
  let before: TimelinePlace | null = null
  do {
    const page = await read({ before, limit: 2 })
    seen.push(...page.entries.map(({ id }) => id))
    before = page.older
    await record('newer', '2999')
  } while (before)
  expect(seen).toHaveLength(9)
  expect(new Set(seen)).toEqual(new Set(recorded))
})

test('a page that is just full is the last one', async () => {
  await record('one', '2004')
  await record('other', '2005')
  expect((await read({ limit: 2 })).older).toBeNull()
  expect((await read({ limit: 1 })).older).toMatchObject({ day: '2005' })
})

test('what was entered in error is left out, and marked with its reason for who asks for it', async () => {
  const { id, version } = await record('wrong', '2004')
  await record('right', '2003')
  await value(app.entries.retract(KIND, june.id, { patientId, id, version, reason: 'The wrong chart' }))
  expect(await names()).toEqual(['right'])
  expect((await read({ enteredInError: true })).entries).toMatchObject([
    { id, day: '2004', enteredInError: true, reason: 'The wrong chart' },
    { enteredInError: false, reason: '' },
  ])
})

test('164.312(a)(1), 164.502(b): a kind that a person may not read is not in it, whether they name it or not', async () => {
  const conditions = { ...KIND, kind: 'condition' }
  const both = { allergies: KIND, conditions } as Record<string, EntryKindContract>
  const timeline = createTimeline({ records: app.records, kinds: both })
  const { id } = await record('a condition', '2005')
  await bench.database.updateTable('entry').set({ kind: 'condition' }).where('id', '=', id).execute()
  await record('an allergy', '2004')
  const seenBy = async (capabilities: string[], kinds: string[] = []) => {
    const reader = { id: june.id, capabilities: capabilities as Capability[] }
    const page = await value(timeline.read(reader, asked({ kinds: kinds as never })))
    return page.entries.map(({ summary }) => summary.split(':')[0])
  }
  const [allergies, all] = [['allergies:read'], ['allergies:read', 'conditions:read']]
  expect(await seenBy(all)).toEqual(['a condition', 'an allergy'])
  expect(await seenBy(all, ['condition'])).toEqual(['a condition'])
  expect(await seenBy(allergies)).toEqual(['an allergy'])
  expect(await seenBy(allergies, ['condition'])).toEqual([])
  expect(await seenBy(allergies, ['condition', 'allergy-intolerance'])).toEqual(['an allergy'])
  expect((await rows()).map(({ subject }) => subject)).toEqual([
    'allergy-intolerance condition',
    'condition',
    'allergy-intolerance',
    null,
    'allergy-intolerance',
  ])
})

test('164.312(a)(1): whoever may read no kind is refused, and whoever is not let into a chart', async () => {
  await record('Penicillin', '2004')
  expect((await failure(app.timeline.read(priya, asked()))).code).toBe('not-allowed')
  await value(app.charts.restrict(await bench.signIn(app, june), { patientId, personIds: [] }))
  expect((await failure(app.timeline.read(tomas, asked()))).code).toBe('chart-restricted')
  expect(await names()).toEqual(['Penicillin'])
  expect(await rows()).toEqual([
    { personId: priya.id, subject: null, outcome: 'refused' },
    { personId: tomas.id, subject: null, outcome: 'refused' },
    { personId: june.id, subject: 'allergy-intolerance', outcome: 'done' },
  ])
})

test('another chart’s entries are not in it', async () => {
  await record('Penicillin', '2004')
  const other = (await value(app.patients.create(june.id, { ...MAYA, givenName: 'Noah' }))).id
  expect((await read({ patientId: other })).entries).toEqual([])
})

test('what a newer Yarrow wrote is there by its name', async () => {
  const { id } = await record('Penicillin', '2004')
  const written = {
    entryId: id,
    version: 2,
    status: 'dormant',
    effective: '2004',
    codings: '[]',
    text: 'Latex',
  }
  await bench.database
    .insertInto('entryVersion')
    .values({ ...written, body: '{"exposure":"skin"}', reason: '', recordedAt: 1, recordedBy: null })
    .execute()
  await bench.database.updateTable('entry').set({ version: 2 }).where('id', '=', id).execute()
  expect((await read()).entries).toMatchObject([{ summary: 'Latex', recordedBy: null }])
})
