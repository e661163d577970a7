/** Proves: schema 23 keeps every plan and line of before, and takes what Fullscript says without bending it. */
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../migrate'
import { temporaryDatabase } from '../temporary-database'
import { migrations } from '.'
import { plansAsTheyAre } from './0023-plans-as-they-are'

test('schema 23: plans of before stay; unknown states, days, things not said and labs have a place', async () => {
  const { version } = plansAsTheyAre
  const { database, dispose } = await temporaryDatabase(version - 1)
  onTestFinished(dispose)
  await sql`INSERT INTO person VALUES ('p', 'june', 'June', '', '', 1, 1, 'practitioner')`.execute(database)
  await sql`INSERT INTO patient VALUES ('a', '1001', 'Maya', 'Lindqvist', '', NULL, 'female', '', '', '', '', '', '', '',
    '', '', '', '', 1, 1, 1)`.execute(database)
  await sql`INSERT INTO treatment_plan (id, patient_id, environment, clinic_id, fullscript_plan_id, state,
    prescriber_fullscript_id, prescriber_name, entered_by, message, sent_at, created_at, landed_at, updated_at)
    VALUES ('t', 'a', 'us', 'c', 'f', 'active', 'x', 'June', 'p', 'Rest', 5, 4, 6, 6)`.execute(database)
  await sql`INSERT INTO treatment_plan_line VALUES ('l', 't', 0, 'v', '1', 'daily', '30', 'capsule', '[]', '', '', 0, 2)`.execute(
    database,
  )
  await migrate(database, migrations.slice(0, version))

  const plans = () => database.selectFrom('treatmentPlan').selectAll().execute()
  expect(await plans()).toMatchObject([
    { id: 't', state: 'active', sentAt: 5, sentOn: null, createdAt: 4, createdOn: null, unread: '[]' },
  ])
  expect(await database.selectFrom('treatmentPlanLine').selectAll().execute()).toMatchObject([
    { id: 'l', planId: 't', refill: 0, unitsToPurchase: 2, unread: '[]' },
  ])

  const change = (values: { state?: string; sentAt?: number | null; sentOn?: string; createdAt?: null }) =>
    database.updateTable('treatmentPlan').set(values).execute()
  await change({ state: 'archived', createdAt: null })
  await expect(change({ sentOn: '2026-11-30' })).rejects.toThrow('CHECK')
  await change({ sentAt: null, sentOn: '2026-11-30' })
  await expect(change({ sentOn: 'soon' })).rejects.toThrow('CHECK')
  await database.updateTable('treatmentPlanLine').set({ refill: null, unitsToPurchase: null }).execute()
  await expect(sql`UPDATE treatment_plan_line SET refill = 3`.execute(database)).rejects.toThrow('CHECK')

  const lab = {
    id: 'b',
    planId: 't',
    position: 0,
    labId: '',
    name: 'Thyroid',
    instructions: '',
    unread: '[]',
  }
  const insert = (tests: string) =>
    database
      .insertInto('treatmentPlanLab')
      .values({ ...lab, requiresFasting: null, tests })
      .execute()
  await expect(insert('TSH')).rejects.toThrow('CHECK')
  await insert('["TSH"]')
  await database.deleteFrom('treatmentPlan').execute()
  expect(await database.selectFrom('treatmentPlanLab').selectAll().execute()).toEqual([])
})

test('schema 23: what is asked again is kept once, with when', async () => {
  const { database, dispose } = await temporaryDatabase(plansAsTheyAre.version)
  onTestFinished(dispose)
  const insert = (change: { kind?: 'plan'; failures?: number } = {}) =>
    database
      .insertInto('fullscriptRetry')
      .values({
        environment: 'us',
        kind: 'product',
        fullscriptId: 'v',
        failure: 'fullscript-trouble',
        failures: 1,
        triedAt: 1,
        nextTryAt: null,
        notBefore: 0,
        ...change,
      })
      .execute()
  await insert()
  await expect(insert()).rejects.toThrow('UNIQUE')
  await expect(insert({ kind: 'plan', failures: -1 })).rejects.toThrow('CHECK')
  await insert({ kind: 'plan' })
})
