/**
 * Reads what must leave no copy behind: text that a page hands over passes the memory of main as it is, because the
 * debugger sits there. So the page turns it over first.
 */
import type { Locator } from 'playwright-core'

const EACH_MS = 50
const LONGEST_MS = 30_000

const turnedOver = (code: number) => 0xffff - code

/** The text of each element that matches. */
export async function shownSecrets(elements: Locator): Promise<string[]> {
  // Playwright's own waiting would have the page write what it found into a log.
  for (let waited = 0; ; waited += EACH_MS) {
    const texts = await elements.evaluateAll((nodes) =>
      nodes.map((node) => [...node.textContent].map((letter) => 0xffff - letter.charCodeAt(0))),
    )
    if (texts.length > 0) return texts.map((codes) => String.fromCharCode(...codes.map(turnedOver)))
    if (waited > LONGEST_MS) throw new Error('Nothing was shown')
    await new Promise((resolve) => setTimeout(resolve, EACH_MS))
  }
}
