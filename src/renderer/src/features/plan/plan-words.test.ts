// Proves that a plan's day is the one that Fullscript says, in every time zone, and that a state is never passed off.
import { afterEach, expect, it, vi } from 'vitest'
import type { Day } from '../../../../shared/day'
import { newestFirst, planDate, stateOf, unreadText } from './plan-words'

afterEach(() => {
  vi.unstubAllEnvs()
})

const undated = { sentAt: null, sentOn: null, createdAt: null, createdOn: null, importedAt: 0 }
const on = '2026-11-30' as Day

it.each(['America/Los_Angeles', 'UTC', 'Pacific/Kiritimati'])(
  'says the same day in %s when Fullscript gives a day',
  (place) => {
    vi.stubEnv('TZ', place)
    expect(planDate({ ...undated, sentOn: on }, 'en-US')).toBe('Sent Nov 30, 2026')
    expect(planDate({ ...undated, createdOn: on }, 'en-US')).toBe('Made Nov 30, 2026')
  },
)

it('invents no date where Fullscript gives none', () => {
  expect(planDate({ ...undated, importedAt: Date.UTC(2026, 10, 29, 12) }, 'en-US')).toBe(
    'Came in Nov 29, 2026',
  )
})

it('orders days and instants together', () => {
  vi.stubEnv('TZ', 'America/Los_Angeles')
  const day = { ...undated, id: 'day', sentOn: on }
  const before = { ...undated, id: 'before', sentAt: Date.UTC(2026, 10, 30, 5) }
  const after = { ...undated, id: 'after', sentAt: Date.UTC(2026, 11, 1, 20) }
  expect([before, day, after].toSorted(newestFirst).map(({ id }) => id)).toEqual(['after', 'day', 'before'])
})

it('B18: shows an unknown state as it is', () => {
  expect(stateOf({ state: 'archived' })).toMatchObject({ label: 'archived', known: false })
  expect(stateOf({ state: 'constructor' })).toMatchObject({ label: 'constructor', known: false })
  expect(stateOf({ state: '' })).toMatchObject({ label: 'State not given', known: true })
  expect(stateOf({ state: 'active' })).toMatchObject({ label: 'Active', known: true })
})

it('names what could not be read', () => {
  expect(unreadText(['refill', 'units'])).toBe(
    'Could not be read: refills, units to buy. Look in Fullscript.',
  )
  expect(unreadText([])).toBe('')
})
