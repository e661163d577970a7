/** Proves what is written down about opening closed records: the way, each wrong try before it, and nothing twice. */
import { expect, it } from 'vitest'
import { silentLogger } from '../platform/logging/logger'
import type { AuditEntry } from './audit'
import { Openings } from './openings'

const rows: AuditEntry[] = []
const records = {
  note: (entry: AuditEntry) => Promise.resolve(void rows.push(entry)),
}
const written = () =>
  rows.splice(0).map(({ action, outcome, subject }) => `${action} ${outcome} ${subject ?? ''}`)
const wrong = { state: 'passphrase-needed', first: false, failure: { code: 'wrong-passphrase' } } as const

it('writes down the wrong tries and the way that opened, once', async () => {
  const openings = new Openings(silentLogger)
  openings.tried({ state: 'passphrase-needed', first: false, failure: null })
  openings.tried(wrong)
  openings.tried({
    state: 'failed',
    failure: { code: 'wrong-recovery-code' },
    keptFile: null,
    recoverable: true,
  })
  openings.tried({ state: 'open' })
  await openings.opened(records, 'recovery-code')
  expect(written()).toEqual([
    'records.opened refused wrong-passphrase',
    'records.opened refused wrong-recovery-code',
    'records.opened done recovery-code',
  ])
  await openings.opened(records, null)
  expect(written()).toEqual([])
})

it('does not let endless tries fill the record', async () => {
  const openings = new Openings(silentLogger)
  for (let tries = 0; tries < 1000; tries += 1) openings.tried(wrong)
  await openings.opened(records, 'passphrase')
  expect(written()).toHaveLength(21)
})

it('opens although the record cannot be written to', async () => {
  const openings = new Openings(silentLogger)
  openings.tried(wrong)
  await openings.opened({ note: () => Promise.reject(new Error('full')) }, 'passphrase')
  expect(written()).toEqual([])
})
