/** Proves F-617: whatever ends the program while the keys are changed, the records open, whole. */
import { expect, test } from 'vitest'
import { reportKeyChange } from './key-change'

test('F-617: a change of key that is interrupted anywhere is finished or taken back at the next start', async () => {
  const report = await reportKeyChange(25, 1)
  expect(report.bad).toEqual([])
  expect(report.finished).toBeGreaterThan(5)
  expect(report.undone).toBeGreaterThan(5)
  expect(report.finished + report.undone).toBe(report.tried)
}, 240_000)
