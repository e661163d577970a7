/**
 * Proves in real Electron that patients are found as people write them and registered with keys alone: a name the other
 * way round, a typed birth date, a name that is only near, keys of an input method, the calendar in the dialog, one
 * question before a second chart of one person, and an end by Esc or Cancel that leaves the same.
 */
import type { Page } from 'playwright-core'
import { press, tabTo } from '../support/keyboard'
import { june, signIn } from '../support/people'
import { expect, test } from './practice'

const search = (window: Page) => window.getByRole('combobox', { name: 'Search patients' })
const rows = (window: Page) => window.getByRole('listbox', { name: 'Patients' }).getByRole('option')
const dialogOf = (window: Page) => window.getByRole('dialog', { name: 'New patient' })
const address = (window: Page) => window.evaluate(() => location.pathname)

test('B01, B02, B07: last name first, a birth date as it is spoken, and a near name that says it is near', async ({
  yarrow: { window },
}, info) => {
  await signIn(window, june)
  for (const typed of ['Lindqvist, Maya', 'lindqvist maya 1988', '4/12/1988', '12 Apr 1988', '1988-04-12']) {
    await search(window).fill(typed)
    await expect(rows(window).first(), typed).toContainText('Lindqvist, Maya')
    await expect(window.getByText('Similar name'), typed).toHaveCount(0)
  }
  await search(window).fill('lindqvsit maya')
  await expect(rows(window).filter({ hasText: 'Lindqvist, Maya' })).toContainText('Similar name')
  await expect(window.getByText('No patient matches “lindqvsit maya”')).toBeVisible()
  for (const [width, height] of [
    [911, 512],
    [1280, 800],
  ] as const)
    for (const colorScheme of ['light', 'dark'] as const) {
      await window.setViewportSize({ width, height })
      await window.emulateMedia({ colorScheme })
      await window.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor()
      await window.screenshot({ path: info.outputPath(`near-${String(width)}-${colorScheme}.png`) })
    }
})

test('B10: keys of an input method open nothing, move nothing and clear nothing', async ({
  yarrow: { window },
}) => {
  await signIn(window, june)
  await rows(window).first().waitFor()
  await search(window).focus()
  const method = await window.context().newCDPSession(window)
  await method.send('Input.imeSetComposition', { text: 'lind', selectionStart: 4, selectionEnd: 4 })
  await expect(search(window)).toHaveValue('lind')
  await expect(rows(window).first()).toContainText('Lindqvist')
  const first = await search(window).getAttribute('aria-activedescendant')
  for (const key of ['ArrowDown', 'Escape', 'Enter'])
    await method.send('Input.dispatchKeyEvent', {
      ...{ type: 'rawKeyDown', key, code: key },
      windowsVirtualKeyCode: 229,
    })
  await expect(search(window)).toHaveValue('lind')
  expect(await search(window).getAttribute('aria-activedescendant')).toBe(first)
  expect(await address(window)).toBe('/patients')
  await method.send('Input.insertText', { text: 'lindqvist maya' })
  await expect(search(window)).toHaveValue('lindqvist maya')
  await window.keyboard.press('Enter')
  await expect(window.getByRole('heading', { level: 1, name: 'Maya Lindqvist' })).toBeVisible()
})

test('B05, B07: registered by keys alone, the birth date typed and chosen, and an exact double asked about once', async ({
  yarrow: { window },
}, info) => {
  const { keyboard } = window
  await signIn(window, june)
  await keyboard.press('Control+Shift+N')
  const dialog = dialogOf(window)
  const birth = dialog.getByLabel('Birth date')
  await expect(dialog.getByLabel('Given name', { exact: true })).toBeFocused()
  await keyboard.type('Maya')
  await keyboard.press('Tab')
  await keyboard.type('Lindqvist')
  await tabTo(window, 'textbox', /^Birth date/)
  await keyboard.type('April 11 1988')
  await expect(dialog.getByText(/^\d+ years$/)).toBeVisible()

  // The calendar begins at what was typed; Escape leaves it and not the dialog.
  const calendar = window.getByRole('grid', { name: /April 1988/ })
  await keyboard.press('Alt+ArrowDown')
  await expect(calendar.getByRole('button', { name: /11/ })).toBeFocused()
  await window.screenshot({ path: info.outputPath('calendar.png') })
  await keyboard.press('Escape')
  await expect(calendar).toBeHidden()
  await expect(birth).toBeFocused()
  await expect(dialog).toBeVisible()
  await keyboard.press('Alt+ArrowDown')
  await expect(calendar.getByRole('button', { name: /11/ })).toBeFocused()
  await keyboard.press('ArrowRight')
  await keyboard.press('Enter')
  await expect(calendar).toBeHidden()
  await expect(birth).toBeFocused()
  await expect(birth).toHaveValue(/12.*1988/)

  await keyboard.press('Enter')
  await expect(window.getByText('Lindqvist, Maya is already in the practice')).toBeVisible()
  expect(await address(window)).toBe('/patients')
  await window.screenshot({ path: info.outputPath('double.png') })
  await press(window, 'Add a second chart')
  await expect(window.getByRole('heading', { level: 1, name: 'Maya Lindqvist' })).toBeVisible()
  await expect(window.getByTestId('patient-facts')).toContainText('1988')
  await expect(dialog).toBeHidden()
})

for (const [how, leave] of [
  ['Esc', (window: Page) => window.keyboard.press('Escape')],
  ['Cancel', (window: Page) => press(window, 'Cancel')],
] as const)
  test(`B07: after ${how} the next new patient says what it restored`, async ({ yarrow: { window } }) => {
    const { keyboard } = window
    await signIn(window, june)
    const dialog = dialogOf(window)
    const given = dialog.getByLabel('Given name', { exact: true })
    await keyboard.press('Control+Shift+N')
    await expect(given).toBeFocused()
    await keyboard.type('Rosa')
    await leave(window)
    await expect(dialog).toBeHidden()
    await keyboard.press('Control+Shift+N')
    await expect(given).toHaveValue('Rosa')
    await expect(dialog.getByText('Draft restored')).toBeVisible()
  })
