/** What the eye would find wrong on a screen, found by where things stand; each function runs in the page. */
import type { Page } from 'playwright-core'

export type Size = { width: number; height: number }

/** Until nothing slides in any more; what slides begins with the next frame. */
export async function atRest(): Promise<void> {
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
  const endless = (animation: Animation) => animation.effect?.getComputedTiming().endTime === Infinity
  const ends = document.getAnimations().filter((animation) => !endless(animation))
  await Promise.allSettled(ends.map(({ finished }) => finished))
}

/** What scrolls sideways (a table of many columns may, inside its own frame), and what reaches past the window's right or left edge. */
export function sideways(): string[] {
  const name = (element: Element) =>
    `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} “${element.textContent.slice(0, 40)}”`
  const everything = [document.documentElement, ...document.querySelectorAll('body, body *')]
  return everything.flatMap((element) => {
    const { overflowX, clipPath, visibility } = getComputedStyle(element)
    const tooWide = element.scrollWidth > element.clientWidth + 1
    const page = element === document.documentElement || element === document.body
    if (
      tooWide &&
      (page || overflowX === 'auto' || overflowX === 'scroll') &&
      !element.hasAttribute('data-scrolls-sideways')
    )
      return [`${name(element)} scrolls by ${String(element.scrollWidth - element.clientWidth)}`]
    const { left, right, width } = element.getBoundingClientRect()
    const hidden = width <= 1 || clipPath !== 'none' || visibility === 'hidden' || right <= 0
    const cut =
      (element.closest('.clip') !== element && element.closest('.clip') !== null) ||
      element.closest('[data-scrolls-sideways]') !== null
    return !hidden && !cut && (right > innerWidth + 1 || left < -1)
      ? [`${name(element)} reaches past the edge`]
      : []
  })
}

/** In the page. Names that are cut, words that stand on other words, and controls that no scrolling brings into reach. */
function mistakes(names: readonly string[]): string[] {
  const root = [...document.querySelectorAll('[role=dialog]')].at(-1) ?? document.body
  const found: string[] = []
  const box = (rectangle: DOMRect) => ({
    left: rectangle.left,
    top: rectangle.top,
    right: rectangle.right,
    bottom: rectangle.bottom,
  })
  type Box = ReturnType<typeof box>
  const isUnseen = (element: Element) =>
    element.closest('[hidden], .mantine-Notifications-root, [role=tooltip], [role=menu]') !== null ||
    !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  /** Clipped away on purpose, for screen readers only. */
  const isForEars = (element: Element) => {
    for (let one: Element | null = element; one; one = one.parentElement) {
      const { clipPath, position } = getComputedStyle(one)
      const { width, height, right } = one.getBoundingClientRect()
      if (clipPath !== 'none' || (position !== 'static' && (width <= 1 || height <= 1)) || right < 0)
        return true
    }
    return false
  }
  const words: { element: Element; text: string; boxes: Box[] }[] = []
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement
    const text = node.textContent?.trim() ?? ''
    if (!element || text === '' || isUnseen(element) || isForEars(element)) continue
    const range = document.createRange()
    range.selectNodeContents(node)
    const whole = [...range.getClientRects()].map(box)
    /** What is left of it after whatever cuts it; and whether somebody can scroll to the rest. */
    let boxes = whole
    let scrolls = false
    let sticky = false
    for (let around: Element | null = element; around; around = around.parentElement) {
      const { overflowX, overflowY, position } = getComputedStyle(around)
      if (position === 'sticky') sticky = true
      if (overflowX === 'visible' && overflowY === 'visible') continue
      if ([overflowX, overflowY].some((one) => one === 'auto' || one === 'scroll')) scrolls = true
      const edge = box(around.getBoundingClientRect())
      const isCut = whole.some(
        ({ left, right, top, bottom }) =>
          left < edge.left - 1 || right > edge.right + 1 || top < edge.top - 2 || bottom > edge.bottom + 2,
      )
      if (isCut && !scrolls && names.some((name) => text.includes(name)))
        found.push(`the name in “${text.slice(0, 60)}” is cut`)
      boxes = boxes.map((one) => ({
        left: Math.max(one.left, edge.left),
        top: Math.max(one.top, edge.top),
        right: Math.min(one.right, edge.right),
        bottom: Math.min(one.bottom, edge.bottom),
      }))
    }
    if (sticky) continue
    words.push({ element, text, boxes })
    for (const { left, top, right, bottom } of boxes) {
      if (right - left < 4 || bottom - top < 4) continue
      const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
      const inFront = hit?.closest('.mantine-Notifications-root, thead') ?? null
      if (hit && inFront === null && !hit.contains(element) && !element.contains(hit))
        found.push(`“${text.slice(0, 40)}” is covered by ${hit.tagName} “${hit.textContent.slice(0, 40)}”`)
    }
  }
  for (const [place, one] of words.entries())
    for (const other of words.slice(place + 1)) {
      const over = one.boxes.some((a) =>
        other.boxes.some(
          (b) =>
            Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 &&
            Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4,
        ),
      )
      if (over) found.push(`“${one.text.slice(0, 40)}” stands on “${other.text.slice(0, 40)}”`)
    }
  const controls = root.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary')
  const scrolled = [...document.querySelectorAll('*')].filter(
    ({ scrollTop, scrollHeight, clientHeight }) => scrollTop > 0 || scrollHeight > clientHeight,
  )
  const before = scrolled.map((element) => element.scrollTop)
  for (const control of controls) {
    if (isUnseen(control) || isForEars(control)) continue
    control.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    const { left, top, width, height } = control.getBoundingClientRect()
    const hit = document.elementFromPoint(left + width / 2, top + height / 2)
    const label = control.closest('label') ?? control.parentElement
    const reached = hit !== null && (control.contains(hit) || hit.contains(control) || label?.contains(hit))
    const notice = hit?.closest('.mantine-Notifications-root')
    if (!reached && !notice)
      found.push(`nothing brings “${control.textContent.trim() || control.tagName}” into reach`)
  }
  scrolled.forEach((element, place) => {
    element.scrollTop = before[place] ?? 0
  })
  return [...new Set(found)]
}

/** Everything that is wrong on the screen as it stands; `names`: words that must never be cut. */
export async function wrongOn(page: Page, names: readonly string[]): Promise<string[]> {
  await page.evaluate(atRest)
  return [...(await page.evaluate(sideways)), ...(await page.evaluate(mistakes, names))]
}
