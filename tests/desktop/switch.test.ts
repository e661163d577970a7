/** Proves fast switching in real Electron: three people, ten switches, and nobody ever sees what another typed. */
import type { Page } from 'playwright-core'
import { pageText, switchTo } from '../support/lock'
import { june, priya, signIn, tomas } from '../support/people'
import { expect, test } from './practice'

const PEOPLE = [
  { ...june, username: 'june', draft: 'Ottiliana' },
  { ...tomas, username: 'tomas', draft: 'Barnabyson' },
  { ...priya, username: 'priya', draft: 'Wilhelmiko' },
]
const draftField = (window: Page) => window.getByRole('textbox', { name: 'Given name' })

test('F-707: ten switches between three people: everybody comes back to their own screen and draft, and no draft crosses', async ({
  yarrow,
}) => {
  const { window } = yarrow
  await signIn(window, june)
  for (let turn = 0; turn < 10; turn += 1) {
    const now = PEOPLE[turn % 3] ?? PEOPLE[0]
    const next = PEOPLE[(turn + 1) % 3] ?? PEOPLE[0]
    if (!now || !next) throw new Error('Nobody is there')
    if (turn < 3) {
      await window.keyboard.press('Control+Shift+N')
      await draftField(window).fill(now.draft)
    }
    await expect(draftField(window)).toHaveValue(now.draft)
    const seen = await pageText(window)
    for (const other of PEOPLE) if (other !== now) expect(seen).not.toContain(other.draft)
    await switchTo(window, next)
  }
})
