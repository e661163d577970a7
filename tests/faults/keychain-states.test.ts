/** Proves S-16 in smoke size: all 16 states on a real keyring, with a shorter patience for the hanging one. */
import { expect, test } from 'vitest'
import { whyNoKeyring } from '../keychain/keyring-session'
import { reportKeychainStates } from './keychain-states'

test('S-16: every state of a real keychain gets its own answer and no key is written over', async (context) => {
  const reason = whyNoKeyring()
  if (reason !== null) return context.skip(reason)
  const reports = await reportKeychainStates(1_500)
  expect(reports).toHaveLength(16)
  expect(reports.filter(({ problems }) => problems.length > 0)).toEqual([])
}, 300_000)
