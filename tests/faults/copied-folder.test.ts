/** Proves S-22 at its full size: a copied folder opens for nobody without the keychain's key or the passphrase. */
import { expect, test } from 'vitest'
import { whyNoKeyring } from '../keychain/keyring-session'
import { isWrong, tryCopiedFolder } from './copied-folder'

test('S-22: the copy says that its key is missing, changes nothing and gives nothing away', async (context) => {
  const reason = whyNoKeyring()
  if (reason !== null) return context.skip(reason)
  const attempts = await tryCopiedFolder()
  expect(attempts).toHaveLength(13)
  expect(attempts.filter(isWrong)).toEqual([])
}, 120_000)
