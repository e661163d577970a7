/** Proves: schema 19 keeps one answer for each pair of patients, and a removed plan beside the one that lands again. */
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../migrate'
import { temporaryDatabase } from '../temporary-database'
import { migrations } from './index'

test('schema 19: plans from before stay in the chart; a removed one leaves room for one that lands', async () => {
  const { database, dispose } = await temporaryDatabase(18)
  onTestFinished(dispose)
  await sql`INSERT INTO person VALUES ('p', 'june', 'June', '', '', 1, 1, 'practitioner')`.execute(database)
  for (const id of ['a', 'b'])
    await sql`INSERT INTO patient VALUES (${id}, ${id}, 'Maya', 'Lindqvist', '', NULL, 'female', '', '', '', '', '', '',
      '', '', '', '', '', 1, 1, 1)`.execute(database)
  const plan = (id: string, patientId: string) =>
    sql`INSERT INTO treatment_plan (id, patient_id, environment, clinic_id, fullscript_plan_id, state,
      prescriber_fullscript_id, prescriber_name, entered_by, message, sent_at, created_at, landed_at, updated_at)
      VALUES (${id}, ${patientId}, 'us', 'c', 'f', 'active', 'x', 'June', 'p', '', NULL, 1, 1, 1)`.execute(
      database,
    )
  await plan('t1', 'a')
  await migrate(database, migrations.slice(0, 19))
  const rows = await database.selectFrom('treatmentPlan').select(['id', 'removedAt', 'removedBy']).execute()
  expect(rows).toEqual([{ id: 't1', removedAt: null, removedBy: null }])
  await expect(plan('t2', 'b')).rejects.toThrow('UNIQUE')
  await database.updateTable('treatmentPlan').set({ removedAt: 2, removedBy: 'p' }).execute()
  await plan('t2', 'b')
  await expect(plan('t3', 'a')).rejects.toThrow('UNIQUE')
})

test('schema 19: a question has somebody who asked, an answer somebody who said so', async () => {
  const { database, dispose } = await temporaryDatabase(19)
  onTestFinished(dispose)
  await sql`INSERT INTO person VALUES ('p', 'june', 'June', '', '', 1, 1, 'practitioner')`.execute(database)
  await sql`INSERT INTO patient VALUES ('a', '1001', 'Maya', 'Lindqvist', '', NULL, 'female', '', '', '', '', '', '', '',
    '', '', '', '', 1, 1, 1)`.execute(database)
  const match = {
    id: 'm1',
    patientId: 'a',
    environment: 'us',
    clinicId: 'c',
    fullscriptPatientId: 'y',
    givenName: 'Maya',
    familyName: 'Lindqvist',
    birthDate: null,
    email: '',
    phone: '',
    sex: '',
    askedBy: 'p',
    askedAt: 1,
    state: 'open' as const,
  }
  const insert = (changes: object) =>
    database
      .insertInto('fullscriptPatientMatch')
      .values({ ...match, ...changes })
      .execute()
  await expect(insert({ askedBy: null })).rejects.toThrow('CHECK')
  await expect(insert({ state: 'same' })).rejects.toThrow('CHECK')
  await expect(insert({ state: 'same', answeredBy: 'p' })).rejects.toThrow('CHECK')
  await expect(insert({ state: 'perhaps' })).rejects.toThrow('CHECK')
  await insert({})
  await expect(insert({ id: 'm2' })).rejects.toThrow('UNIQUE')
  await insert({ id: 'm2', clinicId: 'd', state: 'different', answeredBy: 'p', answeredAt: 2 })
})
