/**
 * Proves fast switching in real Electron: three people, ten switches, and nobody ever sees what another typed, or works
 * at Fullscript in another's name or on what another's view left behind.
 */
import type { Page } from 'playwright-core'
import { pageText, switchTo } from '../support/lock'
import { connectAccount, fullscriptFrame, june, openPatient, priya, signIn, tomas } from '../support/people'
import type { Yarrow } from '../support/yarrow'
import { expect, test, counters } from './practice'

const PEOPLE = [
  { ...june, username: 'june', draft: 'Ottiliana' },
  { ...tomas, username: 'tomas', draft: 'Barnabyson' },
  { ...priya, username: 'priya', draft: 'Wilhelmiko' },
]
const draftField = (window: Page) => window.getByRole('textbox', { name: 'Given name' })

test(
  'F-707: ten switches between three people: everybody comes back to their own screen and draft, and no draft crosses',
  { annotation: { type: 'slow', description: 'ten sign-ins' } },
  async ({ yarrow }) => {
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
  },
)

const AT_FULLSCRIPT = [
  {
    ...june,
    username: 'june',
    account: 'store owner',
    query: 'maya lind',
    option: /Maya/,
    patient: 'Maya Lindqvist',
  },
  {
    ...tomas,
    username: 'tomas',
    account: 'practitioner',
    query: 'oliver br',
    option: /Oliver/,
    patient: 'Oliver Brandt',
  },
  {
    ...priya,
    username: 'priya',
    account: 'staff',
    query: 'siobhan',
    option: /Siobhán/,
    patient: 'O’Sullivan',
  },
]

type Grant = { userId: string; claimedAt: string | null }

/** Values of every cookie in every session of the app. */
const cookies = async ({ app }: Yarrow): Promise<string[]> => {
  const found = await app.evaluate(({ webContents }) =>
    Promise.all(webContents.getAllWebContents().map(({ session }) => session.cookies.get({}))),
  )
  return found.flat().map(({ value }) => value)
}

test(
  'F-707, F-806: ten switches between three plan builders: each in its own name, on a grant of its own, with nothing left behind',
  { annotation: { type: 'slow', description: 'ten sign-ins, each with a plan builder' } },
  async ({ yarrow, systemBrowser, fullscript }) => {
    test.setTimeout(300_000)
    const { window } = yarrow
    const [first] = AT_FULLSCRIPT
    if (!first) throw new Error('Nobody is there')
    await signIn(window, first)
    for (const person of AT_FULLSCRIPT) {
      if (person !== first) await switchTo(window, person)
      await connectAccount(yarrow, systemBrowser, fullscript.account(person.account))
    }
    const cookiesOf = new Map<string, Set<string>>()
    const userOf = new Map<string, string | undefined>()
    for (let turn = 0; turn < 10; turn += 1) {
      const person = AT_FULLSCRIPT[turn % 3] ?? first
      await switchTo(window, person)
      await openPatient(window, person.query, person.option)
      const before = await counters(fullscript)
      await window.getByRole('button', { name: 'Add plan' }).click()
      // Nobody switches as fast as this, so grants may be asked for faster than they are given (F-410): tried again.
      const again = window.getByRole('button', { name: 'Try again' })
      await expect(async () => {
        if (await again.isVisible()) await again.click()
        await expect(window.getByTestId('embed-status')).toHaveText('Fullscript is ready', { timeout: 2_000 })
      }).toPass({ timeout: 60_000 })
      const frame = await fullscriptFrame(yarrow)
      const after = await counters(fullscript)
      expect(after.grantsIssued).toBe(before.grantsIssued + 1)

      // Fullscript itself says in whose name the view works.
      const { grants } = await fullscript.control<{ grants: Grant[] }>('state')
      const newest = grants.at(-1)
      expect(newest?.claimedAt).not.toBeNull()
      const user = userOf.get(person.username) ?? newest?.userId
      expect(newest?.userId).toBe(user)
      userOf.set(person.username, user)
      expect(new Set(userOf.values()).size).toBe(userOf.size)

      const kept = await frame.evaluate(() => JSON.stringify([document.cookie, { ...localStorage }]))
      expect(kept).not.toContain('left by')
      await frame.evaluate((name) => {
        localStorage.setItem('note', `left by ${name}`)
      }, person.username)
      const own = cookiesOf.get(person.username) ?? new Set()
      for (const value of await cookies(yarrow)) own.add(value)
      cookiesOf.set(person.username, own)
      const others = AT_FULLSCRIPT.filter((other) => other !== person)
      for (const other of others)
        for (const value of cookiesOf.get(other.username) ?? []) expect(own).not.toContain(value)
      const seen = await pageText(window)
      for (const { patient } of others) expect(seen).not.toContain(patient)
    }
  },
)
