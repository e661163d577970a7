// Proves which backups are kept: 7 days, 5 weeks, 12 months that have one, whatever the clock or the time zone did.
import { afterEach, expect, test } from 'vitest'
import { backupName, isBackupName, isUnfinishedName, whatToKeep, type Kept } from './names'

const DAY = 24 * 60 * 60_000
const zone = process.env.TZ
afterEach(() => {
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
})

/** One a day, backwards from the last, oldest first. */
const nights = (last: string, count: number): Kept[] =>
  Array.from({ length: count }, (_, place) => {
    const madeAt = Date.parse(`${last}T05:15:00Z`) - (count - 1 - place) * DAY
    const day = new Date(madeAt).toISOString().slice(0, 10)
    return { name: `Practice ${day} 0015.yarrow-backup`, day, madeAt }
  })
const days = (kept: Set<string>) => [...kept].map((name) => name.slice(9, 19)).sort()

test('of 400 nights: the last 7, the newest of 5 weeks and of 12 months', () => {
  const kept = days(whatToKeep(nights('2026-12-01', 400), '2026-12-01'))
  expect(kept.slice(-7)).toEqual([
    ...['2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29', '2026-11-30', '2026-12-01'],
  ])
  // Sundays end weeks; the week of 30 November has its newest in the days above.
  for (const sunday of ['2026-11-29', '2026-11-22', '2026-11-15', '2026-11-08'])
    expect(kept).toContain(sunday)
  for (const month of ['2026-10-31', '2026-06-30', '2026-02-28', '2026-01-31']) expect(kept).toContain(month)
  expect(kept).not.toContain('2025-12-31')
  expect(kept).toHaveLength(7 + 3 + 10)
})

test('kept night after night it ends with the same ones', () => {
  let there: Kept[] = []
  for (const night of nights('2026-12-01', 400)) {
    const kept = whatToKeep([...there, night], night.day)
    there = [...there, night].filter(({ name }) => kept.has(name))
  }
  const all = days(whatToKeep(nights('2026-12-01', 400), '2026-12-01'))
  expect(there.map(({ day }) => day)).toEqual(all)
})

test('of several on one day the newest is kept', () => {
  const at = Date.parse('2026-12-01T09:00:00Z')
  const two = [
    { name: 'early', day: '2026-12-01', madeAt: at },
    { name: 'late', day: '2026-12-01', madeAt: at + 60_000 },
  ]
  expect([...whatToKeep(two, '2026-12-01')]).toEqual(['late'])
})

test('a clock that was set back takes nothing of what seems to be of tomorrow, nor room from the rest', () => {
  const all = nights('2026-12-10', 20)
  const kept = days(whatToKeep(all, '2026-12-01'))
  for (const day of ['2026-12-02', '2026-12-05', '2026-12-10']) expect(kept).toContain(day)
  for (const day of ['2026-12-01', '2026-11-30', '2026-11-25']) expect(kept).toContain(day)
})

test('a clock that jumped years ahead takes nothing away', () => {
  const all = nights('2026-12-01', 3)
  const ahead = { name: 'ahead', day: '2036-05-05', madeAt: Date.parse('2036-05-05T00:15:00Z') }
  expect(whatToKeep([...all, ahead], '2036-05-05').size).toBe(4)
})

test('a few are all kept, and none are none', () => {
  expect(whatToKeep(nights('2026-12-01', 5), '2026-12-01').size).toBe(5)
  expect(whatToKeep([], '2026-12-01').size).toBe(0)
})

test('named by the clock on the wall, and never like another', () => {
  const at = Date.parse('2026-12-01T05:15:00Z')
  process.env.TZ = 'America/New_York'
  expect(backupName(at, [])).toBe('Practice 2026-12-01 0015.yarrow-backup')
  process.env.TZ = 'America/Vancouver'
  expect(backupName(at, [])).toBe('Practice 2026-11-30 2115.yarrow-backup')
  process.env.TZ = 'America/New_York'
  const taken = [
    'Practice 2026-12-01 0015.yarrow-backup',
    'Practice 2026-12-01 0015 (2).yarrow-backup.unfinished',
  ]
  expect(backupName(at, taken)).toBe('Practice 2026-12-01 0015 (3).yarrow-backup')
})

test('only names of this form are backups', () => {
  expect(isBackupName('Practice 2026-12-01 0015.yarrow-backup')).toBe(true)
  expect(isBackupName('Practice 2026-12-01 0015 (3).yarrow-backup')).toBe(true)
  expect(isUnfinishedName('Practice 2026-12-01 0015.yarrow-backup.unfinished')).toBe(true)
  for (const other of [
    'Practice.yarrow-backup',
    'Copy of Practice 2026-12-01 0015.yarrow-backup',
    'yarrow.db',
    '',
  ])
    expect([isBackupName(other), isUnfinishedName(other)]).toEqual([false, false])
})
