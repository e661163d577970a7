/** Proves that a lease has one holder at a time: until it is given back, or its time is over. */
import { expect, test, onTestFinished } from 'vitest'
import { releaseLease, takeLease } from './leases'
import { recordsOver, temporaryDatabase } from './temporary-database'

async function leases() {
  const { database, dispose } = await temporaryDatabase()
  onTestFinished(dispose)
  const { records } = recordsOver({ database })
  return {
    take: (holder: string, now: number, name = 'work') =>
      records.internal((handle) => takeLease(handle, { name, holder, until: now + 100 }, now)),
    release: (holder: string) => records.internal((handle) => releaseLease(handle, { name: 'work', holder })),
    rows: () => database.selectFrom('lease').selectAll().execute(),
  }
}

test('the first has it, and nobody else until it is given back', async () => {
  const { take, release, rows } = await leases()
  expect(await take('one', 1000)).toBe(true)
  expect(await take('two', 1001)).toBe(false)
  expect(await take('two', 1001, 'other work')).toBe(true)
  await release('two')
  expect(await take('two', 1002)).toBe(false)
  await release('one')
  expect(await take('two', 1003)).toBe(true)
  expect(await rows()).toContainEqual({ name: 'work', holder: 'two', until: 1103 })
})

test('whoever has it may take it again, for longer', async () => {
  const { take, rows } = await leases()
  await take('one', 1000)
  expect(await take('one', 1050)).toBe(true)
  expect(await rows()).toEqual([{ name: 'work', holder: 'one', until: 1150 }])
})

test('of a holder that died it can be taken once its time is over, and then it is lost to the one before', async () => {
  const { take, release, rows } = await leases()
  await take('one', 1000)
  expect(await take('two', 1099)).toBe(false)
  expect(await take('two', 1100)).toBe(true)
  await release('one')
  expect(await rows()).toEqual([{ name: 'work', holder: 'two', until: 1200 }])
  expect(await take('one', 1150)).toBe(false)
})
