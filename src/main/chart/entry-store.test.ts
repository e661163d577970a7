/**
 * Proves: nothing that was said in a chart is ever overwritten; who comes second is told; what was entered in error and
 * what was taken back are versions too; a closed chart stays closed; what a newer Yarrow wrote is kept as it is; and the
 * rule of a kind, by "no known allergies".
 */
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { allergyIntolerance, NO_KNOWN_ALLERGIES, type AllergyBody } from '../../shared/contract/allergies'
import {
  entryKind,
  type Entry,
  type EntryContent,
  type EntryKindContract,
} from '../../shared/contract/entries'
import { ok } from '../../shared/failures'
import { chartsBench, failure, MAYA, value } from '../../../tests/support/benches/charts'
import { ENTRY_EXAMPLES } from '../../../tests/support/entry-examples'
import type { Person } from '../../shared/contract/people'

const KIND = allergyIntolerance as unknown as EntryKindContract
const PENICILLIN = ENTRY_EXAMPLES.allergies.first
const RESOLVED = ENTRY_EXAMPLES.allergies.then
const NONE_KNOWN: EntryContent<AllergyBody> = {
  status: 'active',
  effective: '2026-11-30',
  codings: [NO_KNOWN_ALLERGIES],
  text: 'No known allergies',
  body: {
    ...{ type: null, category: null, criticality: null },
    ...{ verificationStatus: 'confirmed', reactions: [], note: '' },
  },
}

let bench: Awaited<ReturnType<typeof chartsBench>>
let app: ReturnType<typeof bench.start>
let june: Person, tomas: Person
let patientId: string

beforeEach(async () => {
  bench = await chartsBench()
  onTestFinished(bench.dispose)
  app = bench.start()
  june = await bench.person('June', 'practitioner')
  tomas = await bench.person('Tomas', 'practitioner')
  await bench.signIn(app, june)
  patientId = (await value(app.patients.create(june.id, MAYA))).id
})

const record = (content: EntryContent = PENICILLIN, kind = KIND) =>
  value(app.entries.record(kind, june.id, { patientId, content }))
const change = (entry: Entry, content: EntryContent, who = june) =>
  app.entries.change(KIND, who.id, { patientId, id: entry.id, version: entry.version, content })
const retract = ({ id, version }: Entry) =>
  app.entries.retract(KIND, june.id, { patientId, id, version, reason: 'The wrong chart' })
const restore = ({ id, version }: Entry, from: number) =>
  app.entries.restore(KIND, june.id, { patientId, id, version, from })
const list = (enteredInError = false) => value(app.entries.list(KIND, june.id, { patientId, enteredInError }))
const history = ({ id }: Entry) => value(app.entries.history(KIND, june.id, { patientId, id }))
const rows = () =>
  bench.database
    .selectFrom('auditEvent')
    .select(['action', 'subject', 'outcome'])
    .where('action', 'like', 'allergy%')
    .orderBy('seq')
    .execute()

test('an entry is read as it was recorded, with who and when, and each look has its row', async () => {
  const entry = await record()
  expect(await list()).toEqual([
    {
      ...{ ...PENICILLIN, id: entry.id, patientId, version: 1, reason: '' },
      ...{ recordedAt: bench.clock.now(), recordedBy: { id: june.id, name: 'June' } },
    },
  ])
  expect(await rows()).toEqual([
    { action: 'allergy-intolerance.recorded', subject: entry.id, outcome: 'done' },
    { action: 'allergy-intolerance.read', subject: null, outcome: 'done' },
  ])
})

test('a change is a new version, the earlier one stays, and the row says which fields', async () => {
  const first = await record()
  const second = await value(change(first, RESOLVED, tomas))
  expect(second).toMatchObject({ version: 2, status: 'resolved', recordedBy: { name: 'Tomas' } })
  expect(await list()).toEqual([second])
  expect(await history(first)).toEqual([second, first])
  expect(await rows()).toContainEqual({
    action: 'allergy-intolerance.changed',
    subject: `${first.id} changed:status,effective`,
    outcome: 'done',
  })
})

test('whoever comes second is told, and nothing of theirs is kept', async () => {
  const first = await record()
  await value(change(first, RESOLVED))
  for (const late of [
    () => change(first, { ...PENICILLIN, text: 'Amoxicillin' }, tomas),
    () => retract(first),
    () => restore(first, 1),
  ])
    expect((await failure(late())).code).toBe('changed-meanwhile')
  expect(await history(first)).toHaveLength(2)
})

test('two changes of the same version at the same time: one comes about', async () => {
  const first = await record()
  const both = await Promise.all([change(first, RESOLVED), change(first, RESOLVED, tomas)])
  expect(both.map((one) => (one.ok ? 'done' : one.failure.code)).sort()).toEqual([
    'changed-meanwhile',
    'done',
  ])
  expect(await history(first)).toHaveLength(2)
})

test('what was entered in error leaves the list, keeps what it said and why, and comes back by an undo', async () => {
  const first = await record()
  const gone = await value(retract(first))
  expect(gone).toMatchObject({ ...PENICILLIN, status: 'entered-in-error', reason: 'The wrong chart' })
  expect(await list()).toEqual([])
  expect(await list(true)).toEqual([gone])
  expect((await failure(change(gone, RESOLVED))).code).toBe('not-found')
  expect((await failure(restore(gone, 2))).code).toBe('not-found')
  const back = await value(restore(gone, 1))
  expect(back).toMatchObject({ ...PENICILLIN, version: 3, reason: '' })
  expect((await history(first)).map(({ version }) => version)).toEqual([3, 2, 1])
})

test('an entry of another chart, or none, is not found', async () => {
  const entry = await record()
  const other = (await value(app.patients.create(june.id, { ...MAYA, givenName: 'Noah' }))).id
  const elsewhere = { patientId: other, id: entry.id, version: 1 }
  for (const one of [
    app.entries.history(KIND, june.id, elsewhere),
    app.entries.change(KIND, june.id, { ...elsewhere, content: RESOLVED }),
    app.entries.retract(KIND, june.id, { ...elsewhere, reason: 'x' }),
    app.entries.restore(KIND, june.id, { ...elsewhere, from: 1 }),
    Promise.resolve(await restore(entry, 7)),
  ])
    expect((await failure(one)).code).toBe('not-found')
})

test('164.312(a)(1): a restricted chart is closed to each call, and each is in the audit', async () => {
  const entry = await record()
  await value(app.charts.restrict(await bench.signIn(app, june), { patientId, personIds: [] }))
  const one = { patientId, id: entry.id }
  const tries = {
    read: () => app.entries.list(KIND, tomas.id, { patientId, enteredInError: true }),
    recorded: () => app.entries.record(KIND, tomas.id, { patientId, content: PENICILLIN }),
    changed: () => change(entry, RESOLVED, tomas),
    retracted: () => app.entries.retract(KIND, tomas.id, { ...one, version: 1, reason: 'x' }),
    restored: () => app.entries.restore(KIND, tomas.id, { ...one, version: 1, from: 1 }),
  }
  for (const [deed, attempt] of Object.entries(tries)) {
    expect((await failure(attempt())).code).toBe('chart-restricted')
    expect((await rows()).at(-1)).toMatchObject({
      action: `allergy-intolerance.${deed}`,
      outcome: 'refused',
    })
  }
  expect((await failure(app.entries.history(KIND, tomas.id, one))).code).toBe('chart-restricted')
  expect(await history(entry)).toHaveLength(1)
})

test('listeners hear of what is committed, and of nothing else', async () => {
  const heard: unknown[] = []
  app.entries.onChange((changed) => heard.push(changed))
  const entry = await record()
  await change({ ...entry, version: 7 }, RESOLVED)
  expect(heard).toEqual([{ patientId, kind: 'allergy-intolerance' }])
})

describe('what a newer Yarrow wrote', () => {
  const newer = entryKind({
    kind: 'allergy-intolerance',
    statuses: ['active', 'dormant'],
    body: z.object({ exposure: z.string() }),
    summary: ({ text }) => text,
  }) as unknown as EntryKindContract
  const theirs = { ...PENICILLIN, body: { exposure: 'skin' } }

  test('is listed as something that cannot be read, and is never overwritten', async () => {
    for (const content of [theirs, { ...PENICILLIN, status: 'dormant' }]) {
      const entry = await record(content, content === theirs ? newer : dormant)
      expect((await list()).find(({ id }) => id === entry.id)).toMatchObject({
        text: 'Penicillin',
        body: null,
      })
      expect((await failure(change(entry, RESOLVED))).code).toBe('entry-newer')
      const gone = await value(retract(entry))
      expect((await failure(restore(gone, 1))).code).toBe('entry-newer')
    }
    const [kept] = await value(app.entries.list(newer, june.id, { patientId, enteredInError: true })).then(
      (entries) => entries.filter(({ body }) => body !== null),
    )
    expect(kept?.body).toEqual({ exposure: 'skin' })
  })

  const dormant = { ...KIND, statuses: ['active', 'dormant'] } as EntryKindContract
})

describe('the rule of a kind', () => {
  const states = async () => (await list()).map(({ text, status }) => `${text}: ${status}`).sort()

  test('"no known allergies" is refused while there are some, and not once they are resolved', async () => {
    const penicillin = await record()
    const none = { patientId, content: NONE_KNOWN }
    expect((await failure(app.entries.record(KIND, june.id, none))).code).toBe('entry-contradicts')
    expect((await rows()).at(-1)).toMatchObject({ subject: 'entry-contradicts', outcome: 'failed' })
    const resolved = await value(change(penicillin, RESOLVED))
    await value(app.entries.record(KIND, june.id, none))
    expect(await states()).toEqual(['No known allergies: active', 'Penicillin: resolved'])

    await value(restore(resolved, 1))
    expect(await states()).toEqual(['No known allergies: inactive', 'Penicillin: active'])
  })

  test('it goes when one is recorded, with a row of its own, and leaves nothing when that fails', async () => {
    const none = await record(NONE_KNOWN)
    const penicillin = await record()
    expect(await states()).toEqual(['No known allergies: inactive', 'Penicillin: active'])
    expect((await rows()).slice(1, 3)).toEqual([
      {
        action: 'allergy-intolerance.changed',
        subject: `${none.id} changed:status`,
        outcome: 'done',
      },
      { action: 'allergy-intolerance.recorded', subject: penicillin.id, outcome: 'done' },
    ])
    expect((await failure(restore({ ...none, version: 2 }, 1))).code).toBe('entry-contradicts')
    expect(await history(none)).toHaveLength(2)
  })

  test('asked again, the newer day stands alone', async () => {
    await record(NONE_KNOWN)
    await record({ ...NONE_KNOWN, effective: '2026-12-01' })
    expect(await states()).toEqual(['No known allergies: active', 'No known allergies: inactive'])
  })
})

describe('what another system has', () => {
  const externalId = { system: 'urn:example:ehr', value: 'a-7' }
  const bring = (content: EntryContent, of = patientId) =>
    app.records.background((chart, unit) =>
      app.entries.imported(KIND, { personId: june.id }, { patientId: of, externalId, content }, chart, unit),
    )

  test('comes once, is a new version when it says something else, and nothing when it does not', async () => {
    const first = await value(bring(PENICILLIN))
    expect(await bring(PENICILLIN)).toEqual(ok(first))
    const second = await value(bring(RESOLVED))
    expect(second).toMatchObject({ id: first.id, version: 2, status: 'resolved' })
    expect((await rows()).map(({ action }) => action)).toEqual([
      'allergy-intolerance.recorded',
      'allergy-intolerance.changed',
    ])
  })

  test('never moves to another chart, and is refused when the kind does not know it', async () => {
    await value(bring(PENICILLIN))
    const other = (await value(app.patients.create(june.id, { ...MAYA, givenName: 'Noah' }))).id
    expect((await failure(bring(PENICILLIN, other))).code).toBe('not-found')
    expect((await failure(bring({ ...PENICILLIN, status: 'odd' }))).code).toBe('invalid-input')
  })
})
