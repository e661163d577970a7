/** Smoke sizes: half-typed text survives kills and power cuts. Time decides nothing here; `npm run faults` tells it. */
import { expect, test } from 'vitest'
import { isLost, typeAndKill } from './draft-kills'
import { whyNoStrace } from './disk-process'
import type { Step } from './disk-replay'
import { cutPower } from './draft-power-loss'

test('F-707: killed while typing, whatever was said to be saved is there, and nothing that was never typed', async () => {
  const outcomes = await typeAndKill({ count: 4, seed: 20_261_122 })
  expect(outcomes.filter(isLost)).toEqual([])
  expect(Math.max(...outcomes.map(({ saved }) => saved))).toBeGreaterThan(0)
}, 60_000)

test('F-707: the power cut at any step of a save leaves the draft before or the new one', async (context) => {
  const reason = whyNoStrace()
  if (reason !== null) return context.skip(reason)
  const run = { sizes: [30, 6_000, 40], seed: 20_261_122 }
  const { steps, tried, wrong } = await cutPower(run)
  expect(wrong).toEqual([])
  expect(tried).toBe(3 * steps.length)
  // Before each "saved", the last thing done to the files is a sync.
  const before = steps.filter((_, index) => /^saved/.test(lineOf(steps[index + 1])))
  expect(before.map(({ does }) => does)).toEqual(['sync', 'sync', 'sync'])
  // The same on a disk that only says that it has synced: the run notices.
  expect((await cutPower({ ...run, every: 3, honestDisk: false })).wrong).not.toEqual([])
}, 60_000)

const lineOf = (step: Step | undefined) => (step?.does === 'say' ? step.line : '')
