/** The part of the walk past every screen that is about accounts: the guide, the ways in, people, and one's own account. */
import type { Page } from 'playwright-core'
import { authenticatorCode, signInAs } from './accounts'
import type { Visit } from './visit'
import type { Yarrow, YarrowOptions } from './yarrow'

const shown = (page: Page, text: string) => page.getByText(text).first().waitFor()
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const failure = (page: Page) => page.getByRole('alert').first().waitFor()

const LONG = {
  practice: 'Cedar Hollow Integrative Medicine and Naturopathic Family Practice of Greater Portland',
  name: 'Maximiliana Theodora Wilhelmina von Hohenfels-Schwarzenberg',
}
const PASSWORD = 'seven quiet herons'

/** From an empty folder through the guide, a second factor, and the sign-in that asks for it. */
export async function firstRunScreens(start: (options: YarrowOptions) => Promise<Yarrow>, visit: Visit) {
  const first = await start({ demo: false })
  const { window } = first
  await shown(window, 'Welcome to Yarrow')
  await visit('guide: welcome', window)
  await press(window, 'Restore from a backup Bring a practice’s records back onto this computer.')
  await window.getByRole('button', { name: 'Choose a backup file' }).waitFor()
  await visit('restore: choose a file', window)
  await press(window, 'Back')
  await press(window, 'Set up this practice Takes about two minutes. You become its first administrator.')
  await press(window, 'Continue')
  await shown(window, 'Enter the name of the practice')
  await visit('guide: practice', window)
  await window.getByLabel('Name of the practice').fill(LONG.practice)
  await press(window, 'Continue')
  await window.getByLabel('Name', { exact: true }).fill(LONG.name)
  await window.getByLabel('NPI').fill('1234567890')
  await press(window, 'Continue')
  await shown(window, 'Enter the ten digits')
  await visit('guide: first administrator', window)
  await window.getByLabel('NPI').fill('1234567893')
  await press(window, 'Continue')
  await window.getByRole('textbox', { name: 'Password' }).fill('password1234')
  await shown(window, 'Too easy to guess')
  await visit('guide: password', window)
  await window.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await shown(window, 'Good: hard to guess')
  await press(window, 'Create the practice')
  await window.getByTestId('code').waitFor()
  await visit('guide: recovery code', window)
  await window.getByLabel('I have kept it').check()
  await press(window, 'Continue')
  await shown(window, 'Back up every night')
  await visit('guide: backups', window)
  await press(window, 'Skip for now')
  await press(window, 'Later')
  await shown(window, 'No patients yet')
  await visit('patients of a new practice', window)

  await window.keyboard.press('Control+4')
  await window.getByRole('button', { name: `Edit ${LONG.name}` }).waitFor()
  await visit('people, only oneself', window)
  const backupCode = await secondFactor(window, visit)
  await first.close()

  const second = await start({ demo: false })
  await second.window.getByLabel('Username').waitFor()
  await signInAs(second.window, 'maximiliana', PASSWORD)
  await second.window.getByLabel('Code from your authenticator').waitFor()
  await visit('sign-in, second factor', second.window)
  await second.window.getByLabel('Code from your authenticator').fill('000000')
  await press(second.window, 'Sign in')
  await failure(second.window)
  await visit('sign-in, second factor refused', second.window)
  await second.window.getByLabel('Code from your authenticator').fill(backupCode)
  await press(second.window, 'Sign in')
  await second.window.getByRole('button', { name: /^Account:/ }).waitFor()
  await second.close()
}

/** Turns it on; answers with a backup code. */
async function secondFactor(window: Page, visit: Visit): Promise<string> {
  await window.keyboard.press('Control+Shift+A')
  await press(window, 'Turn on')
  await window.getByLabel('Your password', { exact: true }).fill(PASSWORD)
  await press(window, 'Go on')
  const key = await window.getByTestId('second-factor-key').textContent()
  await visit('my account, second factor', window)
  await window.getByLabel('The six digits').fill(authenticatorCode(key ?? '', Date.now()))
  await press(window, 'Turn on second factor')
  const code = await window.getByTestId('code').first().textContent()
  await visit('my account, backup codes', window)
  await press(window, 'I have kept them')
  await shown(window, '10 backup codes left')
  return code ?? ''
}

/** Signed out, with the demo practice's people. */
export async function waysInScreens(window: Page, visit: Visit) {
  await press(window, 'First sign-in or reset code')
  await window.getByLabel('Username').fill('tomas')
  await window.getByLabel('Code from your administrator').fill('AAAA-AAAA-AAAA-AAAA')
  await window.getByRole('textbox', { name: 'New password' }).fill(PASSWORD)
  await shown(window, 'Good: hard to guess')
  await press(window, 'Set password and sign in')
  await failure(window)
  await visit('first sign-in, refused', window)
  await press(window, 'Back to sign-in')
  await press(window, 'Forgotten password')
  await window.getByRole('textbox', { name: 'New password' }).fill('short')
  await shown(window, 'Too short')
  await visit('forgotten password', window)
  await press(window, 'Back to sign-in')
}

/** Signed in as an administrator of the demo practice, whose password this is. */
export async function accountScreens(window: Page, visit: Visit, password: string) {
  await press(window, 'Demo practice')
  await window.getByRole('menuitem', { name: 'Leave the demo practice' }).waitFor()
  await visit('demo practice, menu', window)
  await window.keyboard.press('Escape')
  await window.getByRole('link', { name: 'People' }).click()
  await window
    .getByRole('button', { name: /^More for/ })
    .nth(1)
    .click()
  await window.getByRole('menuitem', { name: 'Give a new code' }).waitFor()
  await visit('people, menu open', window)
  await window.keyboard.press('Escape')
  await press(window, 'Add person')
  const dialog = window.getByRole('dialog', { name: 'Add person' })
  await dialog.getByRole('button', { name: 'Add person' }).click()
  await shown(window, 'Enter the name')
  await visit('add person, not complete', window)
  await dialog.getByLabel('Name', { exact: true }).fill(LONG.name)
  await dialog.getByRole('button', { name: 'Add person' }).click()
  await shown(window, 'Enter your password')
  await visit('add person, password missing', window)
  await dialog.getByLabel('Your password', { exact: true }).fill(password)
  await dialog.getByRole('button', { name: 'Add person' }).click()
  await window.getByTestId('code').waitFor()
  await visit('access code', window)
  await press(window, 'Done')
  await window.getByRole('button', { name: `More for ${LONG.name}` }).click()
  await window.getByRole('menuitem', { name: 'Deactivate' }).click()
  // Notices of what was done before may still stand beside it.
  await window.locator('.mantine-Notification-root').filter({ hasText: 'Deactivated' }).waitFor()
  await visit('people, somebody deactivated', window)

  await window.keyboard.press('Control+Shift+A')
  await press(window, 'Change password')
  await window.getByLabel('Password until now').fill('not the password')
  await window.getByRole('textbox', { name: 'New password' }).fill(PASSWORD)
  await shown(window, 'Good: hard to guess')
  await press(window, 'Save password')
  await shown(window, 'That is not your password')
  await visit('my account, password refused', window)
  await press(window, 'Cancel')
  await press(window, 'New recovery code')
  await window.getByLabel('Your password', { exact: true }).fill(password)
  await press(window, 'Make a new code')
  await window.getByTestId('code').waitFor()
  await visit('my account, recovery code', window)
  await press(window, 'I have kept it')
}
