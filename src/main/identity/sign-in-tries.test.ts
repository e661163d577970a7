/**
 * Proves: tries at two workstations of one practice are one count; where another one tried since, the whole wait begins
 * anew; of two tries at a time one is free; and what a try that guessed nothing gives back is its own.
 */
import { expect, onTestFinished, test } from 'vitest'
import { ManualClock } from '../platform/clock/manual-clock'
import { recordsOver, temporaryDatabase } from '../records/temporary-database'
import { SignInTries } from './sign-in-tries'
import { delayAfter } from './try-delay'

const HOUR = 3_600_000

async function practice() {
  const { database, dispose } = await temporaryDatabase()
  onTestFinished(dispose)
  const { records } = recordsOver({ database })
  /** Each has a monotonic clock of its own, and no other clock counts. */
  const start = (stationId: string) => {
    const clock = new ManualClock()
    return { clock, tries: new SignInTries({ records, clock, stationId }) }
  }
  const count = async () =>
    (await database.selectFrom('signInTry').select('failedTries').executeTakeFirst())?.failedTries ?? 0
  const clear = ({ tries }: ReturnType<typeof start>) =>
    records.internal((handle) => tries.clear('june', handle))
  return { one: start('one'), two: start('two'), count, clear }
}

type Station = Awaited<ReturnType<typeof practice>>['one']
const wrong = async ({ tries }: Station) => (await tries.count('june')).wait
const wrongTimes = async (station: Station, times: number) => {
  for (let tried = 0; tried < times; tried += 1) expect(await wrong(station)).toBe(0)
}

test('S-19: tries at two are one count, and going from one to the other gains nothing', async () => {
  const { one, two, count } = await practice()
  await wrongTimes(one, 3)
  await wrongTimes(two, 2)
  two.clock.advance(delayAfter(5) - 1)
  one.clock.advance(HOUR)
  // The one had waited for long, but not since it has seen the other's tries.
  expect(await wrong(one)).toBe(delayAfter(5))
  expect(await wrong(two)).toBe(1)
  expect(await count()).toBe(5)
  one.clock.advance(delayAfter(5))
  await wrongTimes(one, 1)
  two.clock.advance(HOUR)
  expect(await wrong(two)).toBe(delayAfter(6))
  expect(await count()).toBe(6)
})

test('a look at how long there is to wait is when the wait begins, and another look does not begin it anew', async () => {
  const { one, two } = await practice()
  await wrongTimes(one, 5)
  expect(await two.tries.wait('june')).toBe(delayAfter(5))
  two.clock.advance(delayAfter(5) - 1)
  expect(await two.tries.wait('june')).toBe(1)
})

test('the same number of tries as before, after a success elsewhere, are seen to be others', async () => {
  const { one, two, clear } = await practice()
  await wrongTimes(one, 5)
  two.clock.advance(HOUR)
  expect(await wrong(two)).toBe(delayAfter(5))
  two.clock.advance(HOUR)
  await clear(one)
  await wrongTimes(one, 5)
  expect(await wrong(two)).toBe(delayAfter(5))
})

test('of tries at two at a time, when one is free, one is counted', async () => {
  const { one, two, count } = await practice()
  await wrongTimes(one, 5)
  await wrong(two)
  one.clock.advance(HOUR)
  two.clock.advance(HOUR)
  const waits = await Promise.all([wrong(one), wrong(two)])
  expect(waits.filter((wait) => wait === 0)).toHaveLength(1)
  expect(await count()).toBe(6)
})

test('a try that guessed nothing is taken back, with the time it was, unless another one tried since', async () => {
  const { one, two, count } = await practice()
  await wrongTimes(two, 5)
  await wrong(one)
  one.clock.advance(HOUR)
  two.clock.advance(HOUR)
  const counted = await one.tries.count('june')
  if (!('takeBack' in counted)) throw new Error('It was not free')
  await counted.takeBack()
  expect(await count()).toBe(5)
  expect([await one.tries.wait('june'), await two.tries.wait('june')]).toEqual([0, 0])

  const again = await one.tries.count('june')
  two.clock.advance(HOUR)
  await two.tries.wait('june')
  two.clock.advance(HOUR)
  await wrongTimes(two, 1)
  if ('takeBack' in again) await again.takeBack()
  expect(await count()).toBe(6)
  expect(await one.tries.wait('june')).toBe(delayAfter(6))
})
