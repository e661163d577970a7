/** A smoke size of S-05: one refresh for each expiry in both rotation modes, however many ask. */
import { expect, test } from 'vitest'
import { runRefreshRace } from './refresh-race'

test.each(['lazy', 'immediate'] as const)(
  'S-05 F-310 rotation %s: 10 expiries, 64 callers each',
  async (mode) => {
    expect(await runRefreshRace({ expiries: 10, callers: 64, mode, seed: 20_261_122 })).toMatchObject({
      id: 'S-05',
      tried: 10,
      bad: 0,
    })
  },
)
