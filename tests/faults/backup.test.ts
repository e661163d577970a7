/** Proves S-50, at a small size: whatever goes wrong, no half backup claims to be whole, and the records are unharmed. */
import { expect, test } from 'vitest'
import { reportBackup } from './backup'

test(
  'S-50: what is called a backup is whole, whatever drive, file, program or clock did',
  { timeout: 240_000, meta: { slow: 'a file is cut, and a program killed, at many places' } },
  async () => {
    const report = await reportBackup({ cuts: 100, flips: 60, every: 4, seed: 50 })
    expect(report.bad).toEqual([])
    expect(report.tried).toBeGreaterThan(190)
  },
)
