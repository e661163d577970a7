/** Proves in real Electron that an emergency access does not outlive the program, however that ends. */
import type { Page } from 'playwright-core'
import { june, openPatient, signIn, signOut, tomas } from '../support/people'
import { expect, test } from './practice'

const REASON = 'Found unconscious, allergies needed'

const findInList = async (window: Page, name: RegExp, query: string) => {
  await window.getByRole('link', { name: 'Patients' }).click()
  await window.getByRole('combobox', { name: 'Search patients' }).fill(query)
  await window.locator('#patient-rows[aria-busy="false"]').waitFor()
  return window.getByRole('option', { name }).first()
}

/** June restricts Maya's chart to herself. */
async function restrict(window: Page) {
  await signIn(window, june)
  await openPatient(window, 'maya lind', /Maya/)
  await window.getByRole('button', { name: 'Restrict', exact: true }).click()
  await window.getByRole('button', { name: 'Restrict chart' }).click()
  await window.getByRole('button', { name: 'Restricted', exact: true }).waitFor()
  await signOut(window)
}

test('164.312(a)(2)(ii): a kill and a restart end an emergency access', async ({ start }) => {
  const first = await start()
  await restrict(first.window)
  await signIn(first.window, tomas)
  await (await findInList(first.window, /Lindqvist/, 'maya lind')).click()
  await first.window.getByLabel('Reason').fill(REASON)
  await first.window.getByRole('button', { name: 'Open in an emergency' }).click()
  await expect(first.window.getByRole('region', { name: 'Emergency access' })).toBeVisible()
  await first.kill()

  const { window } = await start()
  await signIn(window, tomas)
  await (await findInList(window, /Lindqvist/, 'maya lind')).click()
  await expect(window.getByRole('button', { name: 'Open in an emergency' })).toBeVisible()
  await signOut(window)
  await signIn(window, june)
  await expect(window.getByText(/when Yarrow stopped/)).toBeVisible()
})
