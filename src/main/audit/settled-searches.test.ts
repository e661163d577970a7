/** Proves that typing on is the same search and leaves no row of its own, that another search does, and that a search whose row failed has not begun. */
import { expect, test } from 'vitest'
import { failed, ok } from '../../shared/failures'
import { ManualClock } from '../platform/clock/manual-clock'
import { SettledSearches } from './settled-searches'

function bench() {
  const clock = new ManualClock()
  const searches = new SettledSearches(clock)
  const type = async (words: string, { conditions = '', works = true, person = 'june' } = {}) => {
    let rows = 0
    await searches.row(person, words, conditions, (isNew) => {
      if (isNew) rows += 1
      return Promise.resolve(works ? ok(null) : failed('disk-full'))
    })
    return rows
  }
  return { clock, type }
}

test('one row for a name that is typed letter by letter, with pauses and corrections', async () => {
  const { type } = bench()
  const rows = []
  for (const words of ['', 'M', 'May', 'Maya', 'Ma', 'Maya Lind']) rows.push(await type(words))
  expect(rows).toEqual([1, 0, 0, 0, 0, 0])
})

test.each([
  ['another name', 'Noah', {}],
  ['another name after the field was emptied', 'Noah', { first: '' }],
  ['other conditions', 'Maya', { conditions: 'plans' }],
  ['another person', 'Maya', { person: 'priya' }],
])(
  '%s is another search',
  async (_title, words, { first, ...more }: { first?: string; conditions?: string; person?: string }) => {
    const { type } = bench()
    await type('Maya')
    if (first !== undefined) await type(first)
    expect(await type(words, more)).toBe(1)
  },
)

test('the same words later are another search', async () => {
  const { clock, type } = bench()
  await type('Maya')
  clock.advance(3 * 60_000)
  expect(await type('Maya')).toBe(1)
})

test('a search whose row could not be written has not begun', async () => {
  const { type } = bench()
  expect(await type('Maya', { works: false })).toBe(1)
  expect(await type('Maya L')).toBe(1)
})
