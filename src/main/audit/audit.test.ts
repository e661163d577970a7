/** Proves: audit events carry who, what, when and the version, and stand or fall with the caller's transaction. */
import { unguarded } from '../records/handles'
import { expect, onTestFinished, test } from 'vitest'
import { ManualClock } from '../platform/clock/manual-clock'
import { temporaryDatabase, testChain } from '../records/temporary-database'
import { createAudit } from './audit-service'

test('an event is kept as it was told, with time and version', async () => {
  const { database, dispose } = await temporaryDatabase()
  onTestFinished(dispose)
  const clock = new ManualClock()
  const audit = createAudit({ clock, appVersion: '0.1.0', chain: testChain() })
  await audit.record(
    { personId: 'p', action: 'patient.read', patientId: 'a', subject: 's', outcome: 'done' },
    database,
  )
  clock.advance(1)
  await audit.record({ personId: null, action: 'person.sign-in', outcome: 'refused' }, database)
  const of = {
    appVersion: '0.1.0',
    monotonic: 0,
    actingAsType: null,
    actingAsId: null,
    emergency: 0,
    station: 1,
    mac: expect.any(Buffer) as Buffer,
  }
  expect(await database.selectFrom('auditEvent').selectAll().orderBy('seq').execute()).toEqual([
    {
      ...of,
      seq: 1,
      at: clock.now() - 1,
      personId: 'p',
      action: 'patient.read',
      patientId: 'a',
      subject: 's',
      outcome: 'done',
    },
    {
      ...of,
      monotonic: 1,
      seq: 2,
      at: clock.now(),
      personId: null,
      action: 'person.sign-in',
      patientId: null,
      subject: null,
      outcome: 'refused',
    },
  ])
})

test("S-24: an event goes with the caller's transaction", async () => {
  const { database, dispose } = await temporaryDatabase()
  onTestFinished(dispose)
  const audit = createAudit({ clock: new ManualClock(), appVersion: '0', chain: testChain() })
  const work = database.transaction().execute(async (transaction) => {
    await audit.record({ personId: null, action: 'patient.read', outcome: 'done' }, unguarded(transaction))
    throw new Error('rolled back')
  })
  await expect(work).rejects.toThrow('rolled back')
  expect(await database.selectFrom('auditEvent').select('seq').execute()).toEqual([])
})
