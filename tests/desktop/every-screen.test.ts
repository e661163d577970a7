/**
 * Proves of every screen, in real Electron and in walks past all of them: axe finds nothing against WCAG 2.2 A and AA, nor
 * against its best practices, in either theme; and in a window of 1024 by 700 nothing scrolls sideways or is cut off.
 * Everything that is found is listed at a walk's end.
 */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { firstRunScreens } from '../support/account-screens'
import { atRest, sideways } from '../support/geometry'
import { everyScreen, startUpScreens } from '../support/screens'
import type { Visit } from '../support/visit'
import { expect, test } from './practice'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** Only colours differ from one theme to the other. */
const RULES_OF_COLOUR = ['color-contrast', 'link-in-text-block']

/** Looks at every screen in both themes and keeps what it finds. */
function inspector() {
  const found: string[] = []
  const visited: string[] = []
  const visit: Visit = async (screen, page) => {
    visited.push(screen)
    const keep = (theme: string, problems: string[]) =>
      found.push(...problems.map((problem) => `${screen}, ${theme}: ${problem}`))
    await wear(page, 'light')
    keep('light', await problems(page, (axe) => axe.withTags(RULES)))
    if (page.url().startsWith('app:')) {
      await page.evaluate(atRest)
      keep('light', await page.evaluate(sideways))
    }
    await wear(page, 'dark')
    keep('dark', await problems(page, (axe) => axe.withRules(RULES_OF_COLOUR)))
  }
  return { found, visited, visit }
}

/** Changes the theme as the system does; without motion, so that no colour is met half-way. */
async function wear(page: Page, theme: 'light' | 'dark') {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
  if (page.url().startsWith('app:')) await page.locator(`html[data-mantine-color-scheme=${theme}]`).waitFor()
}

async function problems(page: Page, by: (axe: AxeBuilder) => AxeBuilder): Promise<string[]> {
  // Compiling half a megabyte of axe takes as long as looking does; a page that has it keeps it.
  const there = await page.evaluate(() => 'axe' in window)
  // The vendor's frame in the embed page is the vendor's business. Electron has no blank pages, which axe's other mode needs.
  const axe = new AxeBuilder({ page, ...(there ? { axeSource: 'null' } : {}) })
    .setLegacyMode(true)
    .options({ iframes: false, resultTypes: ['violations'] })
  const { violations } = await by(axe).analyze()
  return violations.map(({ id, nodes }) => {
    const { target = [], failureSummary = '' } = nodes[0] ?? {}
    const why = failureSummary.split('\n').slice(1).join(' ').trim()
    return `${id}, ${String(nodes.length)} times, first at ${target.join(' ')}: ${why}`
  })
}

// A walk past all screens is long; the machine, not the clock, says how long.
test.setTimeout(240_000)

test.describe('without records', () => {
  test.use({ seeded: false })

  test('no screen before the records are open breaks a rule of WCAG 2.2 AA, nor is cut off', async ({
    start,
    userData,
  }) => {
    const { found, visited, visit } = inspector()
    await startUpScreens(start, userData, visit)
    expect(visited).toHaveLength(3)
    expect(found).toEqual([])
  })
})

test('no screen from an empty folder to a second factor breaks a rule of WCAG 2.2 AA, nor is cut off', async ({
  start,
}) => {
  const { found, visited, visit } = inspector()
  await firstRunScreens(start, visit)
  expect(visited).toHaveLength(13)
  expect(found).toEqual([])
})

test(
  'no screen breaks a rule of WCAG 2.2 AA in either theme, nor is cut off or scrolls sideways at 1024 by 700',
  { annotation: { type: 'slow', description: 'every screen in both themes' } },
  async ({ yarrow, systemBrowser, fullscript }) => {
    const { found, visited, visit } = inspector()
    await yarrow.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.setContentSize(1024, 700)
    })
    await expect.poll(() => yarrow.window.evaluate(() => innerWidth)).toBe(1024)
    await everyScreen({ yarrow, systemBrowser, fullscript, visit })
    expect(visited.length).toBeGreaterThan(30)
    expect(new Set(visited).size).toBe(visited.length)
    expect(found).toEqual([])
  },
)
