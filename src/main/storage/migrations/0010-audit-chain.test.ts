/** Proves: schema 10 keeps the events of before, and lets links of the chain be added and read, and nothing else. */
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../migrate'
import { temporaryDatabase } from '../temporary-database'
import { migrations } from '.'

const mac = Buffer.alloc(32, 7)

async function withOneLink() {
  const { database, dispose } = await temporaryDatabase(9)
  onTestFinished(dispose)
  await sql`INSERT INTO audit_event (at, action, outcome, app_version) VALUES (1, 'patient.read', 'done', '0')`.execute(
    database,
  )
  await migrate(database, migrations.slice(0, 10))
  await sql`INSERT INTO audit_chain VALUES (1, 1, ${mac})`.execute(database)
  await database.insertInto('auditLink').values({ seq: 1, mac }).execute()
  return database
}

test('schema 10: events of before are kept as they were', async () => {
  const database = await withOneLink()
  expect(await database.selectFrom('auditEvent').selectAll().execute()).toEqual([
    {
      seq: 1,
      at: 1,
      personId: null,
      action: 'patient.read',
      patientId: null,
      subject: null,
      outcome: 'done',
      appVersion: '0',
      monotonic: null,
      actingAsType: null,
      actingAsId: null,
      emergency: 0,
    },
  ])
})

test.each([
  ['change a link', sql`UPDATE audit_link SET mac = zeroblob(32)`],
  ['delete a link', sql`DELETE FROM audit_link`],
  ['replace a link', sql`INSERT OR REPLACE INTO audit_link VALUES (1, zeroblob(32))`],
  ['change a beginning', sql`UPDATE audit_chain SET first_seq = 2`],
  ['delete a beginning', sql`DELETE FROM audit_chain`],
  ['replace a beginning', sql`INSERT OR REPLACE INTO audit_chain VALUES (1, 0, zeroblob(32))`],
])('164.312(c)(1) 170.315(d)(2) schema 10: SQL cannot %s', async (_name, statement) => {
  const database = await withOneLink()
  await expect(statement.execute(database)).rejects.toThrow('audit links are never')
  expect(await database.selectFrom('auditLink').selectAll().execute()).toEqual([{ seq: 1, mac }])
})

test.each([
  ['a link without an event', sql`INSERT INTO audit_link VALUES (2, zeroblob(32))`, 'FOREIGN KEY'],
  ['a short link', sql`INSERT INTO audit_link VALUES (2, zeroblob(31))`, 'CHECK'],
])('schema 10: %s is refused', async (_name, statement, says) => {
  const database = await withOneLink()
  await expect(statement.execute(database)).rejects.toThrow(says)
})
