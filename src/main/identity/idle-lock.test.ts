/** Proves: Yarrow locks after the time without a key or pointer and not before, whatever the computer's clock says. */
import { beforeEach, describe, expect, test } from 'vitest'
import { ManualClock } from '../platform/clock/manual-clock'
import { IdleLock } from './idle-lock'

const LIMIT = 60_000
let clock: ManualClock
let locked: number
let idle: IdleLock

beforeEach(() => {
  clock = new ManualClock()
  locked = 0
  idle = new IdleLock({ clock, lock: () => (locked += 1) })
})

describe('F-705, 164.312(a)(2)(iii), 170.315(d)(5): idle', () => {
  test('164.312(a)(2)(iii), 170.315(d)(5): open a moment before the time, locked at the time, and only once', () => {
    idle.begin(LIMIT)
    clock.advance(LIMIT - 1)
    expect(locked).toBe(0)
    clock.advance(1)
    expect(locked).toBe(1)
    clock.advance(10 * LIMIT)
    expect(locked).toBe(1)
    expect(clock.pendingTimers).toBe(0)
  })

  test('every key or pointer begins the time anew', () => {
    idle.begin(LIMIT)
    for (let minute = 0; minute < 10; minute += 1) {
      clock.advance(LIMIT - 1)
      idle.activity()
    }
    expect(locked).toBe(0)
    clock.advance(LIMIT)
    expect(locked).toBe(1)
  })

  test('S-27: setting the computer’s clock neither locks nor keeps open', () => {
    const day = 86_400_000
    for (const jump of [-day, -600_000, 600_000, day, -clock.now(), 20 * 365 * day]) {
      locked = 0
      idle.begin(LIMIT)
      clock.advance(LIMIT / 2)
      clock.jump(jump)
      idle.check()
      clock.advance(LIMIT / 2 - 1)
      expect(locked).toBe(0)
      clock.advance(1)
      expect(locked).toBe(1)
    }
  })

  test('counts for nobody while nobody is signed in', () => {
    idle.activity()
    idle.check()
    idle.personLeft()
    idle.begin(LIMIT)
    idle.end()
    clock.advance(2 * LIMIT)
    idle.suspended()
    idle.resumed()
    expect(locked).toBe(0)
  })

  test('another limit counts from the last activity', () => {
    idle.begin(10 * LIMIT)
    clock.advance(2 * LIMIT)
    idle.change(3 * LIMIT)
    clock.advance(LIMIT - 1)
    expect(locked).toBe(0)
    clock.advance(1)
    expect(locked).toBe(1)
    idle.begin(10 * LIMIT)
    clock.advance(2 * LIMIT)
    idle.change(LIMIT)
    expect(locked).toBe(2)
  })
})

describe('F-705: sleep and the screen', () => {
  test('a timer that slept: the first key after it finds Yarrow locked', () => {
    const asleep = new ManualClock()
    const never = { now: () => 0, monotonic: () => asleep.monotonic(), after: () => () => undefined }
    const slept = new IdleLock({ clock: never, lock: () => (locked += 1) })
    slept.begin(LIMIT)
    asleep.advance(LIMIT)
    slept.activity()
    expect(locked).toBe(1)
  })

  test('170.315(d)(5), F-705: sleep, a locked screen and another session lock at once', () => {
    idle.begin(LIMIT)
    idle.suspended()
    expect(locked).toBe(1)
    idle.begin(LIMIT)
    idle.personLeft()
    expect(locked).toBe(2)
  })

  test('waking up locks after a sleep that nobody announced, and not whoever has unlocked since', () => {
    idle.begin(LIMIT)
    idle.resumed()
    expect(locked).toBe(1)
    idle.begin(LIMIT)
    idle.suspended()
    expect(locked).toBe(2)
    idle.begin(LIMIT)
    idle.resumed()
    expect(locked).toBe(2)
  })
})
