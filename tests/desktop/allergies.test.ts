/**
 * Proves in real Electron, by keyboard alone: an allergy is recorded with a reaction, changed, and the change taken
 * back; the chart's header says it on every tab; and office staff have neither tab nor header line.
 */
import { press, pressRealKey, tabTo } from '../support/keyboard'
import { june, openPatient, priya, signIn, signOut } from '../support/people'
import { expect, test } from './practice'

test('an allergy is recorded, changed and the change taken back without a mouse', async ({ yarrow }) => {
  const { window } = yarrow
  const { keyboard } = window
  const dialog = window.getByRole('dialog')
  await signIn(window, june)
  await openPatient(window, 'maya lind', /Maya/)
  await keyboard.press('Alt+5')
  await window.getByText('Allergies are not recorded').waitFor()

  await press(window, 'Add allergy')
  await expect(dialog.locator('input').first()).toBeFocused()
  await keyboard.type('penicillin')
  await tabTo(window, 'combobox', 'Criticality')
  await keyboard.type('High')
  await press(window, 'Add reaction')
  await expect(dialog.getByLabel('Reaction 1', { exact: true })).toBeFocused()
  await keyboard.type('Anaphylaxis')
  await keyboard.press('Control+s')
  await dialog.waitFor({ state: 'hidden' })
  const glance = window.getByRole('button', { name: 'penicillin: anaphylaxis, high risk' })
  await expect(glance).toBeVisible()

  await press(window, 'Edit penicillin')
  await tabTo(window, 'combobox', 'Status')
  await keyboard.type('Resolved')
  await keyboard.press('Control+s')
  await dialog.waitFor({ state: 'hidden' })
  await expect(window.getByText('Allergies not recorded')).toBeVisible()
  await window.getByRole('button', { name: /^Undo/ }).waitFor()
  await pressRealKey(yarrow, 'Z', 'control')
  await expect(glance).toBeVisible()
  await keyboard.press('Alt+2')
  await window.getByText('No plans yet').waitFor()
  await expect(glance).toBeVisible()

  await signOut(window)
  await signIn(window, priya)
  await openPatient(window, 'maya lind', /Maya/)
  await window.getByRole('tab', { name: 'Plan' }).waitFor()
  await expect(window.getByRole('tab', { name: 'Allergies' })).toHaveCount(0)
  await expect(window.getByText(/penicillin/i)).toHaveCount(0)
})
