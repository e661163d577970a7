/** Proves: schema 6 takes a plan of Fullscript once, with lines in an order and of the right form. */
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryDatabase } from '../temporary-database'

test('schema 6: a plan lands once and its lines go with it', async () => {
  const { database, dispose } = await temporaryDatabase(6)
  onTestFinished(dispose)
  await sql`INSERT INTO person VALUES ('p', 'june', 'June', '', '', 'owner', 1, 1)`.execute(database)
  await sql`INSERT INTO patient VALUES ('a', '1001', 'Maya', 'Lindqvist', '', NULL, 'female', '', '', '', '', '', '', '',
    '', '', '', '', 1, 1, 1)`.execute(database)
  const plan = (id: string) => ({
    id,
    patientId: 'a',
    environment: 'us',
    clinicId: 'c',
    fullscriptPlanId: 'f',
    state: 'active' as const,
    prescriberFullscriptId: 'x',
    prescriberName: 'June',
    enteredBy: 'p',
    message: '',
    sentAt: null,
    createdAt: 1,
    landedAt: 1,
    updatedAt: 1,
  })
  await database.insertInto('treatmentPlan').values(plan('t1')).execute()
  await expect(database.insertInto('treatmentPlan').values(plan('t2')).execute()).rejects.toThrow('UNIQUE')

  const line = {
    id: 'l1',
    planId: 't1',
    position: 0,
    variantId: 'v',
    dosageAmount: '1',
    dosageFrequency: 'daily',
    dosageDuration: '30 days',
    dosageFormat: 'capsule',
    timeOfDay: '["morning"]',
    takeWith: '',
    instructions: '',
    refill: 0 as const,
    unitsToPurchase: 1,
  }
  await database.insertInto('treatmentPlanLine').values(line).execute()
  const second = { ...line, id: 'l2' }
  await expect(database.insertInto('treatmentPlanLine').values(second).execute()).rejects.toThrow('UNIQUE')
  await expect(
    database
      .insertInto('treatmentPlanLine')
      .values({ ...second, position: 1, timeOfDay: 'morning' })
      .execute(),
  ).rejects.toThrow('CHECK')
  await database.deleteFrom('treatmentPlan').execute()
  expect(await database.selectFrom('treatmentPlanLine').selectAll().execute()).toEqual([])
})
