/** Proves: schema 18 keeps who rests on which list only as long as they are on it. */
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryDatabase } from '../temporary-database'

test('F-713 schema 18: only somebody on a list can rest there, and whoever is taken off it rests no longer', async () => {
  const { database, dispose } = await temporaryDatabase(18)
  onTestFinished(dispose)
  const run = (statement: string) => sql.raw(statement).execute(database)
  await run(`INSERT INTO person (id, username, display_name, credentials, npi, active, created_at, role)
    VALUES ('p', 'june', 'June', '', '', 1, 1, 'practitioner')`)
  await run(`INSERT INTO patient VALUES ('a', '1001', 'A', 'B', '', NULL, 'female', '', '', '', '', '', '', '', '', '',
    ' b', 'b', 1, 1, 1)`)
  await run(`INSERT INTO chart_restriction VALUES ('a', 'p', 1)`)
  await expect(run(`INSERT INTO resting_reader VALUES ('a', 'p', 'p', 1)`)).rejects.toThrow('FOREIGN KEY')
  await run(`INSERT INTO chart_reader VALUES ('a', 'p')`)
  await run(`INSERT INTO resting_reader VALUES ('a', 'p', NULL, 1)`)
  await run(`DELETE FROM chart_reader`)
  expect(await database.selectFrom('restingReader').selectAll().execute()).toEqual([])
})
