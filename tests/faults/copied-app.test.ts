/** A smoke size of S-22 with the whole app: another user of the computer, with a keychain of their own. Needs root. */
import { expect, test } from 'vitest'
import { COPIERS, isWrong, tryCopiedApp, whyNoCopies } from './copied-app'

test('S-22: Yarrow started by another user on a copy of the whole folder opens nothing', async (context) => {
  const reason = whyNoCopies()
  if (reason !== null) return context.skip(reason)
  const attempts = await tryCopiedApp(COPIERS.slice(0, 1))
  expect(attempts).toHaveLength(9)
  expect(attempts.filter(isWrong)).toEqual([])
}, 180_000)
