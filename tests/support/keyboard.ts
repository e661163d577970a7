/** Getting about without a mouse. */
import type { Locator, Page } from 'playwright-core'

type Role = 'button' | 'link' | 'textbox' | 'tab' | 'combobox' | 'checkbox' | 'menuitem'

export const hasFocus = (element: Locator) => element.evaluate((node) => node === document.activeElement)

/** Presses Tab until an element of this role and name has the keyboard; nobody tabs for ever. */
export async function tabTo(window: Page, role: Role, name: string | RegExp) {
  const wanted = window.getByRole(role, { name, exact: true })
  await wanted.waitFor()
  for (let stops = 0; stops < 60; stops += 1) {
    await window.keyboard.press('Tab')
    if (await hasFocus(wanted)) return
  }
  throw new Error(`Tab never comes to ${String(name)}`)
}
