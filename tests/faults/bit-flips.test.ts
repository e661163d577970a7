/** Proves S-11 in smoke size: changed bits and cuts in a vault's files are found or harmless, never silent. */
import { expect, test } from 'vitest'
import { reportBitFlips, runBitFlips } from './bit-flips'

test('S-11, F-604, 164.312(c)(1), 164.312(c)(2): 150 bit flips and cuts: no silent wrong data, no fresh vault, no new key', async () => {
  const report = await reportBitFlips({ count: 150, seed: 11 })
  expect(report.bad).toEqual([])
  expect(report.detected + report.harmless + report.earlier).toBe(150)
  // Most hit data that is protected, so a run that finds next to nothing is broken itself.
  expect(report.detected).toBeGreaterThan(60)
}, 120_000)

test('S-11: a run repeats from its seed', async () => {
  const run = () => runBitFlips({ count: 10, seed: 3 })
  expect(await run()).toEqual(await run())
}, 120_000)
