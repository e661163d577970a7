/** Proves: the test clock behaves as the real one does, and wall and monotonic time are kept apart. */
import { expect, test } from 'vitest'
import { systemClock } from './clock'
import { ManualClock } from './manual-clock'

test('timers fire in their order, at their time, and can be cancelled', () => {
  const clock = new ManualClock(1_000)
  const fired: string[] = []
  clock.after(20, () => fired.push(`b ${String(clock.now())} ${String(clock.monotonic())}`))
  clock.after(10, () => {
    fired.push('a')
    clock.after(5, () => fired.push('a again'))
  })
  clock.after(15, () => fired.push('never'))()
  clock.advance(30)
  expect(fired).toEqual(['a', 'a again', 'b 1020 20'])
  expect([clock.now(), clock.monotonic(), clock.pendingTimers]).toEqual([1_030, 30, 0])
})

test('S-27: a jump of wall time moves no deadline', () => {
  const clock = new ManualClock(1_000)
  let fired = false
  clock.after(10, () => (fired = true))
  clock.jump(86_400_000)
  expect([fired, clock.now(), clock.monotonic()]).toEqual([false, 86_401_000, 0])
})

test('the real clock calls once, and not when cancelled', async () => {
  const before = systemClock.monotonic()
  await new Promise<void>((resolve) => {
    systemClock.after(1, () => {
      throw new Error('cancelled too late')
    })()
    systemClock.after(2, resolve)
  })
  expect(systemClock.monotonic()).toBeGreaterThan(before)
  expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(60_000)
})
