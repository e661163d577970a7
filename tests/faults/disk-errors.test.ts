/** Proves F-607 in smoke size: a disk that answers with errors costs no saved row and no half transaction. Needs strace. */
import { expect, test } from 'vitest'
import { runDiskErrors } from './disk-errors'

test('F-607, 164.312(c)(1): each kind of call fails with EIO: told by name, taken back, and the file is whole', async (context) => {
  const { tried, told, wrong, skipped } = await runDiskErrors({ every: 18 })
  if (skipped !== undefined) return context.skip(skipped)
  expect(wrong).toEqual([])
  expect(tried).toBeGreaterThan(8)
  // Otherwise nothing was hurt.
  expect(told).toBeGreaterThan(3)
}, 240_000)
