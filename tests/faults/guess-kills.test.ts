/** A smoke size of S-19: no more than 20 guesses in an hour by a process that is killed at every moment of a try. */
import { expect, test } from 'vitest'
import { guessAndKill } from './guess-kills'
import { MOMENTS } from './guess-order'

test('S-19 S-27 F-701: processes killed at every moment of a try, the clock set by a day', async () => {
  const report = await guessAndKill({ hours: 0.4, seed: 20_261_122, clock: 'given' })
  expect(report).toMatchObject({ bypasses: 0, opensAtLast: true })
  expect(report.looked).toBeGreaterThan(3)
  expect(report.mostInAnHour).toBeLessThanOrEqual(20)
  expect(report.answers['too-many-tries']).toBeGreaterThan(0)
  expect(Object.keys(report.moments).sort()).toEqual([...MOMENTS, 'answered'].sort())
}, 120_000)
