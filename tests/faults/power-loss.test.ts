/** Proves F-610 in smoke size: after a loss of power everything that was confirmed as saved is there. Needs strace. */
import { expect, test } from 'vitest'
import { runPowerLoss } from './power-loss'

test('F-610, F-609, 164.312(c)(1): a confirmed row outlives a kill and the power at any step, whatever the disk had not written yet', async (context) => {
  const { tried, bad, skipped } = await runPowerLoss({ every: 8, seed: 610 })
  if (skipped !== undefined) return context.skip(skipped)
  expect(bad).toBe(0)
  expect(tried).toBeGreaterThan(50)
}, 120_000)

test('F-610: with a disk that lies about syncing the same run finds the loss', async (context) => {
  const { bad, skipped } = await runPowerLoss({ every: 24, seed: 610, honestDisk: false })
  if (skipped !== undefined) return context.skip(skipped)
  expect(bad).toBeGreaterThan(0)
}, 120_000)
