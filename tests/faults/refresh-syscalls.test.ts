/** A smoke size of S-07: each kind of call at some of its points in both modes, and proof that the kills really happen. */
import { expect, test } from 'vitest'
import { runRefreshSyscalls, whyNoSyscalls } from './refresh-syscalls'

const reason = whyNoSyscalls()
if (reason) console.warn(`S-07 is skipped: ${reason}`)

test.skipIf(reason !== null).each([
  ['lazy', 'wal'],
  ['immediate', 'delete'],
] as const)(
  'S-07 F-312 rotation %s, journal %s: no point of a sample loses a session',
  { timeout: 240_000 },
  async (mode, journal) => {
    const figure = await runRefreshSyscalls({ mode, journal, every: 15 })
    expect(figure).toMatchObject({ id: 'S-07', bad: 0 })
    expect(figure.fired).toBeGreaterThan(6)
  },
)
