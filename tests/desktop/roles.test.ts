/**
 * Proves in real Electron, by keyboard: an administrator takes something from a role and it is gone from the window at
 * once; a role of the practice's own is added, given, and what it does not allow is not there after signing in.
 */
import { press, tabTo } from '../support/keyboard'
import { DEMO_PASSWORD } from '../../src/main/practice/demo-practice'
import { june, signIn } from '../support/people'
import { expect, test } from './practice'

test('170.315(d)(1): a role is changed and a new one is made, and both hold', async ({ yarrow }) => {
  const { window } = yarrow
  const { keyboard } = window
  const dialog = window.getByRole('dialog')
  await signIn(window, june)
  await keyboard.press('Control+4')
  await tabTo(window, 'link', 'Roles')
  await keyboard.press('Enter')
  await window.getByRole('heading', { name: 'Roles' }).waitFor()
  await expect(window.getByRole('link', { name: 'Audit' })).toBeVisible()

  await press(window, 'Edit Practitioner and administrator')
  await tabTo(window, 'checkbox', 'Search, verify and export the audit record')
  await keyboard.press('Space')
  await tabTo(window, 'textbox', 'Your password')
  await keyboard.type(DEMO_PASSWORD)
  await keyboard.press('Enter')
  await dialog.waitFor({ state: 'hidden' })
  await expect(window.getByRole('link', { name: 'Audit' })).toHaveCount(0)

  await press(window, 'Add role')
  await keyboard.type('Health coach')
  await tabTo(window, 'checkbox', 'Write notes')
  await keyboard.press('Space')
  await expect(dialog.getByLabel('Read notes')).toBeChecked()
  await tabTo(window, 'textbox', 'Your password')
  await keyboard.type(DEMO_PASSWORD)
  await keyboard.press('Enter')
  await dialog.waitFor({ state: 'hidden' })
  await expect(window.getByRole('row', { name: /Health coach.*Nobody/ })).toBeVisible()
})
