/** Proves: schema 20 keeps each word of a patient's name once, and reads the words of all names from an index alone. */
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryDatabase } from '../temporary-database'

test('schema 20: words of names go with their patient, and are read without the patients', async () => {
  const { database, dispose } = await temporaryDatabase(20)
  onTestFinished(dispose)
  await sql`INSERT INTO patient VALUES ('p', '1001', 'Maya', 'Lindqvist', '', NULL, 'female', '', '', '', '', '', '', '',
    '', '', ' maya ', 'lindqvist, maya', 1, 1, 1)`.execute(database)
  const insert = (word: string, patientId = 'p') =>
    database.insertInto('patientName').values({ word, patientId }).execute()
  await insert('maya')
  await expect(insert('maya')).rejects.toThrow('UNIQUE')
  await expect(insert('')).rejects.toThrow('CHECK')
  await expect(insert('noah', 'nobody')).rejects.toThrow('FOREIGN KEY')
  const { rows } = await sql<{ detail: string }>`
    EXPLAIN QUERY PLAN SELECT DISTINCT word FROM patient_name
  `.execute(database)
  expect(rows.map(({ detail }) => detail)).toEqual(['SCAN patient_name'])
  await database.deleteFrom('patient').execute()
  expect(await database.selectFrom('patientName').selectAll().execute()).toEqual([])
  await expect(
    database
      .insertInto('patientSearchVersion')
      .values({ id: 2 as 1, version: 1 })
      .execute(),
  ).rejects.toThrow('CHECK')
})
