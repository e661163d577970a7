/** Proves in real Electron that light or dark, once chosen, is there again at the next start, before anybody signs in. */
import type { Page } from 'playwright-core'
import { june, signIn } from '../support/people'
import { expect, test } from './practice'

const background = (window: Page) =>
  window.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
/** The test's driver says "light" to every page unless told to leave that alone. */
const followSystem = (window: Page) => window.emulateMedia({ colorScheme: null })
const DARK = 'rgb(25, 29, 28)'

test('dark, once chosen, is dark again after a restart', async ({ start }) => {
  const yarrow = await start()
  const { window } = yarrow
  await followSystem(window)
  await signIn(window, june)
  expect(await background(window)).not.toBe(DARK)
  await window.getByRole('button', { name: /Hartwell/ }).click()
  await window.getByRole('menuitemradio', { name: 'Dark' }).click()
  await expect.poll(() => background(window)).toBe(DARK)
  await yarrow.close()

  const again = await start({})
  await followSystem(again.window)
  await expect(again.window.getByLabel('Username')).toBeVisible()
  expect(await background(again.window)).toBe(DARK)
  const color = await again.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((one) => one.getBackgroundColor()),
  )
  expect(color).toEqual(['#191D1C'])
})
