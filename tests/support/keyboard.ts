/** Getting about without a mouse. */
import type { Locator, Page } from 'playwright-core'

type Role = 'button' | 'link' | 'textbox' | 'tab' | 'combobox' | 'checkbox' | 'menuitem'

export const hasFocus = (element: Locator) => element.evaluate((node) => node === document.activeElement)

/** Presses Tab until an element of this role and name has the keyboard; nobody tabs for ever. */
export async function tabTo(
  window: Page,
  role: Role,
  name: string | RegExp,
  more: { selected?: boolean } = {},
) {
  const wanted = window.getByRole(role, { name, exact: true, ...more })
  await wanted.waitFor()
  for (let stops = 0; stops < 60; stops += 1) {
    await window.keyboard.press('Tab')
    if (await hasFocus(wanted)) return
  }
  throw new Error(`Tab never comes to ${String(name)}`)
}

export async function press(window: Page, button: string | RegExp) {
  await tabTo(window, 'button', button)
  await window.keyboard.press('Enter')
}

export async function retype(window: Page, field: string, text: string) {
  await tabTo(window, 'textbox', field)
  await window.keyboard.press('Control+a')
  await window.keyboard.type(text)
}
