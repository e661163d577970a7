/** Proves: who may not read notes is answered none, and no save of theirs ever changes or loses one. */
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import type { Person } from '../../shared/contract/people'
import { chartsBench, failure, MAYA, value } from '../../../tests/support/benches/charts'

let bench: Awaited<ReturnType<typeof chartsBench>>
let app: ReturnType<typeof bench.start>
let tomas: Person, priya: Person
let id: string

beforeEach(async () => {
  bench = await chartsBench()
  onTestFinished(bench.dispose)
  app = bench.start()
  tomas = await bench.person('Tomas', 'practitioner')
  priya = await bench.person('Priya', 'staff')
  await bench.signIn(app, tomas)
  id = (await value(app.patients.create(tomas.id, MAYA))).id
})

const noteAsTomas = async () => {
  await bench.signIn(app, tomas)
  return (await value(app.patients.get(tomas.id, id))).note
}

test('164.312(a)(1): the front desk and administrators are answered no note', async () => {
  const ada = await bench.person('Ada', 'administrator')
  for (const who of [priya, ada]) {
    await bench.signIn(app, who)
    expect(await value(app.patients.get(who.id, id))).toMatchObject({ familyName: 'Lindqvist', note: '' })
  }
  expect(await noteAsTomas()).toBe(MAYA.note)
})

test('164.312(c)(1): a save by the front desk keeps the note, whatever it sends, and answers none', async () => {
  await bench.signIn(app, priya)
  const sent = { ...MAYA, city: 'Bend', note: '', id, version: 1 }
  expect(await value(app.patients.update(priya.id, sent))).toMatchObject({ city: 'Bend', note: '' })
  const forged = { ...sent, note: 'overwritten', version: 2 }
  expect(await value(app.patients.update(priya.id, forged))).toMatchObject({ version: 3, note: '' })
  expect(await noteAsTomas()).toBe(MAYA.note)
})

test('a conflict with an edit of the note tells the front desk nothing of it', async () => {
  await value(app.patients.update(tomas.id, { ...MAYA, note: 'A new secret', id, version: 1 }))
  await bench.signIn(app, priya)
  const late = await failure(
    app.patients.update(priya.id, { ...MAYA, note: '', city: 'Bend', id, version: 1 }),
  )
  expect(late).toEqual({ code: 'changed-meanwhile' })
  const again = await value(app.patients.get(priya.id, id))
  expect(again.note).toBe('')
  await value(app.patients.update(priya.id, { ...MAYA, ...again, city: 'Bend' }))
  expect(await noteAsTomas()).toBe('A new secret')
})

test('164.312(a)(1): earlier versions answer the front desk no note either, and keep each that there was', async () => {
  await value(app.patients.update(tomas.id, { ...MAYA, note: 'A new secret', id, version: 1 }))
  await bench.signIn(app, priya)
  const notes = async (who: Person) => (await value(app.patients.history(who.id, id))).map(({ note }) => note)
  expect(await notes(priya)).toEqual(['', ''])
  await bench.signIn(app, tomas)
  expect(await notes(tomas)).toEqual(['A new secret', MAYA.note])
})

test('who may not write notes makes a patient without one', async () => {
  await bench.signIn(app, priya)
  const made = await value(app.patients.create(priya.id, { ...MAYA, note: 'from the desk' }))
  expect(made.note).toBe('')
  await bench.signIn(app, tomas)
  expect((await value(app.patients.get(tomas.id, made.id))).note).toBe('')
})
