/** A smoke size of S-07: some of the points in each mode, and proof that the kills really happen. */
import { expect, test } from 'vitest'
import { runRefreshSyscalls } from './refresh-syscalls'

test.each([
  ['lazy', 'wal'],
  ['immediate', 'delete'],
] as const)(
  'S-07 F-312 rotation %s, journal %s: no point of a sample loses a session',
  { timeout: 240_000 },
  async (mode, journal) => {
    const figure = await runRefreshSyscalls({ mode, journal, every: 6 })
    if (figure.skipped) {
      expect(figure.tried).toBe(0)
      return
    }
    expect(figure).toMatchObject({ id: 'S-07', bad: 0 })
    expect(figure.fired).toBeGreaterThan(2)
  },
)
