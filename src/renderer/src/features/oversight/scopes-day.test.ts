// Proves which moment stands for a day on which scopes were added: everybody who connected on it is asked.
import { expect, it } from 'vitest'
import { localDay } from '../../../../shared/day'
import { momentOfDay } from './scopes-day'

const at = (day: number, hour: number) => new Date(2026, 2, day, hour).getTime()

it('today is now, an earlier day is its last moment', () => {
  const now = at(9, 15)
  expect(momentOfDay(localDay(now), now)).toBe(now)
  expect(momentOfDay('2026-03-08', now)).toBe(at(9, 0) - 1)
})
it('a day to come, and what is no day, are none', () => {
  for (const day of ['2026-03-10', '2026-02-30', '', '9 March', '0000-01-01']) {
    expect(momentOfDay(day, at(9, 15))).toBeNull()
  }
})
