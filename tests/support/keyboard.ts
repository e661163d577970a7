/** Getting about without a mouse, and which of the pages has the keyboard. */
import { expect } from '@playwright/test'
import type { ElectronApplication, Frame, Locator, Page } from 'playwright-core'

type Running = { app: ElectronApplication }

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

/** A key as the system sends it to whichever page has the keyboard; the debugger's keys pass Electron by. */
export const pressRealKey = ({ app }: Running, keyCode: string, ...modifiers: ('control' | 'shift')[]) =>
  app.evaluate(
    ({ webContents }, key) => {
      webContents.getFocusedWebContents()?.sendInputEvent({ type: 'keyDown', ...key })
      webContents.getFocusedWebContents()?.sendInputEvent({ type: 'keyUp', ...key })
    },
    { keyCode, modifiers },
  )

/** `app:` for the window, `https:` for the page that hosts Fullscript: the one that real keys go to. */
export const keyboardIn = ({ app }: Running) =>
  app.evaluate(({ webContents }) => webContents.getFocusedWebContents()?.getURL().split('//')[0])

/**
 * Notices from now on when the frame is given the keyboard; the answer waits for it. Only the event tells: its page
 * names the frame as active before the frame's process has heard of it, and `document.hasFocus()` is always true
 * under the debugger.
 */
async function keyboardGiven(frame: Frame): Promise<() => Promise<void>> {
  const given = await frame.evaluateHandle(() => ({
    once: new Promise<void>((resolve) => {
      addEventListener('focus', () => resolve(), { once: true })
    }),
  }))
  return () => given.evaluate(({ once }) => once)
}

/** Goes into Fullscript's frame by `enter`, and waits until real keys and the debugger's both go there. */
export async function intoFrame(running: Running, frame: Frame, enter: () => Promise<unknown>) {
  const frameGiven = await keyboardGiven(frame)
  await enter()
  await expect.poll(() => keyboardIn(running)).toBe('https:')
  await frameGiven()
}

/** From the button that closes Fullscript, the stop before its frame, into the frame. */
export async function tabIntoFullscript(running: Running & { window: Page }, frame: Frame) {
  const { window } = running
  const close = window.getByRole('button', { name: 'Close Fullscript' })
  if (!(await hasFocus(close))) await tabTo(window, 'button', 'Close Fullscript')
  await intoFrame(running, frame, () => window.keyboard.press('Tab'))
}
