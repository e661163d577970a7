/**
 * Proves S-24: whatever is done or fails is in the record, with who, as whom, which patient and which version; without
 * its row nothing is done and nothing is answered; a kill leaves both or neither; and no row holds content or a secret.
 */
import { expect, test } from 'vitest'
import { reportCompleteness } from './audit-completeness'

test(
  'S-24 164.312(b) 170.315(d)(2): every action and every call, done, failed, without a record and killed',
  { timeout: 900_000, meta: { slow: 'every call of the bridge, done, failed and killed' } },
  async () => {
    const { bad, tried } = await reportCompleteness()
    expect(bad).toEqual([])
    expect(tried.ways).toBeGreaterThan(100)
    expect(tried.withoutRecord).toBeGreaterThan(50)
    expect(tried.kills).toBeGreaterThan(500)
  },
)
