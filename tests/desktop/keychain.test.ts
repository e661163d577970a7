/**
 * Proves, in real Electron on the real keychain, that an entry which is gone is named and can be put back or recovered,
 * that records are never answered with a new key, and that a passphrase takes the keychain's place where there is none.
 * Every other state of a keychain: tests/faults/keychain-states.ts.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import keytar from 'keytar'
import type { Page } from 'playwright-core'
import { AUDIT_REASONS } from '../../src/shared/audit-reasons'
import { command, setUpPractice, signInAs } from '../support/accounts'
import { june, signIn } from '../support/people'
import { expect, says, test } from './practice'

test.use({ seeded: false })

const SERVICE = 'Yarrow test'
const noBus = { env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' } }
const signInPage = (window: Page) => window.getByRole('heading', { name: 'Sign in' })
const tryAgain = (window: Page) => window.getByRole('button', { name: 'Try again' }).click()

/** The account of this vault's entry stands in the marker beside it; it is no secret. */
function keychainAccount(userData: string, records = 'demo-records'): string {
  const folder = join(userData, records)
  const { key } = JSON.parse(readFileSync(join(folder, 'vault.json'), 'utf8')) as { key: { account: string } }
  return key.account
}

/** What the audit record says of how the records were opened, newest first. */
async function openings(window: Page) {
  await command(window, 'audit record')
  const rows = window.getByRole('row', { name: /Nobody signed in.*Open records/ })
  await rows.first().waitFor()
  return rows.locator('td[data-column="subject"]').allTextContents()
}

test('F-617: an entry that was deleted is named, nothing is made anew, and Retry opens when it is back', async ({
  start,
  userData,
}) => {
  const first = await start()
  await expect(signInPage(first.window)).toBeVisible()
  await first.close()
  const account = keychainAccount(userData)
  const key = await keytar.getPassword(SERVICE, account)
  expect(key).not.toBeNull()
  await keytar.deletePassword(SERVICE, account)

  const { window } = await start()
  await expect(window.getByText(says('vault-key-missing'))).toBeVisible()
  expect(await keytar.getPassword(SERVICE, account)).toBeNull()
  await keytar.setPassword(SERVICE, account, key ?? '')
  await tryAgain(window)
  await signIn(window, june)
})

test('F-617: an administrator’s recovery code opens the records when the keychain has lost their key, and gives it back', async ({
  start,
  userData,
}) => {
  const first = await start({ demo: false })
  const code = await setUpPractice(first.window, {
    practice: 'Cedar Hollow',
    name: 'Dr. Wren Castellan',
    username: 'wren',
    password: 'seven quiet herons',
  })
  await first.close()
  const account = keychainAccount(userData, 'records')
  const key = await keytar.getPassword(SERVICE, account)
  await keytar.deletePassword(SERVICE, account)

  const { window } = await start({ demo: false })
  await expect(window.getByText(says('vault-key-missing'))).toBeVisible()
  const field = window.getByLabel('Recovery code')
  await field.fill('AAAA-BBBB-CCCC-DDDD-EEEE-FFFF-GG')
  await field.press('Enter')
  await expect(window.getByText(says('wrong-recovery-code'))).toBeVisible()
  expect(await keytar.getPassword(SERVICE, account)).toBeNull()
  await window.getByLabel('Recovery code').fill(code.toLowerCase().replaceAll('-', ' '))
  await window.keyboard.press('Enter')
  await expect(signInPage(window)).toBeVisible()
  expect(await keytar.getPassword(SERVICE, account)).toBe(key)
  await signInAs(window, 'wren', 'seven quiet herons')
  await window.getByRole('button', { name: /^Account:/ }).waitFor()
  expect(await openings(window)).toEqual(['with a recovery code', AUDIT_REASONS['wrong-recovery-code']])
})

test('where there is no keychain a passphrase opens the records, and only that one', async ({ start }) => {
  const passphrase = 'seven quiet herons at dusk'
  const first = await start(noBus)
  const { window } = first
  await window.getByLabel('New passphrase').fill(passphrase)
  await window.getByLabel('Same passphrase again').fill(passphrase)
  await window.getByRole('button', { name: 'Create encrypted records' }).click()
  await signIn(window, june)
  await first.close()

  const again = await start(noBus)
  await again.window.getByLabel('Vault passphrase').fill('seven quiet herons at dawn')
  await again.window.getByRole('button', { name: 'Open records' }).click()
  await expect(again.window.getByText(says('wrong-passphrase'))).toBeVisible()
  await again.window.getByLabel('Vault passphrase').fill(passphrase)
  await again.window.getByRole('button', { name: 'Open records' }).click()
  await signIn(again.window, june)
  expect(await openings(again.window)).toEqual(['with the passphrase', AUDIT_REASONS['wrong-passphrase']])
})
