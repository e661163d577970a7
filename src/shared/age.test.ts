// Proves that ages are said as a clinician says them at every age, and that nobody is born on an impossible day.
import { fc, test as property } from '@fast-check/vitest'
import { expect, it } from 'vitest'
import { ageOn, birthDateProblem, earliestBirth } from './age'
import { addDays, addMonths, daysBetween, weekday } from './calendar'

it.each([
  ['2026-11-30', '2026-11-30', 'newborn'],
  ['2026-11-29', '2026-11-30', '1 day'],
  ['2026-11-27', '2026-11-30', '3 days'],
  ['2026-11-03', '2026-11-30', '27 days'],
  ['2026-11-02', '2026-11-30', '4 weeks'],
  ['2026-10-12', '2026-11-30', '7 weeks'],
  ['2026-08-31', '2026-11-30', '13 weeks'],
  ['2026-08-30', '2026-11-30', '3 months'],
  ['2025-09-30', '2026-11-30', '14 months'],
  ['2024-12-01', '2026-11-30', '23 months'],
  ['2024-11-30', '2026-11-30', '2 years'],
  ['2021-11-30', '2026-11-30', '5 years'],
  ['1988-04-12', '2026-11-30', '38 years'],
  ['1988-12-01', '2026-11-30', '37 years'],
  ['2024-02-29', '2027-02-28', '2 years'],
  ['2024-02-29', '2027-03-01', '3 years'],
  ['2024-02-29', '2028-02-29', '4 years'],
  ['2026-12-01', '2026-11-30', ''],
])('born %s, on %s: %s', (born, today, age) => {
  expect(ageOn(born, today)).toBe(age)
})

it.each([
  ['0088-04-12', 'too-long-ago'],
  ['0001-01-01', 'too-long-ago'],
  ['1850-01-01', 'too-long-ago'],
  ['1901-11-29', 'too-long-ago'],
  ['1901-11-30', null],
  ['1915-01-02', null],
  ['2026-11-30', null],
  ['2026-12-01', 'future'],
])('B05: %s on 2026-11-30: %s', (born, problem) => {
  expect(birthDateProblem(born, '2026-11-30')).toBe(problem)
})

it('the earliest day is one that exists', () => {
  expect(earliestBirth('2028-02-29')).toBe('1903-02-28')
})

const someDay = fc
  .date({ min: new Date('0300-01-01T00:00:00Z'), max: new Date('9800-01-01T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

property.prop([someDay, fc.integer({ min: -40_000, max: 40_000 })])(
  'days count as in the calendar',
  (day, count) => {
    const later = addDays(day, count)
    expect(daysBetween(day, later)).toBe(count)
    expect(later).toBe(
      new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10),
    )
    expect(weekday(later)).toBe(new Date(`${later}T00:00:00Z`).getUTCDay())
  },
)

it('months end where they end', () => {
  expect(addMonths('2026-01-31', 1)).toBe('2026-02-28')
  expect(addMonths('2026-01-31', -2)).toBe('2025-11-30')
})
