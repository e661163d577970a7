/**
 * Proves connecting a Fullscript account in real Electron with a real browser: by loopback and by
 * deep link, cancelled, with a colleague's account, and that a kill in the middle leaves nothing usable behind.
 */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import type { Page } from 'playwright-core'
import type { LocalFullscript } from '../support/local-fullscript'
import {
  askedToAuthorize,
  connectAccount,
  confirmOwner,
  june,
  openConnection,
  signIn,
  signOut,
  startConnecting,
  tomas,
} from '../support/people'
import { electronCommand } from '../support/yarrow'
import { expect, says, test, counters } from './practice'

const connected = (window: Page) => window.getByRole('button', { name: 'Disconnect' })
const authorize = (page: Page) => page.getByRole('button', { name: 'Authorize Application' }).click()

/** Live refresh tokens at Fullscript, of everybody together. */
async function liveTokens(fullscript: LocalFullscript): Promise<number> {
  const { live } = await fullscript.control<{ live: Record<string, { refresh: number }> }>('state')
  return Object.values(live).reduce((sum, { refresh }) => sum + refresh, 0)
}

test('loopback: from the button to the confirmed owner @ordinary-user', async ({
  yarrow,
  systemBrowser,
  fullscript,
}) => {
  const { window } = yarrow
  await signIn(window, june)
  const page = await askedToAuthorize(window, systemBrowser, fullscript.account('store owner'))
  await authorize(page)
  await expect(page.getByRole('heading', { name: 'You can go back to Yarrow' })).toBeVisible()
  // The code is used up and no longer in the address bar (F-114).
  expect(new URL(page.url()).search).toBe('')
  const card = window.getByRole('region', { name: 'Is this you?' })
  await expect(card).toContainText('June Hartwell')
  await expect(card).toContainText('Practitioner')
  await confirmOwner(window)
  await expect(connected(window)).toBeVisible()
  const counted = await counters(fullscript)
  expect(counted.codesExchanged).toBe(1)
  expect(await liveTokens(fullscript)).toBe(1)
})

test('deep link: a second instance hands the answer over and ends', async ({
  start,
  systemBrowser,
  fullscript,
  userData,
}) => {
  const yarrow = await start()
  const { window } = yarrow
  await signIn(window, june)
  const page = await askedToAuthorize(window, systemBrowser, fullscript.account('store owner'), {
    wayBack: 'Link that opens Yarrow',
  })
  const redirect = page.waitForResponse((response) =>
    (response.headers().location ?? '').startsWith('com.yarrowehr.desktop:'),
  )
  await authorize(page)
  const link = (await redirect).headers().location ?? ''
  const { file, args, env } = electronCommand({ userData })
  const second = execFile(file, [...args, link], { env })
  const [code] = (await once(second, 'exit')) as [number]
  expect(code).toBe(0)
  await confirmOwner(window)
  await expect(connected(window)).toBeVisible()
})

test('deep link: a link that nobody waits for opens nothing, also on a cold start (F-206, F-210)', async ({
  start,
}) => {
  const link = 'com.yarrowehr.desktop:/fullscript/local/callback?code=abcdefghijklmnopqrst&state=stolen-state'
  const yarrow = await start({ lastArgs: [link] })
  await expect(yarrow.window.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await signIn(yarrow.window, june)
  await openConnection(yarrow.window)
  await expect(yarrow.window.getByRole('button', { name: 'Connect my Fullscript account' })).toBeVisible()
  expect(yarrow.output.join('')).not.toContain('stolen-state')
})

test('F-128: Cancel closes the way back, and the page that comes late finds nothing', async ({
  yarrow,
  systemBrowser,
  fullscript,
}) => {
  const { window } = yarrow
  await signIn(window, june)
  const page = await askedToAuthorize(window, systemBrowser, fullscript.account('store owner'))
  await window.getByRole('button', { name: 'Cancel' }).click()
  await expect(window.getByRole('button', { name: 'Connect my Fullscript account' })).toBeVisible()
  const failed = page.waitForEvent('requestfailed', (request) => request.url().includes('/callback'))
  await authorize(page)
  await failed
  expect((await counters(fullscript)).codesExchanged).toBe(0)
})

test('an account that belongs to a colleague is refused and its new token revoked', async ({
  yarrow,
  systemBrowser,
  fullscript,
}) => {
  const { window } = yarrow
  await signIn(window, june)
  await connectAccount(yarrow, systemBrowser, fullscript.account('store owner'))
  await signOut(window)
  await signIn(window, tomas)
  await openConnection(window)
  const page = await startConnecting(window, systemBrowser)
  // The browser is still signed in as June and has agreed before: it answers at once (R-DK-10).
  await page.waitForURL(/\/done$/)
  await expect(window.getByText(says('connect-colleague'))).toBeVisible()
  await expect.poll(() => liveTokens(fullscript)).toBe(1)
})

test('killed between the exchange and the confirmation: nothing is connected and nothing stays valid', async ({
  start,
  systemBrowser,
  fullscript,
}) => {
  const first = await start()
  await signIn(first.window, june)
  const page = await askedToAuthorize(first.window, systemBrowser, fullscript.account('store owner'))
  await authorize(page)
  await first.window.getByRole('button', { name: 'Yes, this is me' }).waitFor()
  expect(await liveTokens(fullscript)).toBe(1)
  await first.kill()

  const second = await start()
  await signIn(second.window, june)
  await openConnection(second.window)
  await expect(second.window.getByRole('button', { name: 'Connect my Fullscript account' })).toBeVisible()
  await expect.poll(() => liveTokens(fullscript)).toBe(0)
})
