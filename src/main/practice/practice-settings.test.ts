/** Proves: settings are kept, told to who counts on them, and leave a trace in the audit. */
import { expect, onTestFinished, test } from 'vitest'
import { recordsOver, temporaryDatabase } from '../records/temporary-database'
import { createPractice } from './practice-repository'
import { createPracticeSettings } from './practice-settings'

test('170.315(d)(5): the minutes until locking are the practice’s, ten at first', async () => {
  const { database, dispose } = await temporaryDatabase()
  onTestFinished(dispose)
  const settings = createPracticeSettings({ records: recordsOver({ database }).records })
  expect(await settings.read()).toMatchObject({ ok: false, failure: { code: 'not-found' } })
  expect(await settings.idleLockMilliseconds()).toBe(600_000)

  await createPractice(database, { name: 'Meadow', region: 'CA', demo: false })
  const heard: number[] = []
  settings.onChange(({ idleLockMinutes }) => heard.push(idleLockMinutes))
  expect(await settings.save('june', { name: 'Meadow & Stone', idleLockMinutes: 1 })).toEqual({
    ok: true,
    value: { name: 'Meadow & Stone', region: 'CA', idleLockMinutes: 1 },
  })
  expect([heard, await settings.idleLockMilliseconds()]).toEqual([[1], 60_000])
  expect(await database.selectFrom('auditEvent').select(['personId', 'action', 'subject']).execute()).toEqual(
    [{ personId: 'june', action: 'practice.settings-saved', subject: 'changed:name,idleLockMinutes' }],
  )
})
