/** Proves what is written down about opening closed records: the way, each wrong try before it, and nothing twice. */
import { expect, it } from 'vitest'
import { silentLogger } from '../platform/logging/logger'
import type { AuditEntry } from './audit'
import { UnlockAttempts } from './unlock-attempts'

const rows: AuditEntry[] = []
const records = {
  note: (entry: AuditEntry) => Promise.resolve(void rows.push(entry)),
}
const written = () =>
  rows.splice(0).map(({ action, outcome, subject }) => `${action} ${outcome} ${subject ?? ''}`)
const wrong = { state: 'passphrase-needed', first: false, failure: { code: 'wrong-passphrase' } } as const

it('writes down the wrong tries and the way that opened, once', async () => {
  const attempts = new UnlockAttempts(silentLogger)
  attempts.tried({ state: 'passphrase-needed', first: false, failure: null })
  attempts.tried(wrong)
  attempts.tried({
    state: 'failed',
    failure: { code: 'wrong-recovery-code' },
    keptFile: null,
    recoverable: true,
  })
  attempts.tried({ state: 'open' })
  await attempts.opened(records, 'recovery-code')
  expect(written()).toEqual([
    'records.opened refused wrong-passphrase',
    'records.opened refused wrong-recovery-code',
    'records.opened done recovery-code',
  ])
  await attempts.opened(records, null)
  expect(written()).toEqual([])
})

it('does not let endless tries fill the record', async () => {
  const attempts = new UnlockAttempts(silentLogger)
  for (let tries = 0; tries < 1000; tries += 1) attempts.tried(wrong)
  await attempts.opened(records, 'passphrase')
  expect(written()).toHaveLength(21)
})

it('opens although the record cannot be written to', async () => {
  const attempts = new UnlockAttempts(silentLogger)
  attempts.tried(wrong)
  await attempts.opened({ note: () => Promise.reject(new Error('full')) }, 'passphrase')
  expect(written()).toEqual([])
})
