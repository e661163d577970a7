/**
 * Proves in real Electron that a backup is restored onto a computer where Yarrow is empty, and beside records that go on:
 * people sign in to what was restored, the audit record says so and is whole, and the records of before are kept.
 */
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './practice'

const PASSPHRASE = 'nine purple umbrellas'
const PASSWORD = 'seven quiet herons'

test.use({ seeded: false })

/** The guide of the first run, with nightly backups. */
async function setUp(window: Page, drive: string): Promise<void> {
  await window.getByRole('button', { name: /Set up this practice/ }).click()
  await window.getByLabel('Name of the practice').fill('Cedar Hollow')
  await window.getByRole('button', { name: 'Continue' }).click()
  await window.getByLabel('Name', { exact: true }).fill('Wren Castellan')
  await window.getByRole('button', { name: 'Continue' }).click()
  await window.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await window.getByRole('button', { name: 'Create the practice' }).click()
  await window.getByLabel('I have kept it').check()
  await window.getByRole('button', { name: 'Continue' }).click()
  await window.getByRole('button', { name: 'Choose a folder' }).click()
  await expect(window.getByText(drive)).toBeVisible()
  await window.getByLabel('Backup passphrase', { exact: true }).fill(PASSPHRASE)
  await window.getByLabel('Same passphrase again', { exact: true }).fill(PASSPHRASE)
  await window.getByRole('button', { name: 'Turn on nightly backups' }).click()
  await window.getByRole('button', { name: 'Later' }).click()
  await expect(window.getByRole('heading', { name: 'Patients', exact: true })).toBeVisible()
}

async function toSettings(window: Page): Promise<void> {
  await window.getByRole('button', { name: /^Account:/ }).click()
  await window.getByRole('menuitem', { name: 'Practice settings' }).click()
}

async function openBackup(window: Page): Promise<void> {
  await window.getByRole('button', { name: 'Choose a backup file' }).click()
  await window.getByLabel('Backup passphrase or recovery code', { exact: true }).fill('not this one at all')
  await window.keyboard.press('Enter')
  await expect(window.getByText('That does not open this backup')).toBeVisible()
  await window.getByLabel('Backup passphrase or recovery code', { exact: true }).fill(PASSPHRASE)
  await window.keyboard.press('Enter')
  await expect(window.getByText('Cedar Hollow').last()).toBeVisible()
}

async function signInAgain(window: Page): Promise<void> {
  await expect(window.getByText('Restored from a backup', { exact: true })).toBeVisible()
  await window.getByLabel('Username').fill('wren')
  await window.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await window.getByRole('button', { name: 'Sign in' }).click()
  await expect(window.getByRole('link', { name: 'Audit' })).toBeVisible()
}

const slow = { type: 'slow', description: 'a practice is set up, backed up, and restored twice' }

test(
  'a backup is restored beside records that go on, and onto a computer where there are none',
  { annotation: slow },
  async ({ start, userData }) => {
    const drive = mkdtempSync(join(tmpdir(), 'yarrow-backups-'))
    const env = { YARROW_SAVE_TO: drive }
    const first = await start({ demo: false, env })
    await setUp(first.window, drive)
    await toSettings(first.window)
    await first.window.getByRole('button', { name: 'Back up now' }).click()
    await expect(first.window.getByRole('button', { name: /^Prove the backup of/ })).toHaveCount(1)

    await first.window.getByRole('button', { name: 'Restore a backup' }).click()
    await openBackup(first.window)
    await first.window.getByLabel('Your password', { exact: true }).fill(PASSWORD)
    await first.window.getByRole('button', { name: 'Restore these records' }).click()
    const [kept = ''] = await expectKept(first.window, userData)
    await signInAgain(first.window)
    await first.window.getByRole('link', { name: 'Audit' }).click()
    await expect(first.window.getByRole('cell', { name: 'Restore a backup' })).toBeVisible()
    expect(existsSync(join(userData, kept, 'yarrow.db'))).toBe(true)
    await first.close()

    // Another computer: what is on this one goes away.
    cpSync(join(userData, 'records'), join(drive, 'away'), { recursive: true })
    for (const name of readdirSync(userData).filter((one) => one.startsWith('records')))
      rmSync(join(userData, name), { recursive: true })
    const second = await start({ demo: false, env })
    await second.window.getByRole('button', { name: /Restore from a backup/ }).click()
    await openBackup(second.window)
    await second.window.getByRole('button', { name: 'Restore these records' }).click()
    await signInAgain(second.window)
    await second.window.getByRole('link', { name: 'Audit' }).click()
    await expect(second.window.getByRole('cell', { name: 'Restore a backup' })).toBeVisible()
    rmSync(drive, { recursive: true })
  },
)

async function expectKept(window: Page, userData: string): Promise<string[]> {
  await expect(window.getByText('The records of before are kept here')).toBeVisible()
  const kept = readdirSync(userData).filter((name) => name.startsWith('records kept '))
  expect(kept).toHaveLength(1)
  await expect(window.getByText(join(userData, kept[0] ?? ''))).toBeVisible()
  return kept
}
