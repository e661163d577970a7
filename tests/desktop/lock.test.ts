/**
 * Proves locking in real Electron: by time, by key and by the system, with nothing of a patient left in sight, every
 * call refused, and the work there again after the password.
 */
import { existsSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { pressRealKey, tabIntoFullscript } from '../support/keyboard'
import {
  idleFor,
  lockByKey,
  movePointer,
  pageText,
  passwordField,
  refusals,
  unlock,
  waitForLock,
} from '../support/lock'
import type { LocalFullscript } from '../support/local-fullscript'
import {
  addPlan,
  askedToAuthorize,
  confirmOwner,
  june,
  openPatient,
  openPlan,
  signIn,
  waitForEmbed,
} from '../support/people'
import type { SystemBrowser } from '../support/system-browser'
import type { Yarrow } from '../support/yarrow'
import { expect, test, type Counters } from './practice'

const counters = (fullscript: LocalFullscript) => fullscript.control<Counters>('counters')
const asked = ({ requests }: Counters) => requests['POST /api/oauth/token'] ?? 0
const NAMES = /Lindqvist|Maya/
/** How many views lie on the window. */
const viewsOnTheWindow = ({ app }: Yarrow) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.contentView.children.length)
const isRunning = (id: number) => existsSync(`/proc/${id}`)

test('170.315(d)(5), F-706: by key: no name in sight, every call refused, and the same screen with the draft after the password', async ({
  yarrow,
}) => {
  const { window } = yarrow
  await signIn(window, june)
  await openPatient(window, 'maya lind', /Maya/)
  const note = window.getByRole('textbox', { name: 'Note' })
  await note.fill('')
  await note.pressSequentially('prefers to be called in the after')
  const address = window.url()
  await lockByKey(window)

  await expect(passwordField(window)).toBeFocused()
  await expect(window.getByRole('textbox', { name: 'Username' })).toHaveValue('june')
  await expect.poll(() => new URL(window.url()).pathname).toBe('/')
  expect(await pageText(window)).not.toMatch(NAMES)
  expect(await pageText(window)).not.toContain('prefers to be called')
  const answers = await refusals(window)
  expect(Object.keys(answers).length).toBeGreaterThan(20)
  expect(new Set(Object.values(answers))).toEqual(new Set(['signed-out']))
  const titles = await yarrow.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((one) => one.getTitle()),
  )
  expect(titles).toEqual(['Yarrow'])
  // Nothing to go back to.
  await window.evaluate(() => {
    ;(globalThis as unknown as { history: { back(): void } }).history.back()
  })
  expect(await pageText(window)).not.toMatch(NAMES)

  await unlock(window)
  await expect(note).toHaveValue('prefers to be called in the after')
  await expect(window.getByText('Draft restored')).toBeVisible()
  expect(window.url()).toBe(address)
})

test('164.312(a)(2)(iii), 170.315(d)(5), F-705: after the minutes of the practice, not before, and a key begins them anew', async ({
  yarrow,
}) => {
  const { window } = yarrow
  await signIn(window, june)
  await openPatient(window, 'maya lind', /Maya/)
  await idleFor(yarrow, 9.5)
  await window.keyboard.press('Shift')
  await idleFor(yarrow, 9.5)
  await window.mouse.move(300, 300)
  await window.mouse.move(310, 310)
  await idleFor(yarrow, 9.5)
  await expect(window.getByRole('heading', { level: 1, name: 'Maya Lindqvist' })).toBeVisible()
  await idleFor(yarrow, 10)
  await waitForLock(window)
  expect(await pageText(window)).not.toMatch(NAMES)
})

test('F-705: sleep, a locked screen and another session on the computer lock at once', async ({ yarrow }) => {
  const { window } = yarrow
  await signIn(window, june)
  for (const event of ['suspend', 'lock-screen', 'user-did-resign-active']) {
    await yarrow.app.evaluate(({ powerMonitor }, name) => {
      powerMonitor.emit(name)
    }, event)
    await waitForLock(window)
    await unlock(window)
    await window.getByRole('heading', { name: 'Patients', level: 1 }).waitFor()
  }
})

test('F-705, F-706: during an open embed: keys and pointers inside it count, the view waits off the window, and the plan page is there again with it', async ({
  connected: yarrow,
  fullscript,
}) => {
  const { window } = yarrow
  const frame = await openPlan(yarrow)
  const embed = await yarrow.embedPage()
  await tabIntoFullscript(yarrow, frame)

  await idleFor(yarrow, 9.5)
  await pressRealKey(yarrow, 'Shift')
  await idleFor(yarrow, 9.5)
  await movePointer(yarrow)
  await idleFor(yarrow, 9.5)
  await expect(window.getByTestId('embed-status')).toBeVisible()

  await idleFor(yarrow, 10)
  await waitForLock(window)
  expect(await viewsOnTheWindow(yarrow)).toBe(0)
  expect(await pageText(window)).not.toMatch(NAMES)
  const { grantsIssued } = await counters(fullscript)

  await unlock(window)
  await window.getByRole('heading', { level: 1, name: 'Maya Lindqvist' }).waitFor()
  expect(new URL(window.url()).pathname).toMatch(/\/plan$/)
  await waitForEmbed(window)
  expect(await viewsOnTheWindow(yarrow)).toBe(1)
  expect(embed.isClosed()).toBe(false)
  expect((await counters(fullscript)).grantsIssued).toBe(grantsIssued)
})

test('F-706: idle lock over an embed that hangs: the screen is covered and the view off the window at once, and after an hour its process ends', async ({
  connected: yarrow,
}) => {
  const { app, window } = yarrow
  await addPlan(window)
  await waitForEmbed(window)
  const embed = await yarrow.embedPage()
  const process = await app.evaluate(({ BrowserWindow, webContents }) => {
    const [main] = BrowserWindow.getAllWindows()
    const page = webContents.getAllWebContents().find((contents) => contents.getURL().startsWith('https://'))
    if (!main || !page) throw new Error('There is no embed')
    const seen: string[] = []
    Object.assign(globalThis, { seen })
    page.once('destroyed', () => seen.push('ended'))
    const send = main.webContents.send.bind(main.webContents)
    main.webContents.send = (channel: string, ...rest: unknown[]) => {
      send(channel, ...rest)
      if (!JSON.stringify(rest).includes('"locked"')) return
      queueMicrotask(() => seen.push(`told, ${main.contentView.children.length} views`))
    }
    return page.getOSProcessId()
  })
  void embed.evaluate('for (;;);').catch(() => undefined)
  await idleFor(yarrow, 10)
  await waitForLock(window)
  expect(await pageText(window)).not.toMatch(NAMES)
  const seen = () => app.evaluate(() => Reflect.get(globalThis, 'seen') as string[])
  await expect.poll(seen).toEqual(['told, 0 views'])
  await idleFor(yarrow, 60)
  await expect.poll(seen).toEqual(['told, 0 views', 'ended'])
  await expect.poll(() => isRunning(process)).toBe(false)
  await unlock(window)
  await window.getByRole('heading', { level: 1, name: 'Maya Lindqvist' }).waitFor()
})

test('F-706: the key locks from inside Fullscript’s frame too', async ({ connected: yarrow }) => {
  const { window } = yarrow
  const frame = await openPlan(yarrow)
  await tabIntoFullscript(yarrow, frame)
  await pressRealKey(yarrow, 'L', 'control', 'shift')
  await waitForLock(window)
  expect(await viewsOnTheWindow(yarrow)).toBe(0)
  await expect(passwordField(window)).toBeFocused()
})

test('idle lock during a refresh: the new pair is kept, and nobody has to connect again', async ({
  connected: yarrow,
  fullscript,
}) => {
  const { window } = yarrow
  await fullscript.control('clock/advance', { milliseconds: 7_300_000 })
  await fullscript.control('faults', {
    path: '/api/oauth/token',
    effect: { kind: 'delay', milliseconds: 6_000 },
  })
  const before = asked(await counters(fullscript))
  await addPlan(window)
  await expect.poll(async () => asked(await counters(fullscript))).toBe(before + 1)
  await idleFor(yarrow, 10)
  await waitForLock(window)
  await expect.poll(async () => (await counters(fullscript)).refreshes).toBe(1)
  expect((await counters(fullscript)).grantsIssued).toBe(0)

  await unlock(window)
  await window.getByRole('heading', { level: 1, name: 'Maya Lindqvist' }).waitFor()
  await window.getByRole('button', { name: 'Add plan' }).click()
  await waitForEmbed(window)
  expect((await counters(fullscript)).refreshes).toBe(1)
})

/** June is in the browser, signing in at Fullscript, for longer than her minutes; answers with the browser's page. */
async function lockedWhileInTheBrowser(yarrow: Yarrow, browser: SystemBrowser, fullscript: LocalFullscript) {
  const { window } = yarrow
  await signIn(window, june)
  const page = await askedToAuthorize(window, browser, fullscript.account('store owner'))
  await idleFor(yarrow, 10)
  await waitForLock(window)
  await expect(window.getByText('Sign in to finish connecting Fullscript')).toBeHidden()
  return page
}
const authorize = (page: Page) => page.getByRole('button', { name: 'Authorize Application' }).click()
const isThisYou = (window: Page) => window.getByRole('region', { name: 'Is this you?' })

test('F-706, S-21: idle lock during connecting: the answer waits sealed for the same person, who goes on without a click', async ({
  yarrow,
  systemBrowser,
  fullscript,
}) => {
  const { window } = yarrow
  const page = await lockedWhileInTheBrowser(yarrow, systemBrowser, fullscript)
  await authorize(page)
  await expect(page.getByRole('heading', { name: 'Yarrow is waiting for you' })).toBeVisible()
  await expect(window.getByText('Sign in to finish connecting Fullscript')).toBeVisible()
  expect((await counters(fullscript)).codesExchanged).toBe(0)

  await unlock(window)
  await expect(isThisYou(window)).toContainText('June Hartwell')
  await confirmOwner(window)
  await expect(window.getByRole('button', { name: 'Disconnect' })).toBeVisible()
  expect((await counters(fullscript)).codesExchanged).toBe(1)
})
