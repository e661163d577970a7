/** Proves that an access report puts looks of one person on one day together, loses no event, and hides no change, refusal or emergency in a group. */
import { expect, test } from 'vitest'
import { groupLooks } from './access-report'

const day = (date: number, hour: number) => new Date(2026, 5, date, hour).getTime()
const event = (seq: number, at: number, personId: string | null, more = {}) => ({
  ...{ station: 1, seq, at, personId, action: 'patient.read', outcome: 'done', emergency: 0 as const },
  ...more,
})

test('looks of one person on one day are one row, that of the newest', () => {
  const events = [
    event(9, day(2, 9), 'june'),
    event(8, day(1, 16), 'priya'),
    event(7, day(1, 15), 'june', { action: 'plan.read' }),
    event(6, day(1, 11), 'priya'),
    event(5, day(1, 9), 'june'),
  ]
  expect(groupLooks(events)).toEqual([
    { station: 1, seq: 9, looks: { count: 1, firstAt: day(2, 9) } },
    { station: 1, seq: 8, looks: { count: 2, firstAt: day(1, 11) } },
    { station: 1, seq: 7, looks: { count: 2, firstAt: day(1, 9) } },
  ])
})

test('changes, refusals, failures and emergencies stand for themselves', () => {
  const others = [
    { action: 'patient.updated' },
    { outcome: 'refused' },
    { outcome: 'failed' },
    { emergency: 1 as const },
    { action: 'of a newer Yarrow' },
  ]
  const events = others.map((more, index) => event(index, day(1, 9), 'june', more))
  expect(groupLooks(events)).toEqual(events.map(({ seq }) => ({ station: 1, seq, looks: null })))
})
