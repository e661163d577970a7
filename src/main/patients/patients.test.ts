/**
 * Proves: patients are found, read and changed with an audit event in the same transaction, no change is lost to a
 * second editor, and storage trouble is a failure and not an exception.
 */
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import {
  patientFieldsSchema,
  patientRowSchema,
  patientSchema,
  type PatientFields,
} from '../../shared/contract/patients'
import type { Audit } from '../audit/audit'
import { createAudit } from '../audit/audit-service'
import { ManualClock } from '../platform/clock/manual-clock'
import { silentLogger } from '../platform/logging/logger'
import { demoPatients } from '../practice/demo-patients'
import type { Database } from '../records/database'
import { temporaryDatabase, testChain } from '../records/temporary-database'
import { createPatients, type Patients } from './patients-service'
import { createDoor } from './registry'

const WHO = '11111111-1111-4111-8111-111111111111'
const MAYA = demoPatients.find(({ givenName }) => givenName === 'Maya') as PatientFields

let database: Database
let clock: ManualClock
let patients: Patients

/** For somebody who may do everything, in a practice without restricted charts. */
const patientsWith = (audit: Audit) => {
  const { records, access } = createDoor({ database, audit, clock, logger: silentLogger, stationId: 'test' })
  return createPatients({ records, clock, access, may: () => true })
}

beforeEach(async () => {
  const temporary = await temporaryDatabase()
  onTestFinished(temporary.dispose)
  database = temporary.database
  clock = new ManualClock()
  const june = { username: 'june', displayName: 'June', credentials: '', npi: '', role: 'staff' }
  await database
    .insertInto('person')
    .values({ ...june, id: WHO, active: 1, createdAt: 0 })
    .execute()
  patients = patientsWith(createAudit({ clock, appVersion: '0.1.0', chain: testChain() }))
})

async function value<T>(result: Promise<{ ok: true; value: T } | { ok: false }>): Promise<T> {
  const settled = await result
  if (!settled.ok) throw new Error('It failed')
  return settled.value
}

const events = () =>
  database
    .selectFrom('auditEvent')
    .select(['personId', 'action', 'patientId', 'outcome'])
    .orderBy('seq')
    .execute()

test('a new patient gets a chart number, version 1 and the time', async () => {
  const maya = await value(patients.create(WHO, MAYA))
  expect(patientSchema.parse(maya)).toEqual(maya)
  expect(maya).toMatchObject({ ...MAYA, chartNumber: '1001', version: 1, createdAt: clock.now() })
  expect((await value(patients.create(WHO, MAYA))).chartNumber).toBe('1002')
  expect(await value(patients.get(WHO, maya.id))).toEqual(maya)
})

test('S-24: every look and every change is in the audit, failing ones too', async () => {
  const { id } = await value(patients.create(WHO, MAYA))
  await patients.get(WHO, id)
  await patients.get(WHO, 'unknown')
  await patients.search(WHO, { query: 'maya', limit: 10, offset: 0 })
  await patients.update(WHO, { ...MAYA, id, version: 1 })
  await patients.update(WHO, { ...MAYA, id, version: 1 })
  const by = { personId: WHO }
  expect(await events()).toEqual([
    { ...by, action: 'patient.created', patientId: id, outcome: 'done' },
    { ...by, action: 'patient.read', patientId: id, outcome: 'done' },
    { ...by, action: 'patient.read', patientId: 'unknown', outcome: 'failed' },
    { ...by, action: 'patient.search', patientId: null, outcome: 'done' },
    { ...by, action: 'patient.updated', patientId: id, outcome: 'done' },
    { ...by, action: 'patient.updated', patientId: id, outcome: 'failed' },
  ])
})

test('S-24: what cannot be recorded does not happen', async () => {
  const silent = patientsWith({
    record: () => Promise.reject(Object.assign(new Error('full'), { code: 'SQLITE_FULL' })),
    committed: () => undefined,
  })
  expect(await silent.create(WHO, MAYA)).toMatchObject({ ok: false, failure: { code: 'disk-full' } })
  expect(await silent.search(WHO, { query: '', limit: 1, offset: 0 })).toMatchObject({ ok: false })
  expect(await database.selectFrom('patient').select('id').execute()).toEqual([])
})

test('a change keeps the chart number, counts the version up and is found by the new name', async () => {
  const { id, chartNumber } = await value(patients.create(WHO, MAYA))
  clock.advance(60_000)
  const changed = await value(
    patients.update(WHO, { ...MAYA, familyName: 'Ström', phone: '', id, version: 1 }),
  )
  expect(changed).toMatchObject({ familyName: 'Ström', chartNumber, version: 2, updatedAt: clock.now() })
  expect(changed.createdAt).toBe(clock.now() - 60_000)
  const found = async (query: string) =>
    (await value(patients.search(WHO, { query, limit: 10, offset: 0 }))).total
  expect(await found('strom maya')).toBe(1)
  expect(await found('lindqvist 5035550112')).toBe(0)
})

test('two people who change the same version: the second is told, and nothing of the first is lost', async () => {
  const { id } = await value(patients.create(WHO, MAYA))
  const [first, second] = await Promise.all([
    patients.update(WHO, { ...MAYA, city: 'Astoria', id, version: 1 }),
    patients.update(WHO, { ...MAYA, city: 'Bend', id, version: 1 }),
  ])
  expect(first.ok).toBe(true)
  expect(second).toEqual({ ok: false, failure: { code: 'changed-meanwhile' } })
  expect((await value(patients.get(WHO, id))).city).toBe('Astoria')
  expect(await patients.update(WHO, { ...MAYA, id: 'unknown', version: 1 })).toMatchObject({
    failure: { code: 'not-found' },
  })
})

test('what was there before each change is kept, with who wrote it and when', async () => {
  const { id } = await value(patients.create(null, MAYA))
  const createdAt = clock.now()
  clock.advance(60_000)
  await value(patients.update(WHO, { ...MAYA, city: 'Bend', phone: '', id, version: 1 }))
  clock.advance(60_000)
  await value(patients.update(WHO, { ...MAYA, city: 'Salem', birthDate: null, id, version: 2 }))
  // Nothing is kept of a change that did not come about.
  await patients.update(WHO, { ...MAYA, city: 'Boise', id, version: 2 })
  const recordedBy = { id: WHO, name: 'June' }
  expect(await value(patients.history(WHO, id))).toEqual([
    { ...MAYA, city: 'Salem', birthDate: null, version: 3, recordedAt: clock.now(), recordedBy },
    { ...MAYA, city: 'Bend', phone: '', version: 2, recordedAt: clock.now() - 60_000, recordedBy },
    { ...MAYA, version: 1, recordedAt: createdAt, recordedBy: null },
  ])
  expect((await events()).at(-1)).toEqual({
    ...{ personId: WHO, action: 'patient.history-read', patientId: id, outcome: 'done' },
  })
  expect(await patients.history(WHO, 'unknown')).toMatchObject({ failure: { code: 'not-found' } })
})

test('many new patients at once get different chart numbers', async () => {
  const made = await Promise.all(Array.from({ length: 20 }, () => value(patients.create(WHO, MAYA))))
  expect(new Set(made.map(({ chartNumber }) => chartNumber)).size).toBe(20)
})

test('search: pages in the order of names, with the whole number of matches', async () => {
  for (const fields of demoPatients) await patients.create(null, fields)
  const page = (offset: number) => value(patients.search(WHO, { query: '', limit: 25, offset }))
  const pages = [await page(0), await page(25), await page(50)]
  const names = pages.flatMap(({ rows }) => rows.map(({ familyName }) => familyName))
  expect(pages.map(({ total }) => total)).toEqual([62, 62, 62])
  expect(names).toHaveLength(62)
  expect(names[0]).toBe('Abernathy')
  expect(names.indexOf('Ødegård')).toBeLessThan(names.indexOf('Okonkwo'))
  for (const row of pages[0]?.rows ?? []) expect(patientRowSchema.strict().parse(row)).toEqual(row)
})

test('search: the demo patients by what people type', async () => {
  for (const fields of demoPatients) await patients.create(null, fields)
  const names = async (query: string) =>
    (await value(patients.search(WHO, { query, limit: 50, offset: 0 }))).rows.map(
      ({ givenName, familyName }) => `${givenName} ${familyName}`,
    )
  expect(await names('maya lind')).toEqual(['Maya Lindqvist'])
  expect(await names('brandt oliver')).toEqual(['Oliver Brandt'])
  expect(await names('1988-04-12')).toEqual(['Maya Lindqvist'])
  expect(await names('(503) 555-0112')).toEqual(['Maya Lindqvist'])
  expect(await names('emma johnson')).toEqual(['Emma Johnson', 'Emma Johnson', 'Emma Johnston'])
  expect(await names('huong')).toEqual(['Nguyễn Thị Hương'])
  expect(await names('nobody at all')).toEqual([])
  expect(await names("'; DROP TABLE patient; --")).toEqual([])
  expect(await names('Lindqvist, Maya')).toEqual(['Maya Lindqvist'])
  expect(await names('Lindqvist Maya 4/12/1988')).toEqual(['Maya Lindqvist'])
  expect(await names('Apr 12, 1988')).toEqual(['Maya Lindqvist'])
  expect(await names('4/13/1988')).toEqual([])
})

test('search: a near name is found after the exact ones, and is said to be near', async () => {
  const add = (givenName: string, familyName: string, birthDate = '1988-04-12') =>
    patients.create(null, { ...MAYA, givenName, familyName, birthDate, email: '' })
  await add('Maya', 'Lindqvist')
  await add('Mya', 'Lindquist')
  await add('Maja', 'Lindqvist')
  await add('Noah', 'Berg')
  const found = async (query: string, limit = 10, offset = 0) => {
    const { rows, total } = await value(patients.search(WHO, { query, limit, offset }))
    return { total, names: rows.map((row) => `${row.near ? '~' : ''}${row.givenName} ${row.familyName}`) }
  }
  const all = ['Maya Lindqvist', '~Mya Lindquist', '~Maja Lindqvist']
  expect(await found('lindqvist maya')).toEqual({ total: 3, names: all })
  expect(await found('lindqvist maya', 1, 0)).toEqual({ total: 3, names: all.slice(0, 1) })
  expect(await found('lindqvist maya', 2, 1)).toEqual({ total: 3, names: all.slice(1) })
  expect(await found('lindqvist maya', 2, 2)).toEqual({ total: 3, names: all.slice(2) })
  expect((await found('lindqivst noah')).names).toEqual([])
  expect((await found('lindqivst 4/12/1988')).names).toEqual([
    '~Mya Lindquist',
    '~Maja Lindqvist',
    '~Maya Lindqvist',
  ])
  expect((await found('lindqivst 4/13/1988')).names).toEqual([])
})

test('what an older Yarrow folded in another way is found after the next start', async () => {
  const { id } = await value(patients.create(WHO, { ...MAYA, familyName: 'Müller' }))
  await database.updateTable('patient').set({ searchText: ' old', sortName: 'old' }).execute()
  await database.deleteFrom('patientName').execute()
  const ids = async (query: string) =>
    (await value(patients.search(WHO, { query, limit: 10, offset: 0 }))).rows.map((row) => row.id)
  expect(await ids('mueller')).toEqual([])
  await value(patients.begin())
  expect(await ids('mueller')).toEqual([id])
  expect(await ids('muler')).toEqual([id])
  // Only once: the next start leaves them alone.
  await database.updateTable('patient').set({ searchText: ' kept' }).execute()
  await value(patients.begin())
  expect(await ids('kept')).toEqual([id])
})

test('the demo patients are of the form the bridge takes, and at least 60', () => {
  expect(demoPatients.length).toBeGreaterThanOrEqual(60)
  for (const fields of demoPatients) expect(patientFieldsSchema.strict().parse(fields)).toEqual(fields)
  const emails = demoPatients.map(({ email }) => email).filter((email) => email !== '')
  expect(emails.filter((email) => !email.endsWith('.example'))).toEqual([])
  expect(demoPatients.filter(({ email }) => email === '').length).toBeGreaterThan(5)
  expect(demoPatients.filter(({ phone }) => phone !== '' && !/^\+1\d{3}55501\d\d$/.test(phone))).toEqual([])
})
