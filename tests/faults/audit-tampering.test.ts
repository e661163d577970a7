/** Proves S-23 in smoke size: tampering with the audit record is found, and the first bad row is named. */
import { expect, test } from 'vitest'
import { reportTampering } from './audit-tampering'

test('S-23 F-620 164.312(c)(1) 164.312(c)(2) 170.315(d)(2): edits, deletes, inserts, swaps, cut ends, rollbacks, and chains taken away or forged are all found', async () => {
  const report = await reportTampering({ rows: 40, every: 10, seed: 23 })
  expect(report.bad).toEqual([])
  expect(report.tried).toBeGreaterThan(70)
  expect(Object.keys(report.byKind)).toHaveLength(36)
}, 60_000)
