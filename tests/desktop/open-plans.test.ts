/**
 * Proves in real Electron that a plan that is being built is never destroyed without a word: it goes through a lock and
 * comes back as it was to the same person alone, another patient's plan leaves it open, closing asks, and what ends all
 * the same is told to its owner at the next sign-in.
 */
import type { Frame, Page } from 'playwright-core'
import type { EmbedBridge, WindowBridge } from '../../src/shared/contract'
import { keyboardIn, pressRealKey, tabIntoFullscript } from '../support/keyboard'
import { idleFor, lockByKey, pageText, refusals, switchTo, unlock, waitForLock } from '../support/lock'
import {
  buildPlan,
  fullscriptFrame,
  june,
  openPatient,
  openPlan,
  sendPlan,
  signIn,
  signOut,
  tomas,
  waitForEmbed,
  ZINC_FOR_MAYA,
} from '../support/people'
import type { Yarrow } from '../support/yarrow'
import { counters, expect, test } from './practice'

const NAMES = /Lindqvist|Maya/
const TOLD = 'The plan for Maya Lindqvist may not have been sent'

const searchField = (frame: Frame) => frame.getByLabel('Search the catalog')
const question = (window: Page) => window.getByRole('dialog')

/** How many views lie on the window. */
const viewsOnTheWindow = ({ app }: Yarrow) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.contentView.children.length)

/** Embedded pages that are still there, on the window or off it. */
const embeddedPages = ({ app }: Yarrow) =>
  app.evaluate(
    ({ webContents }) =>
      webContents.getAllWebContents().filter((contents) => contents.getURL().startsWith('https:')).length,
  )

/** One product in the plan, and half a word in the search for the next, typed with keys as the system sends them. */
async function halfBuilt(yarrow: Yarrow): Promise<Frame> {
  const frame = await openPlan(yarrow)
  await tabIntoFullscript(yarrow, frame)
  await buildPlan(frame, ZINC_FOR_MAYA)
  await searchField(frame).fill('magnes')
  await searchField(frame).evaluate((field: HTMLInputElement) => {
    field.setSelectionRange(3, 3)
  })
  await searchField(frame).focus()
  await pressRealKey(yarrow, 'Backspace')
  await pressRealKey(yarrow, 'g')
  return frame
}

const cursor = (frame: Frame) =>
  searchField(frame).evaluate((field: HTMLInputElement) => [field.value, field.selectionStart])

test('F-706: the lock with a half-built plan: nothing of it in sight or to be had, and after the password it is as it was, is sent, and lands', async ({
  connected: yarrow,
  fullscript,
}) => {
  const { window } = yarrow
  const frame = await halfBuilt(yarrow)
  const embed = await yarrow.embedPage()
  const before = await cursor(frame)
  const { grantsIssued } = await counters(fullscript)
  await pressRealKey(yarrow, 'L', 'control', 'shift')
  await waitForLock(window)

  expect(await viewsOnTheWindow(yarrow)).toBe(0)
  expect(await keyboardIn(yarrow)).toBe('app:')
  expect(await pageText(window)).not.toMatch(NAMES)
  expect(await window.locator('body').ariaSnapshot()).not.toMatch(NAMES)
  const titles = await yarrow.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((one) => one.getTitle()),
  )
  expect(titles).toEqual(['Yarrow'])
  expect(new Set(Object.values(await refusals(window)))).toEqual(new Set(['signed-out']))
  const asked = await embed.evaluate(async () => {
    const { yarrow: bridge } = globalThis as unknown as { yarrow: EmbedBridge }
    const answers = [await bridge.sessionGrant(), await bridge.report({ type: 'page-ready' })]
    return answers.map((answer) => (answer.ok ? 'answered' : answer.failure.code))
  })
  expect(asked).toEqual(['signed-out', 'signed-out'])

  await unlock(window)
  await waitForEmbed(window)
  expect(await viewsOnTheWindow(yarrow)).toBe(1)
  expect(await cursor(frame)).toEqual(before)
  await frame.getByRole('complementary').getByText('Zinc Picolinate 30', { exact: true }).waitFor()
  expect((await counters(fullscript)).grantsIssued).toBe(grantsIssued)
  await sendPlan(frame)
  await expect(window.getByTestId('embed-status')).toContainText('Plan added to the chart')
  await window.getByRole('button', { name: 'Close Fullscript' }).click()
  await expect(window.getByTestId('plan')).toHaveCount(1)
  await expect(window.getByText(TOLD)).toBeHidden()
})

test('F-706, F-707: somebody else signs in over a half-built plan: it is gone with its process, and its owner alone is told', async ({
  connected: yarrow,
}) => {
  const { window } = yarrow
  await halfBuilt(yarrow)
  const embed = await yarrow.embedPage()
  await lockByKey(window)
  expect(await embeddedPages(yarrow)).toBe(1)
  await switchTo(window, { ...tomas, username: 'tomas' }, 'the lock')
  await expect.poll(() => embed.isClosed()).toBe(true)
  expect(await embeddedPages(yarrow)).toBe(0)
  await expect(window.getByRole('button', { name: /Open plan/ })).toBeHidden()
  await expect(window.getByText(TOLD)).toBeHidden()

  await switchTo(window, { ...june, username: 'june' })
  await expect(window.getByText(TOLD)).toBeVisible()
  await expect(window.getByText('Somebody else signed in here')).toBeVisible()
  await window.getByRole('button', { name: 'I have seen this' }).click()
  await expect(window.getByText(TOLD)).toBeHidden()
  await lockByKey(window)
  await unlock(window)
  await window.getByRole('heading', { level: 1 }).waitFor()
  await expect(window.getByText(TOLD)).toBeHidden()
})

test('F-706: after an hour behind the lock it ends, and its owner is told why', async ({
  connected: yarrow,
}) => {
  const { window } = yarrow
  await halfBuilt(yarrow)
  await lockByKey(window)
  await idleFor(yarrow, 59)
  expect(await embeddedPages(yarrow)).toBe(1)
  await idleFor(yarrow, 1)
  await expect.poll(() => embeddedPages(yarrow)).toBe(0)
  await unlock(window)
  await expect(window.getByText(TOLD)).toBeVisible()
  await expect(window.getByText('Yarrow was locked for an hour')).toBeVisible()
})

test('a half-built plan that was killed with Yarrow is told at the next sign-in', async ({
  ownConnected: yarrow,
  start,
}) => {
  await halfBuilt(yarrow)
  // Written down with the first key.
  await expect.poll(() => unsentKept(yarrow)).toBe('maybe-unsent')
  await yarrow.kill()
  const again = await start()
  await again.window.getByRole('button', { name: june.name }).click()
  await again.window.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(again.window.getByText(TOLD)).toBeVisible()
  await expect(again.window.getByText('It was open when Yarrow was closed')).toBeVisible()
})

const unsentKept = ({ window }: Yarrow) =>
  window.evaluate(async () => {
    const { yarrow } = globalThis as unknown as { yarrow: WindowBridge }
    const plans = await yarrow.embed.plans()
    return plans.ok ? plans.value[0]?.work : plans.failure.code
  })

test('another patient’s plan opens beside the first, which comes back as it was without a grant', async ({
  connected: yarrow,
  fullscript,
}) => {
  const { window } = yarrow
  const frame = await halfBuilt(yarrow)
  const before = await cursor(frame)
  await openPatient(window, 'oliver br', /Oliver/)
  await window.getByRole('button', { name: 'Add plan' }).click()
  await waitForEmbed(window)
  expect((await counters(fullscript)).grantsIssued).toBe(2)
  expect(await embeddedPages(yarrow)).toBe(2)

  await window.getByRole('button', { name: 'Open plan: Maya Lindqvist' }).click()
  await waitForEmbed(window)
  expect(await cursor(frame)).toEqual(before)
  expect((await counters(fullscript)).grantsIssued).toBe(2)
  await expect(window.getByRole('button', { name: 'Open plan: Oliver Brandt' })).toBeVisible()
})

test('closing, signing out and quitting ask first, and nothing is asked of a plan that was only looked at', async ({
  ownConnected: yarrow,
}) => {
  const { app, window } = yarrow
  const frame = await halfBuilt(yarrow)
  await window.getByRole('button', { name: 'Close Fullscript' }).click()
  await expect(question(window)).toContainText('It may not be sent')
  await question(window).getByRole('button', { name: 'Keep working' }).click()
  await expect(question(window)).toBeHidden()
  expect((await cursor(frame))[0]).not.toBe('')

  await window.getByRole('button', { name: /^Account:/ }).click()
  await window.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(question(window)).toContainText('Maya Lindqvist')
  await window.keyboard.press('Escape')
  await expect(question(window)).toBeHidden()

  const asked = await app.evaluate(
    ({ app: running, dialog }) =>
      new Promise<string>((resolve) => {
        dialog.showMessageBox = (_window: unknown, options?: { message: string }) => {
          setImmediate(resolve, options?.message ?? '')
          return Promise.resolve({ response: 0, checkboxChecked: false })
        }
        running.quit()
      }),
  )
  expect(asked).toBe('A plan in Fullscript may not have been sent.')
  expect((await cursor(frame))[0]).not.toBe('')

  await window.getByRole('button', { name: 'Close Fullscript' }).click()
  await question(window).getByRole('button', { name: 'Close it' }).click()
  await expect.poll(() => embeddedPages(yarrow)).toBe(0)
  await window.getByRole('button', { name: 'Add plan' }).click()
  await waitForEmbed(window)
  await window.getByRole('button', { name: 'Close Fullscript' }).click()
  await expect(window.getByTestId('embed-place')).toBeHidden()
  await signOut(window)
  await signIn(window, june)
  await expect(window.getByText(TOLD)).toBeHidden()
})

test('under a menu stays a picture of what Fullscript showed, and no longer than the menu', async ({
  connected: yarrow,
}) => {
  const { window } = yarrow
  await openPlan(yarrow)
  const picture = window.getByTestId('embed-place').locator('img')
  await window.getByRole('button', { name: 'Open Fullscript' }).click()
  await expect(picture).toBeVisible()
  const drawn = await picture.evaluate((image: HTMLImageElement) => [
    image.complete,
    image.naturalWidth > 300,
  ])
  expect(drawn).toEqual([true, true])
  await window.keyboard.press('Escape')
  await expect(picture).toHaveCount(0)
})

test('Fullscript is as large as everything around it, at every zoom', async ({ ownConnected: yarrow }) => {
  const { app, window } = yarrow
  await openPlan(yarrow)
  for (const factor of [1.5, 2, 1]) {
    await app.evaluate(({ BrowserWindow }, zoom) => {
      BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(zoom)
    }, factor)
    await expect
      .poll(() =>
        app.evaluate(({ webContents }) =>
          webContents
            .getAllWebContents()
            .find((contents) => contents.getURL().startsWith('https:'))
            ?.getZoomFactor(),
        ),
      )
      .toBeCloseTo(factor)
    const frame = await fullscriptFrame(yarrow)
    const place = await window.getByTestId('embed-place').boundingBox()
    await expect.poll(() => frame.evaluate(() => innerWidth)).toBeGreaterThan((place?.width ?? 0) - 20)
    await expect.poll(() => frame.evaluate(() => innerWidth)).toBeLessThan((place?.width ?? 0) + 20)
  }
})
