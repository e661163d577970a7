/** Proves S-23 in smoke size: tampering with the audit record is found, and the first bad row is named. */
import { expect, test } from 'vitest'
import { reportTampering } from './audit-tampering'

test('S-23 F-620 164.312(c)(1) 164.312(c)(2) 170.315(d)(2): edits, deletes, inserts, swaps, cut ends and rollbacks are all found', async () => {
  const report = await reportTampering({ rows: 120, every: 5, seed: 23 })
  expect(report.bad).toEqual([])
  expect(report.tried).toBeGreaterThan(250)
  expect(Object.keys(report.byKind)).toHaveLength(29)
}, 60_000)
