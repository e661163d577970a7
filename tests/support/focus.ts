/** Where the keyboard is, and whether somebody sees that: one stop, and once around a whole screen. */
import type { Page } from 'playwright-core'

export type Stop = {
  element: string
  /** What is wrong with it; empty when nothing is. */
  problem: string
}

/** Tabs once around a screen, from where the keyboard is. What is wrong with a stop is said; a screen without stops, or with a trap, is wrong as well. */
async function walk(window: Page, screen: string, least = 4): Promise<string[]> {
  const seen: string[] = []
  const wrong: string[] = []
  await window.evaluate(() => {
    for (const mark of ['data-stop', 'data-now'])
      for (const element of document.querySelectorAll(`[${mark}]`)) element.removeAttribute(mark)
  })
  for (let stops = 0; stops < 90; stops += 1) {
    await window.keyboard.press('Tab')
    const stop = await window.evaluate(lookAtFocus)
    if (stop === null) continue
    if (stop === 'around') break
    if (stop === 'trapped') {
      wrong.push(`${screen}: Tab goes round in a part of it, after ${seen.at(-1) ?? 'nothing'}`)
      break
    }
    seen.push(stop.element)
    if (stop.problem !== '') wrong.push(`${screen}: ${stop.element} ${stop.problem}`)
  }
  if (seen.length < least) wrong.push(`${screen}: only ${String(seen.length)} stops`)
  return wrong
}

/** Tabs around each screen in both themes and keeps what is wrong. */
export function looker(window: Page) {
  const wrong: string[] = []
  const look = async (screen: string, least?: number) => {
    for (const theme of ['light', 'dark'] as const) {
      await window.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      await window.locator(`html[data-mantine-color-scheme=${theme}]`).waitFor()
      wrong.push(...(await walk(window, `${screen}, ${theme}`, least)))
    }
  }
  return { wrong, look }
}

/**
 * In the page: the element that has the keyboard, and whether somebody sees that. It needs a ring of at least 1 pixel
 * in a colour of 3:1 or more against what is behind it (1.4.11), in the window and not covered (2.4.11).
 */
function lookAtFocus(): Stop | 'around' | 'trapped' | null {
  const element = document.activeElement
  if (!element || element === document.body) return null
  // A date has three stops in one element.
  if (element.hasAttribute('data-now')) return null
  document.querySelector('[data-now]')?.removeAttribute('data-now')
  element.setAttribute('data-now', '')
  // Where the first stop has gone meanwhile, as a notice does by itself, the next one that is met again ends the round.
  if (element.hasAttribute('data-stop'))
    return element.getAttribute('data-stop') === 'first' || !document.querySelector('[data-stop=first]')
      ? 'around'
      : 'trapped'
  element.setAttribute('data-stop', document.querySelector('[data-stop]') ? 'later' : 'first')

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
