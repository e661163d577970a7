/**
 * Proves that the main job needs no mouse, in real Electron: from signing in over a patient's plan into Fullscript's own
 * frame and out of it again to signing out, and that whoever tabs always sees where they are.
 */
import type { Page } from 'playwright-core'
import { looker } from '../support/focus'
import { keyboardIn, pressRealKey, tabIntoFullscript, tabTo } from '../support/keyboard'
import { connectAccount, fullscriptFrame, june, openPatient, signIn, waitForEmbed } from '../support/people'
import { expect, test } from './practice'

async function signInByKeyboard(window: Page) {
  await expect(window.getByLabel('Username')).toBeFocused()
  await tabTo(window, 'button', june.name)
  await window.keyboard.press('Enter')
  await expect(window.getByRole('button', { name: 'Sign in', exact: true })).toBeFocused()
  await window.keyboard.press('Enter')
  await expect(window.getByRole('combobox', { name: 'Search patients' })).toBeFocused()
}

test('the main job from signing in to signing out, without a mouse', async ({
  yarrow,
  systemBrowser,
  fullscript,
}) => {
  const { window } = yarrow
  const { keyboard } = window
  await signInByKeyboard(window)

  // Connecting is done in the person's own browser, which is not ours.
  await connectAccount(yarrow, systemBrowser, fullscript.account('store owner'))
  await keyboard.press('Control+1')
  await expect(window.getByRole('combobox', { name: 'Search patients' })).toBeFocused()
  await keyboard.type('maya lind')
  await keyboard.press('ArrowDown')
  await keyboard.press('ArrowUp')
  await keyboard.press('Enter')
  await expect(window.getByRole('heading', { level: 1, name: 'Maya Lindqvist' })).toBeVisible()

  await keyboard.press('Alt+2')
  await expect(window.getByText('No plans yet')).toBeVisible()
  await tabTo(window, 'button', 'Add plan')
  await keyboard.press('Enter')
  await waitForEmbed(window)

  const frame = await fullscriptFrame(yarrow)
  const embedPage = await yarrow.embedPage()
  const backInWindow = () => expect.poll(() => keyboardIn(yarrow)).toBe('app:')

  await tabIntoFullscript(yarrow, frame)
  await embedPage.keyboard.press('Tab')
  await expect.poll(() => frame.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY')
  await pressRealKey(yarrow, 'F6', 'shift')
  await backInWindow()

  await expect(window.getByRole('button', { name: 'Close Fullscript' })).toBeFocused()
  await tabIntoFullscript(yarrow, frame)
  for (let stops = 0; stops < 60 && (await keyboardIn(yarrow)) === 'https:'; stops += 1) {
    await embedPage.keyboard.press('Tab')
    await frame.evaluate(() => document.activeElement?.tagName)
  }
  await backInWindow()

  await keyboard.press('Control+k')
  await expect(window.getByRole('dialog').getByLabel('Search patients and commands')).toBeFocused()
  await keyboard.type('oliver')
  await expect(window.getByRole('option', { name: /Brandt, Oliver/ })).toBeVisible()
  await keyboard.press('Enter')
  await expect(window.getByRole('heading', { level: 1, name: 'Oliver Brandt' })).toBeVisible()

  await tabTo(window, 'button', /^Account:/)
  await keyboard.press('Enter')
  await window.getByRole('menuitem', { name: 'Sign out' }).waitFor()
  await keyboard.press('ArrowUp')
  await expect(window.getByRole('menuitem', { name: 'Sign out' })).toBeFocused()
  await keyboard.press('Enter')
  await expect(window.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await expect(window.getByLabel('Username')).toBeFocused()
})

test('wherever Tab stops, it is seen, in both themes', async ({ yarrow }) => {
  const { window } = yarrow
  const { keyboard } = window
  const { wrong, look } = looker(window)
  await window.getByRole('button', { name: june.name }).waitFor()
  await look('sign-in')
  await signIn(window, june)
  await window.getByRole('option').first().waitFor()
  await look('patients')
  await keyboard.press('Control+Shift+N')
  await window.getByRole('dialog').waitFor()
  await look('new patient')
  await keyboard.press('Escape')
  await window.getByRole('dialog').waitFor({ state: 'hidden' })
  await openPatient(window, 'maya lind', /Maya/)
  await look('demographics')
  await keyboard.press('Alt+2')
  await window.getByText('No plans yet').waitFor()
  await look('plan')
  await keyboard.press('Control+2')
  await window.getByRole('button', { name: 'Connect my Fullscript account' }).waitFor()
  await look('my connection')
  await keyboard.press('Control+k')
  await window.getByRole('dialog').waitFor()
  await keyboard.type('settings')
  await keyboard.press('Enter')
  await window.getByLabel('Client ID', { exact: true }).waitFor()
  await look('practice settings')
  await keyboard.press('Control+3')
  await window.getByText('Licences').first().waitFor()
  await look('about')
  expect(wrong).toEqual([])
})
