/** Proves: schema 3 lets audit events be added and read, and nothing else. */
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryDatabase } from '../temporary-database'

const event = {
  at: 1,
  personId: null,
  action: 'patient.read',
  patientId: 'a',
  subject: null,
  outcome: 'done' as const,
  appVersion: '0',
}

test.each([
  ['change', sql`UPDATE audit_event SET action = 'x'`],
  ['delete', sql`DELETE FROM audit_event WHERE seq = 1`],
  ['delete all', sql`DELETE FROM audit_event`],
  [
    'replace',
    sql`INSERT OR REPLACE INTO audit_event (seq, at, action, outcome, app_version) VALUES (1, 1, 'x', 'done', '0')`,
  ],
])('schema 3: SQL cannot %s an audit event', async (_name, statement) => {
  const { database, dispose } = await temporaryDatabase(3)
  onTestFinished(dispose)
  await database.insertInto('auditEvent').values([event, event]).execute()
  await expect(statement.execute(database)).rejects.toThrow('audit events are never')
  const kept = await database.selectFrom('auditEvent').selectAll().execute()
  expect(kept).toEqual([
    { ...event, seq: 1 },
    { ...event, seq: 2 },
  ])
})

test('schema 3: an outcome is one of the known ones', async () => {
  const { database, dispose } = await temporaryDatabase(3)
  onTestFinished(dispose)
  await expect(
    database
      .insertInto('auditEvent')
      .values({ ...event, outcome: 'maybe' as 'done' })
      .execute(),
  ).rejects.toThrow('CHECK')
})
