/** Proves: schema 7 keeps each announced plan once, and plans from before count as entered by somebody else. */
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../migrate'
import { temporaryDatabase } from '../temporary-database'
import { migrations } from './index'

test('schema 7: an announced plan is kept once; older plans keep their lines', async () => {
  const { database, dispose } = await temporaryDatabase(6)
  onTestFinished(dispose)
  await sql`INSERT INTO person VALUES ('p', 'june', 'June', '', '', 'owner', 1, 1)`.execute(database)
  await sql`INSERT INTO patient VALUES ('a', '1001', 'Maya', 'Lindqvist', '', NULL, 'female', '', '', '', '', '', '', '',
    '', '', '', '', 1, 1, 1)`.execute(database)
  await sql`INSERT INTO treatment_plan VALUES ('t', 'a', 'us', 'c', 'f', 'active', 'x', 'June', 'p', '', NULL, 1, 1, 1)`.execute(
    database,
  )
  await migrate(database, migrations.slice(0, 7))
  const [plan] = await database.selectFrom('treatmentPlan').select(['id', 'enteredByPrescriber']).execute()
  expect(plan).toEqual({ id: 't', enteredByPrescriber: 0 })

  const hint = {
    environment: 'us',
    fullscriptPlanId: 'g',
    fullscriptPatientId: 'y',
    patientId: 'a',
    personId: 'p',
    createdAt: 1,
  }
  await database.insertInto('fullscriptPlanHint').values(hint).execute()
  await expect(database.insertInto('fullscriptPlanHint').values(hint).execute()).rejects.toThrow('UNIQUE')
  await expect(
    database
      .insertInto('fullscriptPlanHint')
      .values({ ...hint, fullscriptPlanId: 'h', patientId: 'nobody' })
      .execute(),
  ).rejects.toThrow('FOREIGN KEY')
  await expect(sql`UPDATE treatment_plan SET entered_by_prescriber = 2`.execute(database)).rejects.toThrow(
    'CHECK',
  )
})
