/** Proves 170.315(d)(11): one patient's disclosures in a span of time, to read, to save and to print, each look written down. */
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { handOverSubject } from '../../shared/disclosures'
import { failed, ok } from '../../shared/failures'
import { ManualClock } from '../platform/clock/manual-clock'
import { silentLogger as logger } from '../platform/logging/logger'
import { recordsOver, temporaryDatabase, testChain } from '../records/temporary-database'
import type { AuditEntry } from './audit'
import { createAudit } from './audit-service'
import { Disclosures } from './disclosures'

const [maya, ben] = [randomUUID(), randomUUID()]
const ALWAYS = { from: null, to: null }
const handed = (patientId: string, ...kinds: string[]): AuditEntry => ({
  personId: 'p1',
  action: 'patient.handed-to-fullscript',
  patientId,
  subject: handOverSubject('us', 'clinic-7', kinds),
  outcome: 'done',
})

async function bench() {
  const { database, folder, dispose } = await temporaryDatabase()
  onTestFinished(dispose)
  await sql`INSERT INTO person (id, username, display_name, credentials, npi, role, active, created_at)
    VALUES ('p1', 'june', 'June Hartwell', 'ND', '', 'practitioner', 1, 1)`.execute(database)
  const clock = new ManualClock()
  const audit = createAudit({ clock, appVersion: '0', chain: testChain() })
  const now = { open: true, file: join(folder, 'list.csv') as string | null, asked: '' }
  const disclosures = new Disclosures({
    ...{ clock, logger },
    records: recordsOver({ database, audit, mayOpen: () => Promise.resolve(now.open) }).records,
    chooseFile: ({ name }) => {
      now.asked = name
      return Promise.resolve(now.file)
    },
  })
  const actions = async () =>
    (await database.selectFrom('auditEvent').selectAll().orderBy('seq').execute()).map(
      ({ action, subject, outcome }) => [action, subject, outcome].filter(Boolean).join(' '),
    )
  const read = async (filter: { from: number | null; to: number | null } = ALWAYS, patientId = maya) => {
    const found = await disclosures.read('p1', { patientId, ...filter })
    if (!found.ok) throw new Error(found.failure.code)
    return found.value
  }
  return { database, audit, clock, disclosures, now, actions, read, folder }
}

test('170.315(d)(11): what was given out of one record, newest first, in the span that is asked for', async () => {
  const { database, audit, clock, read, actions } = await bench()
  await audit.record({ personId: 'p1', action: 'audit.exported', subject: 'csv', outcome: 'done' }, database)
  await audit.record({ personId: 'p1', action: 'patient.read', patientId: maya, outcome: 'done' }, database)
  const first = clock.now()
  await audit.record(handed(maya, 'firstName', 'lastName', 'email'), database)
  await audit.record(handed(ben, 'id'), database)
  await audit.record({ ...handed(maya, 'id'), outcome: 'refused' }, database)
  clock.advance(1_000)
  await audit.record(handed(maya, 'id'), database)
  clock.advance(1_000)
  await audit.record(
    { personId: 'p1', action: 'audit.exported', subject: 'jsonl', outcome: 'done' },
    database,
  )

  const all = await read()
  // The first copy of the audit record was made before anything of hers was in it.
  expect(all.rows.map(({ seq }) => seq)).toEqual([7, 6, 3])
  expect(all.total).toBe(3)
  expect(all.rows.every(({ personName }) => personName === 'June Hartwell')).toBe(true)
  const seqs = async (from: number | null, to: number | null) =>
    (await read({ from, to })).rows.map(({ seq }) => seq)
  expect(await seqs(first + 1_000, null)).toEqual([7, 6])
  expect(await seqs(null, first + 1_000)).toEqual([3])
  expect(await seqs(first + 3_000, null)).toEqual([])
  expect((await actions()).filter((action) => action === 'audit.disclosures-read done')).toHaveLength(4)
})

test('170.315(d)(11): a patient of whom nothing was given out has an empty list', async () => {
  const { database, audit, read } = await bench()
  await audit.record({ personId: 'p1', action: 'audit.exported', subject: 'csv', outcome: 'done' }, database)
  expect(await read(ALWAYS, ben)).toEqual({ rows: [], total: 0 })
})

test('170.315(d)(11): the file says when, to whom, what, why and by whom; saving and printing are in the list from then on', async () => {
  const { database, audit, disclosures, now, read, clock } = await bench()
  await audit.record(handed(maya, 'firstName', 'email', 'dateOfBirth'), database)
  const when = new Date(clock.now()).toISOString()
  const filter = { patientId: maya, ...ALWAYS }
  expect(await disclosures.keep('p1', filter)).toEqual({ ok: true, value: { file: 'list.csv', rows: 1 } })
  const file = now.file ?? ''
  expect(readFileSync(file, 'utf8')).toBe(
    `\ufeff"time","to","what","purpose","by","number in the audit record"\r\n` +
      `"${when}","Fullscript, United States, clinic clinic-7","First name, e-mail, birth date","To make a treatment plan","June Hartwell","1-1"\r\n`,
  )
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(now.asked).toMatch(/^disclosures-\d{4}-\d\d-\d\d\.csv$/)
  expect(await disclosures.print('p1', filter)).toEqual(ok(null))
  expect((await read()).rows.map(({ action, subject }) => [action, subject])).toEqual([
    ['audit.disclosures-taken', 'print'],
    ['audit.disclosures-taken', 'csv'],
    ['patient.handed-to-fullscript', 'us firstName,email,dateOfBirth clinic-7'],
  ])
})

test('nothing is given out when nobody chose a file, and a file that cannot be written is told', async () => {
  const { disclosures, now, actions, folder } = await bench()
  const filter = { patientId: maya, ...ALWAYS }
  now.file = null
  expect(await disclosures.keep('p1', filter)).toEqual(ok(null))
  expect(await actions()).toEqual(['audit.disclosures-read done'])
  now.file = join(folder, 'no such folder', 'x.csv')
  expect(await disclosures.keep('p1', filter)).toEqual(failed('file-not-written'))
  expect((await actions()).slice(-2)).toEqual([
    'audit.disclosures-taken csv done',
    'audit.disclosures-taken csv failed',
  ])
})

test('a chart that is closed to somebody keeps its disclosures, too', async () => {
  const { database, audit, disclosures, now } = await bench()
  await audit.record(handed(maya, 'id'), database)
  now.open = false
  const filter = { patientId: maya, ...ALWAYS }
  for (const one of [
    disclosures.read('p1', filter),
    disclosures.keep('p1', filter),
    disclosures.print('p1', filter),
  ])
    expect(await one).toEqual(failed('chart-restricted'))
  expect(existsSync(now.file ?? '')).toBe(false)
})
