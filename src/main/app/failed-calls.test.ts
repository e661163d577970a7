/** Proves S-24 for what fails: a call leaves one row and not two, whoever writes it, and a deed of nobody leaves none. */
import { beforeEach, expect, test } from 'vitest'
import { failed, ok } from '../../shared/failures'
import type { Audit, AuditEntry } from '../audit/audit'
import { createAudit } from '../audit/audit-service'
import { ManualClock } from '../platform/clock/manual-clock'
import { silentLogger } from '../platform/logging/logger'
import { recordsOver, temporaryDatabase, testChain } from '../records/temporary-database'
import type { Records as UnitsOfWork } from '../records/unit-of-work'
import { auditFailures } from './failed-calls'
import type { Records } from './records'

const PATIENT = '6f9e1c1e-7d1f-4a2c-9d55-1f2f5a3f1c11'

let rows: () => Promise<unknown[]>
let record: (entry: AuditEntry) => Promise<void>
let audit: Audit
let units: UnitsOfWork
let audited: ReturnType<typeof auditFailures>

beforeEach(async () => {
  const { database, dispose } = await temporaryDatabase()
  audit = createAudit({ clock: new ManualClock(), appVersion: '1.2.3', chain: testChain() })
  units = recordsOver({ database, audit }).records
  const people = { current: () => ({ person: { id: 'june' } }) }
  audited = auditFailures(() => ({ units, people }) as unknown as Records, silentLogger)
  record = (entry) => units.note(entry)
  rows = () =>
    database
      .selectFrom('auditEvent')
      .select(['personId', 'action', 'patientId', 'subject', 'outcome'])
      .orderBy('seq')
      .execute()
  return dispose
})

const patient = () => PATIENT
const nobody = () => null

test('S-24: what its service left unsaid is written down, with person, patient and the code of why', async () => {
  const work = () => Promise.resolve(failed('fullscript-unreachable'))
  expect(await audited('charts.restrict', patient, work)).toEqual(failed('fullscript-unreachable'))
  expect(await rows()).toEqual([
    {
      personId: 'june',
      action: 'chart.restricted',
      patientId: PATIENT,
      subject: 'fullscript-unreachable',
      outcome: 'failed',
    },
  ])
})

test('S-24: what its service has written down is not written twice', async () => {
  await audited('charts.restrict', patient, async () => {
    await record({ personId: 'june', action: 'chart.restricted', outcome: 'refused' })
    return failed('chart-restricted')
  })
  expect(await rows()).toMatchObject([{ outcome: 'refused' }])
})

test('S-24: a row that was undone with its transaction has said nothing', async () => {
  await audited('charts.restrict', patient, () =>
    units.internal(async (handle) => {
      await audit.record({ personId: 'june', action: 'chart.restricted', outcome: 'refused' }, handle)
      return failed('disk-full')
    }),
  )
  expect(await rows()).toMatchObject([{ subject: 'disk-full', outcome: 'failed' }])
})

test('S-24: a row that was committed with other work is not written twice', async () => {
  await audited('charts.restrict', patient, async () => {
    await units.internal((handle) =>
      audit.record({ personId: 'june', action: 'chart.restricted', outcome: 'failed' }, handle),
    )
    return failed('disk-full')
  })
  expect(await rows()).toMatchObject([{ outcome: 'failed', subject: null }])
})

test('S-24: an exception is written down and thrown on', async () => {
  const broken = () => Promise.reject(new Error('broken'))
  await expect(audited('accounts.add', nobody, broken)).rejects.toThrow('broken')
  expect(await rows()).toMatchObject([{ action: 'person.created', subject: 'unexpected', patientId: null }])
})

test('a success, a call that is no deed, and a session that is over leave nothing here', async () => {
  await audited('charts.restrict', patient, () => Promise.resolve(ok(null)))
  await audited('drafts.save', nobody, () => Promise.resolve(failed('disk-full')))
  await audited('charts.restrict', patient, () => Promise.resolve(failed('signed-out')))
  expect(await rows()).toEqual([])
})
