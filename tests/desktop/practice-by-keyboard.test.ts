/**
 * Proves in real Electron that the practice is run with keys alone, from start to end, and that whoever tabs always sees
 * where they are, in both themes: settings, clinics and who is who there, ending a connection, and the audit record.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { command } from '../support/accounts'
import { looker } from '../support/focus'
import { hasFocus, press, retype, tabTo } from '../support/keyboard'
import { june, signIn, signInAtFullscript } from '../support/people'
import { projectRoot } from '../support/processes'
import { expect, test } from './practice'

const OLDER_APP = 'This app was created before 26 August 2021'

const heading = (window: Page, name: string) =>
  window.getByRole('heading', { level: 1, name, exact: true }).waitFor()

/** By the palette, and waits until nothing of it covers the page any more. */
async function goTo(window: Page, words: string, name: string) {
  await command(window, words)
  await window.locator('.mantine-Modal-overlay').waitFor({ state: 'hidden' })
  await heading(window, name)
}

/** Tabs are one stop: the arrows go from one to the next. */
async function toTab(window: Page, name: string) {
  await tabTo(window, 'tab', /./, { selected: true })
  const wanted = window.getByRole('tab', { name, exact: true })
  for (let steps = 0; steps < 8 && !(await hasFocus(wanted)); steps += 1)
    await window.keyboard.press('ArrowRight')
  await expect(wanted).toBeFocused()
  await window.keyboard.press('Enter')
}

test('164.312(d): the practice’s settings, a clinic, who is who there, and the end of its connection', async ({
  start,
  systemBrowser,
  fullscript,
}) => {
  const { window } = await start({ localApplication: fullscript.olderApplication })
  const { wrong, look } = looker(window)
  await signIn(window, june)

  await goTo(window, 'practice settings', 'Practice settings')
  await look('practice settings')
  await retype(window, 'Name of the practice', 'Cedar Hollow')
  await window.keyboard.press('Control+s')
  await window.getByText('Settings saved').waitFor()
  await expect(window.getByRole('banner')).toContainText('Cedar Hollow')

  await goTo(window, 'fullscript settings', 'Fullscript settings')
  await tabTo(window, 'checkbox', OLDER_APP)
  await window.keyboard.press('Space')
  await window.keyboard.press('Control+s')
  await window.getByRole('tab', { name: 'Clinics and people' }).waitFor()
  await look('Fullscript settings')

  await toTab(window, 'Clinics and people')
  await heading(window, 'Clinics and people')
  await look('no clinic yet')
  const opened = systemBrowser.nextPage()
  await press(window, 'Connect a clinic')
  const page = await opened
  await look('waiting for the browser')
  await signInAtFullscript(page, fullscript.account('store owner'))
  await page.getByRole('button', { name: 'Authorize Application' }).click()
  await window.getByText('Is this your clinic?').waitFor()
  await look('whose clinic')
  await press(window, 'Yes, connect this clinic')
  await press(window, 'Choose June Hartwell for Dr. June Hartwell')
  await expect(window.getByLabel('Fullscript user of Dr. June Hartwell')).not.toHaveValue('')
  await look('clinics and people')

  await toTab(window, 'Everybody')
  await heading(window, 'Everybody')
  await look('everybody')
  await press(window, /^Disconnect Meadowlark/)
  await expect(window.getByRole('button', { name: 'Disconnect now' })).toBeFocused()
  await window.keyboard.press('Enter')
  await window.getByText('Meadowlark Integrative Health is disconnected').waitFor()
  await look('everybody, one ended')
  expect(wrong).toEqual([])
})

test('164.312(b), S-24 170.315(d)(8) 170.315(d)(2): the audit record is searched, ordered, verified, exported and checked without Yarrow; who has seen a patient', async ({
  yarrow: { window },
  saveTo,
}) => {
  const { wrong, look } = looker(window)
  await signIn(window, june)
  await command(window, 'maya lind', /Lindqvist, Maya/)
  await window.getByRole('tab', { name: 'Demographics' }).waitFor()
  await window.keyboard.press('Alt+3')
  await window.getByRole('region', { name: 'Who has seen this patient' }).waitFor()
  await look('who has seen this patient')
  await window.keyboard.press('Alt+4')
  await window.getByText('Nothing was given out in this time').waitFor()
  await look('disclosures')

  await goTo(window, 'audit record', 'Audit record')
  const table = window.getByRole('region', { name: 'Rows of the audit record' })
  await table.waitFor()
  await look('audit record')
  await retype(window, 'Patient', 'lindqvist')
  await expect(table.getByRole('row', { name: /Sign in/ })).toHaveCount(0)
  await expect(table.getByRole('row', { name: /Open patient details/ }).first()).toBeVisible()
  await press(window, 'Person')
  await expect(window.getByRole('columnheader', { name: 'Person' })).toHaveAttribute('aria-sort', 'ascending')
  await retype(window, 'Patient', 'nobody of that name')
  await window.getByText('No row matches').waitFor()
  await press(window, 'Verify every row')
  await window.getByText(/From the first row/).waitFor()
  await press(window, 'Export signed')
  await window.getByText(/rows saved as yarrow-audit-.*\.jsonl/).waitFor()
  await look('audit record, exported')
  await press(window, 'Export CSV')
  await window.getByText(/rows saved as yarrow-audit-.*\.csv/).waitFor()
  const saved = readdirSync(saveTo).sort()
  expect(saved).toEqual([
    'check-yarrow-audit-export.html',
    expect.stringMatching(/\.csv$/),
    expect.stringMatching(/\.jsonl$/),
  ])
  const script = join(projectRoot, 'scripts', 'check-audit-export.mjs')
  const checked = spawnSync(process.execPath, [script, join(saveTo, saved[2] ?? '')], { encoding: 'utf8' })
  expect(checked.stdout).toMatch(/^Good: \d+ rows/)
  expect(wrong).toEqual([])
})
