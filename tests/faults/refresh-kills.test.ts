/** A smoke size of S-06: kills at random moments of refresh and persist lose no session. */
import { expect, test } from 'vitest'
import { runRefreshKills } from './refresh-kills'

test(
  'S-06 F-609 164.312(c)(1) F-312 F-313 F-314: 12 kills, 0 lost sessions',
  { timeout: 120_000 },
  async () => {
    const figure = await runRefreshKills({ count: 12, seed: 20_261_122 })
    expect(figure).toMatchObject({ id: 'S-06', tried: 12, bad: 0 })
    expect(figure.refreshes).toBeGreaterThanOrEqual(12)
  },
)
