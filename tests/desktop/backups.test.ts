/**
 * Proves in real Electron that an administrator chooses a folder and a passphrase, makes a backup while at work, proves it,
 * and that the audit record says so.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DEMO_PASSWORD } from '../../src/main/practice/demo-practice'
import { june, signIn } from '../support/people'
import { expect, test } from './practice'

const PASSPHRASE = 'nine purple umbrellas'

test('a backup is made into a folder, proved, and in the audit record', async ({
  yarrow: { window },
  saveTo: drive,
}) => {
  await signIn(window, june)
  await window.getByRole('button', { name: /^Account:/ }).click()
  await window.getByRole('menuitem', { name: 'Practice settings' }).click()
  await expect(window.getByRole('button', { name: 'Back up now' })).toBeDisabled()
  await window.getByRole('button', { name: 'Choose a folder' }).click()
  await expect(window.getByText(drive)).toBeVisible()
  await window.getByRole('button', { name: 'Choose a passphrase' }).click()
  const choose = window.getByRole('dialog', { name: 'Choose a backup passphrase' })
  await choose.getByLabel('New backup passphrase', { exact: true }).fill(PASSPHRASE)
  await choose.getByLabel('Same passphrase again', { exact: true }).fill(PASSPHRASE)
  await choose.getByLabel('Your password', { exact: true }).fill(DEMO_PASSWORD)
  await choose.getByRole('button', { name: 'Use this passphrase' }).click()
  await expect(choose).toHaveCount(0)
  await window.getByRole('button', { name: 'Back up now' }).click()
  const prove = window.getByRole('button', { name: /^Prove the backup of/ })
  await expect(prove).toHaveCount(1)

  const [name = '', ...others] = readdirSync(drive)
  expect(name).toMatch(/^Practice \d{4}-\d{2}-\d{2} \d{4}\.yarrow-backup$/)
  expect(others).toEqual([])
  const content = readFileSync(join(drive, name)).toString('latin1')
  for (const word of ['Lindqvist', 'June', 'CREATE TABLE']) expect(content).not.toContain(word)

  await prove.click()
  const dialog = window.getByRole('dialog', { name: 'Prove this backup' })
  await dialog.getByLabel('Backup passphrase or recovery code', { exact: true }).fill('not this one at all')
  await dialog.getByRole('button', { name: 'Prove this backup' }).click()
  await expect(dialog.getByText('That does not open this backup')).toBeVisible()
  await dialog.getByLabel('Backup passphrase or recovery code', { exact: true }).fill(PASSPHRASE)
  await dialog.getByRole('button', { name: 'Prove this backup' }).click()
  await expect(
    dialog.getByText(/^This backup is good: .*its audit record is unbroken, and you could sign in to it\.$/),
  ).toBeVisible()
  await dialog.getByRole('button', { name: 'Done' }).click()

  await window.getByRole('link', { name: 'Audit' }).click()
  await expect(window.getByText('Prove a backup', { exact: true }).first()).toBeVisible()
  await expect(window.getByText('Make a backup', { exact: true }).first()).toBeVisible()
  await expect(window.getByText(name).first()).toBeVisible()
})
