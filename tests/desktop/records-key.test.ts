/**
 * Proves in real Electron, with the system's keychain, that an administrator changes the key of the records: everybody
 * is signed out, the records open again with all that was in them, the next start finds them, and the audit record says
 * so and is whole.
 */
import { DEMO_PASSWORD } from '../../src/main/practice/demo-practice'
import { june, openPatient, signIn } from '../support/people'
import { expect, test } from './practice'

test('F-617: the key of the records is changed, and they open with it now and after a start', async ({
  start,
}) => {
  const first = await start()
  const { window } = first
  await signIn(window, june)
  await window.getByRole('button', { name: /^Account:/ }).click()
  await window.getByRole('menuitem', { name: 'Practice settings' }).click()
  await window.getByRole('button', { name: 'Change keys' }).click()
  const dialog = window.getByRole('dialog', { name: 'Change the keys of the records' })
  await dialog.getByLabel('Your password', { exact: true }).fill('not the password')
  await dialog.getByRole('button', { name: 'Change keys' }).click()
  await expect(dialog.getByText('That is not your password')).toBeVisible()
  await dialog.getByLabel('Your password', { exact: true }).fill(DEMO_PASSWORD)
  await dialog.getByRole('button', { name: 'Change keys' }).click()
  await expect(window.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await signIn(window, june)
  await openPatient(window, 'maya lind', /Maya/)
  await first.kill()

  const again = await start()
  await signIn(again.window, june)
  await openPatient(again.window, 'maya lind', /Maya/)
  await again.window.getByRole('link', { name: 'Audit' }).click()
  await expect(again.window.getByText('Change the keys of the records').first()).toBeVisible()
  await expect(again.window.getByRole('alert')).toHaveCount(0)
})
