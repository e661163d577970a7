/** Proves S-50 for the way back, at a small size: either the records of before or those of the backup open, whole. */
import { expect, test } from 'vitest'
import { reportRestore } from './restore'

test(
  'S-50: a restore that goes wrong leaves the records of before or those of the backup, never neither and never a part',
  { timeout: 240_000 },
  async () => {
    const few = { codes: ['ENOSPC'], passphrases: [null] }
    const report = await reportRestore({ places: 2, every: 20, seed: 50, ...few })
    expect(report.bad).toEqual([])
    expect(report.tried).toBeGreaterThan(15)
  },
)
