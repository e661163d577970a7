/**
 * Proves where things stand in the window, in real Electron: the Fullscript view lies exactly over its place and keeps
 * its least size, and what has been drawn stays where it is when data come.
 */
import type { Page } from 'playwright-core'
import { buildPlan, fullscriptFrame, openPatient, sendPlan, waitForEmbed } from '../support/people'
import type { Size } from '../support/geometry'
import { lockByKey, passwordField } from '../support/lock'
import type { Yarrow } from '../support/yarrow'
import { expect, test } from './practice'

const LAPTOP = { width: 1366, height: 768 }
/** The least that the embedded feature is made for. */
const LEAST = { width: 1024, height: 600 }

async function resize({ app, window }: Yarrow, size: Size) {
  await app.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height)
  }, size)
  await expect.poll(() => window.evaluate(() => ({ width: innerWidth, height: innerHeight }))).toEqual(size)
}

/** Electron 33 cannot say whether a view is visible, so what views are told is written down. */
const watchViews = ({ app }: Yarrow) =>
  app.evaluate(({ WebContentsView }) => {
    const { setVisible } = WebContentsView.prototype
    WebContentsView.prototype.setVisible = function (shown) {
      Object.assign(this, { shown })
      setVisible.call(this, shown)
    }
  })

/** The view as main has it; null while it is hidden. */
const view = ({ app }: Yarrow) =>
  app.evaluate(({ BrowserWindow, WebContentsView }) => {
    const views = BrowserWindow.getAllWindows()[0]?.contentView.children ?? []
    const embed = views.find(
      (child) =>
        child instanceof WebContentsView &&
        child.webContents.getURL().startsWith('https:') &&
        Reflect.get(child, 'shown') === true,
    )
    return embed?.getBounds() ?? null
  })

const boxOf = (window: Page, selector: string) =>
  window.locator(selector).evaluate((element) => {
    const { x, y, width, height } = element.getBoundingClientRect()
    return { x, y, width, height }
  })
const PLACE = '[data-testid=embed-place]'

/** Waits until the view lies over its place to the pixel, and answers with the place. */
async function expectInPlace(yarrow: Yarrow) {
  await expect
    .poll(async () => {
      const both = await Promise.all([view(yarrow), boxOf(yarrow.window, PLACE)])
      const [shown, place] = both.map((one) => JSON.stringify(one))
      return shown === place ? 'in place' : `the view at ${String(shown)}, its place at ${String(place)}`
    })
    .toBe('in place')
  return boxOf(yarrow.window, PLACE)
}

test.describe('with Fullscript open', () => {
  test.beforeEach(async ({ connected: yarrow }) => {
    await watchViews(yarrow)
    await openPatient(yarrow.window, 'maya lind', /Maya/)
  })

  test('at 1366 by 768 the view has room, lies over its place, and follows it', async ({
    connected: yarrow,
  }) => {
    const { window } = yarrow
    await resize(yarrow, LAPTOP)
    await window.getByRole('button', { name: 'Add plan' }).click()
    await waitForEmbed(window)
    const beside = await expectInPlace(yarrow)
    expect(beside.width).toBeGreaterThanOrEqual(LEAST.width)
    expect(beside.height).toBeGreaterThanOrEqual(LEAST.height)

    const panel = window.getByRole('button', { name: 'Plans in the chart' })
    await panel.click()
    const alone = await expectInPlace(yarrow)
    expect(alone.width).toBeGreaterThan(beside.width)
    await panel.click()
    expect(await expectInPlace(yarrow)).toEqual(beside)

    await resize(yarrow, { width: 1501, height: 911 })
    const larger = await expectInPlace(yarrow)
    expect(larger).toEqual({ ...beside, width: beside.width + 135, height: beside.height + 143 })
    await resize(yarrow, LAPTOP)
    expect(await expectInPlace(yarrow)).toEqual(beside)
  })

  test('the view makes way for palette, menus and other screens, and comes back', async ({
    connected: yarrow,
  }) => {
    const { window } = yarrow
    await window.getByRole('button', { name: 'Add plan' }).click()
    await waitForEmbed(window)
    const place = await expectInPlace(yarrow)
    const gone = () => expect.poll(() => view(yarrow)).toBeNull()
    const back = async () => {
      expect(await expectInPlace(yarrow)).toEqual(place)
    }

    await window.keyboard.press('Control+k')
    await window.getByRole('dialog').waitFor()
    await gone()
    await window.keyboard.press('Escape')
    await back()
    for (const menu of [/^Account:/, 'Open Fullscript']) {
      await window.getByRole('button', { name: menu }).click()
      await window.getByRole('menu').waitFor()
      await gone()
      await window.keyboard.press('Escape')
      await back()
    }
    await window.getByRole('tab', { name: 'Demographics' }).click()
    await gone()
    await window.getByRole('tab', { name: 'Plan' }).click()
    await back()
  })

  test('F-817: a frame that imitates Yarrow stays in its rectangle under its label, and the real password field has no frame near it', async ({
    connected: yarrow,
  }) => {
    const { window, app } = yarrow
    await window.getByRole('button', { name: 'Add plan' }).click()
    await waitForEmbed(window)
    const place = await expectInPlace(yarrow)
    const frame = await fullscriptFrame(yarrow)
    await frame.evaluate(async () => {
      const page = globalThis as unknown as {
        document: {
          body: { innerHTML: string }
          documentElement: { requestFullscreen(): Promise<void> }
        }
        resizeTo(width: number, height: number): void
        moveTo(x: number, y: number): void
      }
      page.document.body.innerHTML = '<h1>Locked</h1><input type="password" aria-label="Password" autofocus>'
      page.resizeTo(3_000, 3_000)
      page.moveTo(-100, -100)
      await page.document.documentElement.requestFullscreen().catch(() => undefined)
    })
    expect(await expectInPlace(yarrow)).toEqual(place)
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isFullScreen())).toBe(
      false,
    )
    // Yarrow's own line names whose page it is, above the view and never under it.
    for (const label of [
      window.getByTestId('embed-status'),
      window.getByRole('button', { name: 'Close Fullscript' }),
    ]) {
      await expect(label).toBeVisible()
      await expect(label).toContainText('Fullscript')
      const box = await label.boundingBox()
      expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThanOrEqual(place.y)
    }

    await lockByKey(window)
    await expect(passwordField(window)).toBeFocused()
    expect(
      await app.evaluate(
        ({ BrowserWindow, WebContentsView }) =>
          (BrowserWindow.getAllWindows()[0]?.contentView.children ?? []).filter(
            (child) => child instanceof WebContentsView && child.webContents.getURL().startsWith('https:'),
          ).length,
      ),
    ).toBe(0)
  })

  test(
    'while Fullscript is slow, nothing that stands moves',
    { annotation: { type: 'slow', description: 'waits for answers that Fullscript holds back' } },
    async ({ connected: yarrow, fullscript }) => {
      const { window } = yarrow
      const slow = (path: string) =>
        fullscript.control('faults', { path, effect: { kind: 'delay', milliseconds: 1500 } })
      const standing = () =>
        Promise.all(
          ['nav', 'main', 'header >> nth=0', '[role=tablist]', 'h1'].map((part) => boxOf(window, part)),
        )

      await window.getByRole('tab', { name: 'Plan' }).click()
      const before = await standing()
      await slow('/api/clinic/embeddable/session_grants')
      await window.getByRole('button', { name: 'Add plan' }).click()
      await window.getByTestId('embed-status').filter({ hasText: 'Signing in' }).waitFor()
      const place = await boxOf(window, PLACE)
      expect(await standing()).toEqual(before)
      await waitForEmbed(window)
      expect(await standing()).toEqual(before)
      expect(await boxOf(window, PLACE)).toEqual(place)

      await buildPlan(await fullscriptFrame(yarrow), {
        practitioner: /Tomas Okafor/,
        patient: /Maya Lindqvist/,
        items: [{ search: 'zinc picolinate', product: 'Zinc Picolinate 30' }],
      })
      await sendPlan(await fullscriptFrame(yarrow))
      await window.getByRole('button', { name: 'Close Fullscript' }).click()
      await window.getByTestId('plan').getByText('Zinc Picolinate 30').waitFor()
      const refresh = window.getByRole('button', { name: /^Refresh the plan/ })
      const card = await boxOf(window, '[data-testid=plan]')
      await slow('/api/clinic/treatment_plans/*')
      await refresh.click()
      await expect(refresh).toHaveAttribute('data-loading', 'true')
      expect(await boxOf(window, '[data-testid=plan]')).toEqual(card)
      await expect(refresh).not.toHaveAttribute('data-loading', 'true')
      expect(await boxOf(window, '[data-testid=plan]')).toEqual(card)
      expect(await standing()).toEqual(before)

      await window.getByRole('link', { name: 'Fullscript' }).click()
      await window.getByRole('tab', { name: 'Test connection' }).click()
      const steps = () =>
        Promise.all(['h1', 'nav', '[data-testid=test-sign-in]'].map((part) => corner(window, part)))
      const atRest = await steps()
      await slow('/api/clinic')
      await window.getByRole('button', { name: 'Run the test' }).click()
      await window.getByLabel('Running').waitFor({ state: 'attached' })
      expect(await steps()).toEqual(atRest)
      await window.getByLabel('Passed').nth(2).waitFor()
      expect(await steps()).toEqual(atRest)
    },
  )
})

/** Where an element begins and how wide it is; an answer may make it longer. */
async function corner(window: Page, selector: string) {
  const { x, y, width } = await boxOf(window, selector)
  return { x, y, width }
}
