/** A smoke size of S-12, and proof that the run notices a bridge that does not look at who speaks. */
import { expect, test } from 'vitest'
import { CALLS } from './deeds-practice'
import { reportBridge } from './bridge-calls'

test('S-12, F-501 to F-505: 3,000 hostile calls from the page and from others, nothing thrown, done, answered or told', async () => {
  const { tried, bad } = await reportBridge({ count: 3_000, seed: 20_261_130 })
  expect(bad).toEqual([])
  expect(tried).toBe(3_000)
  expect(CALLS.size).toBeGreaterThan(80)
}, 120_000)

test('S-12: a bridge that takes everybody for the page does not pass', async () => {
  expect((await reportBridge({ count: 300, seed: 1, anybody: true })).bad.length).toBeGreaterThan(0)
}, 60_000)
