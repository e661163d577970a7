/**
 * Proves accounts as people live them, in real Electron: forgotten passwords by each way, and a second factor that is
 * asked for. From an empty folder to the second person connected: accounts-by-keyboard.test.ts.
 */
import { DEMO_PASSWORD } from '../../src/main/practice/demo-practice'
import { authenticatorCode, shownCodes, signInAs, signInWithCode } from '../support/accounts'
import { connectAccount, june, openConnection, signIn, signOut, tomas } from '../support/people'
import { expect, says, test } from './practice'

const NEW_PASSWORD = 'eight loud magpies'

/** In the page: the colours behind what goes to paper, and those of what is written on it. */
function inks() {
  const sheet = document.querySelector('[data-print]')
  const behind: Element[] = []
  for (let node: Element | null = sheet; node; node = node.parentElement) behind.push(node)
  const written = sheet ? [sheet, ...sheet.querySelectorAll('*')] : []
  // What is hidden paints nothing.
  const painted = [...behind.filter((node) => node.matches('html, body, #root')), ...written]
    .map((node) => getComputedStyle(node).backgroundColor)
    .filter((colour) => colour !== 'rgba(0, 0, 0, 0)')
  return {
    paper: [...new Set(painted)],
    ink: [...new Set(written.map((node) => getComputedStyle(node).color))],
  }
}

test('F-708: an administrator’s code for a forgotten password means connecting again', async ({
  yarrow,
  systemBrowser,
  fullscript,
}) => {
  const { window } = yarrow
  await signIn(window, tomas)
  await connectAccount(yarrow, systemBrowser, fullscript.account('practitioner'))
  await signOut(window)
  await signIn(window, june)
  await window.keyboard.press('Control+4')
  await window.getByRole('button', { name: `More for ${tomas.fullName}` }).click()
  await window.getByRole('menuitem', { name: 'Give a new code' }).click()
  await window.getByLabel('Your password', { exact: true }).fill(DEMO_PASSWORD)
  await window.getByRole('button', { name: 'Give code' }).click()
  const [code = ''] = await shownCodes(window)
  await window.getByRole('button', { name: 'Done' }).click()
  await signOut(window)

  await signInWithCode(window, 'First sign-in or reset code', {
    username: 'tomas',
    code,
    password: NEW_PASSWORD,
  })
  await openConnection(window)
  await expect(window.getByRole('button', { name: 'Connect my Fullscript account' })).toBeVisible()
})

test('F-709: the recovery code replaces a forgotten password and keeps Fullscript connected', async ({
  connected: yarrow,
}) => {
  const { window } = yarrow
  await window.keyboard.press('Control+Shift+A')
  await window.getByRole('button', { name: 'New recovery code' }).click()
  await window.getByLabel('Your password', { exact: true }).fill(DEMO_PASSWORD)
  await window.keyboard.press('Enter')
  const [code = ''] = await shownCodes(window)
  // On paper is the code, and nothing else of the screen.
  await window.emulateMedia({ media: 'print', colorScheme: 'dark' })
  await window.locator('html[data-mantine-color-scheme=dark]').waitFor()
  await expect(window.getByTestId('code')).toBeVisible()
  await expect(window.getByRole('heading', { name: 'My account' })).toBeHidden()
  await expect(window.getByRole('button', { name: 'Print recovery code' })).toBeHidden()
  expect(await window.evaluate(inks)).toEqual({ paper: ['rgb(255, 255, 255)'], ink: ['rgb(0, 0, 0)'] })
  await window.emulateMedia({ media: null, colorScheme: null })
  await window.getByRole('button', { name: 'I have kept it' }).click()
  await signOut(window)

  const newCode = await signInWithCode(window, 'Forgotten password', {
    username: 'june',
    code,
    password: NEW_PASSWORD,
  })
  expect(newCode).not.toBe(code)
  await openConnection(window)
  await expect(window.getByRole('button', { name: 'Disconnect', exact: true })).toBeVisible()
  await signOut(window)

  await signInAs(window, 'june', DEMO_PASSWORD)
  await expect(window.getByRole('alert')).toContainText(says('wrong-credentials'))
  await signInAs(window, 'june', NEW_PASSWORD)
  await window.getByRole('heading', { name: 'Patients', level: 1 }).waitFor()
})

test('164.312(d): a second factor is asked for after a start, and each backup code works once', async ({
  start,
}) => {
  let yarrow = await start()
  await signIn(yarrow.window, june)
  await yarrow.window.keyboard.press('Control+Shift+A')
  await yarrow.window.getByRole('button', { name: 'Turn on' }).click()
  await yarrow.window.getByLabel('Your password', { exact: true }).fill(DEMO_PASSWORD)
  await yarrow.window.keyboard.press('Enter')
  const key = await yarrow.window.getByTestId('second-factor-key').textContent()
  const secret = key ?? ''
  const confirmedAt = Date.now()
  await yarrow.window
    .getByLabel('The six digits that it shows now')
    .fill(authenticatorCode(secret, confirmedAt))
  await yarrow.window.keyboard.press('Enter')
  const [backup = '', other = ''] = await shownCodes(yarrow.window)

  const again = async () => {
    await yarrow.close()
    yarrow = await start()
    await yarrow.window.getByRole('button', { name: june.name }).waitFor()
    await signInAs(yarrow.window, 'june', DEMO_PASSWORD)
    await expect(yarrow.window.getByLabel('Code from your authenticator')).toBeFocused()
    await expect(yarrow.window.getByRole('alert')).toHaveCount(0)
  }
  const give = async (code: string) => {
    await yarrow.window.getByLabel('Code from your authenticator').fill(code)
    await yarrow.window.keyboard.press('Enter')
  }
  const inside = () => yarrow.window.getByRole('button', { name: /^Account:/ }).waitFor()

  await again()
  await give('not a code')
  await expect(yarrow.window.getByRole('alert')).toContainText(says('second-factor-wrong'))
  // Not of the half minute in which it was confirmed: that code is used up.
  await give(authenticatorCode(secret, Math.max(Date.now(), confirmedAt + 30_000)))
  await inside()
  await again()
  await give(backup)
  await inside()
  await again()
  await give(backup)
  await expect(yarrow.window.getByRole('alert')).toContainText(says('second-factor-wrong'))
  await give(other)
  await inside()
})
