/** Proves: one of something is one, and everything else is many, nothing and parts included. */
import { expect, test } from 'vitest'
import { counted, plural } from './plural'

test('one, many and none', () => {
  expect([0, 1, 2, 1.5].map((count) => counted(count, 'plan'))).toEqual([
    '0 plans',
    '1 plan',
    '2 plans',
    '1.5 plans',
  ])
  expect(plural(2, 'person', 'people')).toBe('people')
  expect(plural(1, 'is', 'are')).toBe('is')
  expect(counted(12_345, 'row', undefined, 'en-US')).toBe('12,345 rows')
})
