/**
 * Proves that axe finds nothing against WCAG 2.2 A and AA, nor against its best practices, on any screen in either
 * theme, in real Electron. One walk past all screens; everything that is found is listed at its end.
 */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { firstRunScreens } from '../support/account-screens'
import { everyScreen, startUpScreens } from '../support/screens'
import type { Visit } from '../support/visit'
import { expect, test } from './practice'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const THEMES = ['light', 'dark'] as const

/** Looks with axe at every screen in both themes and keeps what it finds. */
function inspector() {
  const found: string[] = []
  const visited: string[] = []
  const visit: Visit = async (screen, page) => {
    visited.push(screen)
    for (const theme of THEMES) {
      await wear(page, theme)
      for (const problem of await problems(page)) found.push(`${screen}, ${theme}: ${problem}`)
    }
  }
  return { found, visited, visit }
}

/** Changes the theme as the system does; without motion, so that no colour is met half-way. */
async function wear(page: Page, theme: (typeof THEMES)[number]) {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
  if (page.url().startsWith('app:')) await page.locator(`html[data-mantine-color-scheme=${theme}]`).waitFor()
}

async function problems(page: Page): Promise<string[]> {
  // The vendor's frame in the embed page is the vendor's business. Electron has no blank pages, which axe's other mode needs.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ iframes: false, resultTypes: ['violations'] })
    .withTags(RULES)
    .analyze()
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

  test('no screen before the records are open breaks a rule of WCAG 2.2 AA', async ({ start, userData }) => {
    const { found, visited, visit } = inspector()
    await startUpScreens(start, userData, visit)
    expect(visited).toHaveLength(3)
    expect(found).toEqual([])
  })
})

test('no screen from an empty folder to a second factor breaks a rule of WCAG 2.2 AA', async ({ start }) => {
  const { found, visited, visit } = inspector()
  await firstRunScreens(start, visit)
  expect(visited).toHaveLength(13)
  expect(found).toEqual([])
})

test(
  'no screen breaks a rule of WCAG 2.2 AA in either theme',
  { annotation: { type: 'slow', description: 'every screen in both themes' } },
  async ({ yarrow, systemBrowser, fullscript }) => {
    const { found, visited, visit } = inspector()
    await everyScreen({ yarrow, systemBrowser, fullscript, visit })
    expect(visited.length).toBeGreaterThan(30)
    expect(new Set(visited).size).toBe(visited.length)
    expect(found).toEqual([])
  },
)
