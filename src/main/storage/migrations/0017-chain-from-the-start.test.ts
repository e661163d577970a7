/** Proves: schema 17 keeps where chains begin, and has no place for rows that a chain would have taken over. */
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../migrate'
import { temporaryDatabase } from '../temporary-database'
import { migrations } from '.'

test('F-620 schema 17: beginnings are kept as they were, and can be changed no more than before', async () => {
  const { database, dispose } = await temporaryDatabase(16)
  onTestFinished(dispose)
  const begin = Buffer.alloc(32, 7)
  await sql`INSERT INTO audit_chain VALUES (1, 0, ${begin})`.execute(database)
  await migrate(database, migrations.slice(0, 17))
  expect((await sql`SELECT * FROM audit_chain`.execute(database)).rows).toEqual([
    { firstSeq: 1, beginMac: begin },
  ])
  await expect(sql`UPDATE audit_chain SET first_seq = 2`.execute(database)).rejects.toThrow('never changed')
  await expect(sql`DELETE FROM audit_chain`.execute(database)).rejects.toThrow('never deleted')
})
