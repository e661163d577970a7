/** Proves: schema 13 keeps restrictions and emergency accesses, and what was done under one can't be changed. */
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryDatabase } from '../temporary-database'

async function withAccess() {
  const { database, dispose } = await temporaryDatabase(13)
  onTestFinished(dispose)
  const run = (statement: string) => sql.raw(statement).execute(database)
  await run(`INSERT INTO person (id, username, display_name, credentials, npi, active, created_at, role)
    VALUES ('p', 'june', 'June', '', '', 1, 1, 'practitioner')`)
  await run(`INSERT INTO patient VALUES ('a', '1001', 'A', 'B', '', NULL, 'female', '', '', '', '', '', '', '', '', '',
    ' b', 'b', 1, 1, 1)`)
  await run(`INSERT INTO chart_restriction VALUES ('a', 'p', 1)`)
  await run(`INSERT INTO chart_reader VALUES ('a', 'p')`)
  await run(`INSERT INTO emergency_access VALUES ('e', 'a', 'p', 'found unconscious', 1, NULL, NULL)`)
  await run(`INSERT INTO emergency_use VALUES ('e', 2, 'patient.read', 'done')`)
  await run(`INSERT INTO emergency_notice VALUES ('e', 'p', NULL)`)
  return { database, run }
}

test('schema 13: lifting a restriction takes its list along', async () => {
  const { database, run } = await withAccess()
  await run(`DELETE FROM chart_restriction`)
  expect(await database.selectFrom('chartReader').selectAll().execute()).toEqual([])
})

test('F-713: an emergency access ends once; nothing of it is changed or forgotten', async () => {
  const { run } = await withAccess()
  await run(`UPDATE emergency_access SET ended_at = 5, ended_how = 'time'`)
  for (const statement of [
    `UPDATE emergency_access SET ended_at = 6`,
    `UPDATE emergency_access SET reason = 'something else'`,
    `UPDATE emergency_use SET at = 3`,
    `DELETE FROM emergency_access`,
    `DELETE FROM emergency_use`,
    `DELETE FROM emergency_notice`,
  ])
    await expect(run(statement)).rejects.toThrow('emergency access is never')
  await expect(
    run(`INSERT INTO emergency_access VALUES ('f', 'a', 'p', 'short', 1, NULL, NULL)`),
  ).rejects.toThrow('CHECK')
})
