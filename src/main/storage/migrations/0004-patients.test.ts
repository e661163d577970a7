/** Proves: schema 4 keeps chart numbers unique and values of their type, and a search reads the index only. */
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryDatabase } from '../temporary-database'

const patient = {
  id: 'a',
  chartNumber: '1001',
  givenName: 'Maya',
  familyName: 'Lindqvist',
  preferredName: '',
  birthDate: null,
  sex: 'female' as const,
  email: '',
  phone: '',
  addressLine1: '',
  addressLine2: '',
  city: '',
  region: '',
  postalCode: '',
  country: '',
  note: '',
  searchText: ' maya',
  sortName: 'lindqvist, maya',
  createdAt: 1,
  updatedAt: 1,
  version: 1,
}

test('schema 4: chart numbers are unique and types are strict', async () => {
  const { database, dispose } = await temporaryDatabase(4)
  onTestFinished(dispose)
  await database.insertInto('patient').values(patient).execute()
  await expect(
    database
      .insertInto('patient')
      .values({ ...patient, id: 'b' })
      .execute(),
  ).rejects.toThrow('UNIQUE')
  await expect(sql`UPDATE patient SET version = 'two'`.execute(database)).rejects.toThrow(
    'cannot store TEXT value in INTEGER column',
  )
  expect(await database.selectFrom('patient').selectAll().execute()).toEqual([patient])
})

test('schema 4: searching and sorting need the index alone', async () => {
  const { database, dispose } = await temporaryDatabase(4)
  onTestFinished(dispose)
  const { rows } = await sql<{ detail: string }>`
    EXPLAIN QUERY PLAN SELECT id FROM patient WHERE instr(search_text, ' maya') > 0 ORDER BY sort_name, id
  `.execute(database)
  expect(rows.map(({ detail }) => detail)).toEqual(['SCAN patient USING COVERING INDEX patient_search'])
})
