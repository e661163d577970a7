/**
 * Proves that the main job needs no mouse, in real Electron: from signing in over a patient's plan into Fullscript's own
 * frame and out of it again to signing out, and that whoever tabs always sees where they are.
 */
import type { Frame, Page } from 'playwright-core'
import { tabTo } from '../support/keyboard'
import { connectAccount, fullscriptFrame, june, openPatient, signIn, waitForEmbed } from '../support/people'
import type { Yarrow } from '../support/yarrow'
import { expect, test } from './practice'

async function signInByKeyboard(window: Page) {
  await expect(window.getByLabel('Username')).toBeFocused()
  await tabTo(window, 'button', june.name)
  await window.keyboard.press('Enter')
  await expect(window.getByRole('button', { name: 'Sign in', exact: true })).toBeFocused()
  await window.keyboard.press('Enter')
  await expect(window.getByRole('combobox', { name: 'Search patients' })).toBeFocused()
}

/** `app:` or `https:`; which of the two pages the window gives the keyboard to. */
const keyboardIn = ({ app }: Yarrow) =>
  app.evaluate(({ webContents }) => webContents.getFocusedWebContents()?.getURL().split('//')[0])
const frameHasKeyboard = (frame: Frame) =>
  expect.poll(() => frame.evaluate(() => document.hasFocus())).toBe(true)

/** Through Electron, as a real key comes; the debugger's keys pass Electron by. */
const pressF6 = ({ app }: Yarrow, ...modifiers: 'shift'[]) =>
  app.evaluate(({ webContents }, modifiers) => {
    webContents.getFocusedWebContents()?.sendInputEvent({ type: 'keyDown', keyCode: 'F6', modifiers })
  }, modifiers)

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
  const intoFrame = async () => {
    await tabTo(window, 'button', 'Close Fullscript')
    await keyboard.press('Tab')
    await expect.poll(() => keyboardIn(yarrow)).toBe('https:')
    await frameHasKeyboard(frame)
  }
  const backInWindow = () => expect.poll(() => keyboardIn(yarrow)).toBe('app:')

  await intoFrame()
  await embedPage.keyboard.press('Tab')
  await expect.poll(() => frame.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY')
  await pressF6(yarrow, 'shift')
  await backInWindow()
  await expect(window.getByRole('button', { name: 'Close Fullscript' })).toBeFocused()

  await intoFrame()
  for (let stops = 0; stops < 60 && (await keyboardIn(yarrow)) === 'https:'; stops += 1) {
    await embedPage.keyboard.press('Tab')
    await frame.evaluate(() => document.hasFocus())
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

type Stop = { element: string; problem: string }

/** Tabs once around a screen. What is wrong with a stop is said; a screen without stops is wrong as well. */
async function walk(window: Page, screen: string): Promise<string[]> {
  const seen: string[] = []
  const wrong: string[] = []
  await window.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    for (const element of document.querySelectorAll('[data-stop]')) element.removeAttribute('data-stop')
  })
  for (let stops = 0; stops < 90; stops += 1) {
    await window.keyboard.press('Tab')
    const stop = await window.evaluate(lookAtFocus)
    if (stop === null) continue
    if (stop === 'seen') break
    seen.push(stop.element)
    if (stop.problem !== '') wrong.push(`${screen}: ${stop.element} ${stop.problem}`)
  }
  if (seen.length < 4) wrong.push(`${screen}: only ${String(seen.length)} stops`)
  return wrong
}

/**
 * In the page: the element that has the keyboard, and whether somebody sees that. It needs a ring of at least 1 pixel
 * in a colour of 3:1 or more against what is behind it (1.4.11), in the window and not covered (2.4.11).
 */
function lookAtFocus(): Stop | 'seen' | null {
  const element = document.activeElement
  if (!element || element === document.body) return null
  // A date has three stops in one element.
  if (element.getAttribute('data-stop') === 'last') return null
  if (element.hasAttribute('data-stop')) return 'seen'
  document.querySelector('[data-stop=last]')?.setAttribute('data-stop', 'before')
  element.setAttribute('data-stop', 'last')

  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const paint = (...colours: string[]): number[] => {
    if (!context) return [0, 0, 0]
    for (const colour of colours) {
      context.fillStyle = colour
      context.fillRect(0, 0, 1, 1)
    }
    return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3)
  }
  const behind = (from: Element | null): string[] => {
    const colours: string[] = []
    for (let node = from; node; node = node.parentElement)
      colours.unshift(getComputedStyle(node).backgroundColor)
    return colours
  }
  const luminance = (colour: number[]) => {
    const [red = 0, green = 0, blue = 0] = colour.map((part) => {
      const share = part / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const contrast = (colour: string, background: string[]) => {
    const [one, other] = [luminance(paint(...background, colour)), luminance(paint(...background))]
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
  }

  // A field with a button in it wears its ring around both.
  const wearer = element.closest('.mantine-Input-input') ?? element
  const style = getComputedStyle(wearer)
  const inside = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineOffset) < 0
  const background = behind(inside ? wearer : wearer.parentElement)
  const rings: string[] = []
  if (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 1)
    rings.push(style.outlineColor)
  // Fields show it by a shadow of one pixel all round: "rgb(1, 2, 3) 0px 0px 0px 1px".
  for (const shadow of style.boxShadow.matchAll(/(rgba?\([^)]*\)) 0px 0px 0px [1-9]/g))
    rings.push(shadow[1] ?? '')

  const { left, top, width, height } = element.getBoundingClientRect()
  const [x, y] = [left + width / 2, top + Math.min(height / 2, 20)]
  const there = document.elementFromPoint(x, y)
  const label = element.getAttribute('aria-label') ?? element.textContent.trim().slice(0, 40)
  const best = Math.max(0, ...rings.map((ring) => contrast(ring, background)))
  const problem =
    x < 0 || y < 0 || x > innerWidth || y > innerHeight
      ? 'is outside the window'
      : !there || !(element.contains(there) || there.contains(element) || there.closest('label'))
        ? `is covered by ${there?.tagName ?? 'nothing'}`
        : rings.length === 0
          ? 'has no ring'
          : best < 3
            ? `has a ring of ${best.toFixed(2)}:1`
            : ''
  return { element: `${element.tagName.toLowerCase()} “${label}”`, problem }
}

test('wherever Tab stops, it is seen, in both themes', async ({ yarrow }) => {
  const { window } = yarrow
  const { keyboard } = window
  const wrong: string[] = []
  const look = async (screen: string) => {
    for (const theme of ['light', 'dark'] as const) {
      await window.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      await window.locator(`html[data-mantine-color-scheme=${theme}]`).waitFor()
      wrong.push(...(await walk(window, `${screen}, ${theme}`)))
    }
  }
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
