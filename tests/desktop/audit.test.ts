/**
 * Proves in real Electron that an administrator sees and takes along what was given out of a patient's record, and is told
 * on every screen when somebody tampered with the audit record while Yarrow was closed.
 */
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { addPlan, connectAccount, june, openPatient, signIn, waitForEmbed } from '../support/people'
import { expect, test } from './practice'

test('170.315(d)(11): what was given out of a record is one tab away, with a span, on paper and as a file', async ({
  yarrow,
  saveTo,
  systemBrowser,
  fullscript,
}, info) => {
  const { window, app } = yarrow
  await signIn(window, june)
  await openPatient(window, 'maya lind', /Maya/)
  await window.getByRole('tab', { name: 'Disclosures' }).click()
  await expect(window.getByText('Nothing was given out in this time')).toBeVisible()
  await expect(window.getByRole('button', { name: 'Print' })).toBeDisabled()
  await window.screenshot({ path: info.outputPath('disclosures-none.png') })
  await connectAccount(yarrow, systemBrowser, fullscript.account('store owner'))
  await addPlan(window)
  await waitForEmbed(window)

  await window.keyboard.press('Alt+4')
  const table = window.getByRole('region', { name: 'Disclosures of this patient' })
  const handed = table.getByRole('row', {
    name: /stand-in for Fullscript.*e-mail.*To make a treatment plan.*June/,
  })
  await expect(handed).toBeVisible()
  await window.screenshot({ path: info.outputPath('disclosures.png') })
  await window.emulateMedia({ colorScheme: 'dark' })
  await window.screenshot({ path: info.outputPath('disclosures-dark.png') })
  await window.getByLabel('To', { exact: true }).fill('2020-01-01')
  await expect(window.getByText('Nothing was given out in this time')).toBeVisible()
  await window.getByLabel('To', { exact: true }).fill('')
  await expect(handed).toBeVisible()

  await window.getByRole('button', { name: 'Save as CSV' }).click()
  await expect(window.getByText(/Saved as disclosures-.*\.csv/)).toBeVisible()
  const [file = ''] = readdirSync(saveTo)
  expect(readFileSync(join(saveTo, file), 'utf8')).toMatch(
    /stand-in for Fullscript.*First name, last name, e-mail/,
  )

  // The system's own dialog is not ours to answer; what it would print is looked at.
  await window.evaluate(() => {
    Object.assign(globalThis, { print: () => undefined })
  })
  await window.getByRole('button', { name: 'Print' }).click()
  await window.getByRole('tab', { name: 'Who has seen this patient' }).click()
  const seen = window.getByRole('region', { name: 'Who has seen this patient' })
  await expect(
    seen.getByRole('row', { name: /Take a patient’s list of disclosures along.*on paper/ }),
  ).toBeVisible()
  await window.getByRole('tab', { name: 'Disclosures' }).click()
  await expect(table.getByRole('row', { name: /Paper.*This list/ })).toBeVisible()
  await window.emulateMedia({ media: 'print' })
  await expect(window.getByText('Disclosures: Maya')).toBeVisible()
  await expect(table).toBeHidden()
  await window.screenshot({ path: info.outputPath('disclosures-paper.png') })
  const pdf = await app.evaluate(async ({ BrowserWindow }) =>
    (await BrowserWindow.getAllWindows()[0]?.webContents.printToPDF({}))?.toString('base64'),
  )
  writeFileSync(info.outputPath('disclosures.pdf'), Buffer.from(pdf ?? '', 'base64'))
})

test('S-23 F-620: records of yesterday, put in place of those of today, are told on every screen', async ({
  start,
  userData,
}) => {
  const place = join(userData, 'demo-records')
  const yesterday = join(userData, 'yesterday')
  const first = await start()
  await signIn(first.window, june)
  await first.close()
  cpSync(place, yesterday, { recursive: true })
  const second = await start()
  await signIn(second.window, june)
  await openPatient(second.window, 'maya lind', /Maya/)
  await second.close()
  // The whole folder, with the note beside the records: only the keychain knows better.
  rmSync(place, { recursive: true })
  cpSync(yesterday, place, { recursive: true })
  const third = await start()
  await signIn(third.window, june)
  await expect(third.window.getByText('Something is wrong with the audit record')).toBeVisible({
    timeout: 20_000,
  })
  await third.window.getByRole('button', { name: 'Go to the audit record' }).click()
  await expect(third.window.getByText(/Rows from \d+ .*are missing/).first()).toBeVisible()
  await third.window.getByRole('button', { name: 'I have looked into this' }).click()
  await expect(third.window.getByText('Something is wrong with the audit record')).toHaveCount(0)
})
