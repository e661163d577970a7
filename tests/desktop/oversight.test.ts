/**
 * Proves oversight in real Electron, with two people at one computer: scopes that were added until everybody has
 * connected again, a lost connection mended from the middle of other work, connections ended by an administrator, and a
 * practitioner's account that the front desk cannot use.
 */
import type { Page } from 'playwright-core'
import { SCOPES } from '../../src/shared/scopes'
import type { LocalFullscript } from '../support/local-fullscript'
import {
  askedToAuthorize,
  confirmOwner,
  connectAccount,
  june,
  openConnection,
  openPatient,
  priya,
  signIn,
  signInAtFullscript,
  signOut,
  startConnecting,
} from '../support/people'
import type { SystemBrowser } from '../support/system-browser'
import type { Yarrow } from '../support/yarrow'
import { expect, says, test } from './practice'

const banner = (window: Page) => window.getByRole('region', { name: 'Fullscript connection' })
const rowOf = (window: Page, name: string) =>
  window.getByRole('table', { name: 'Everybody’s connections' }).getByRole('row').filter({ hasText: name })
const tokensAlive = async (fullscript: LocalFullscript) => {
  const { tokens } = await fullscript.control<{ tokens: { revokedAt: number | null }[] }>('state')
  return tokens.filter(({ revokedAt }) => revokedAt === null).length
}

async function openOverview(window: Page) {
  await window.getByRole('link', { name: 'Fullscript' }).click()
  await window.getByRole('tab', { name: 'Everybody' }).click()
  await window.getByRole('table', { name: 'Everybody’s connections' }).waitFor()
}

/** June and Priya connected, each with an account of their own; June is at work afterwards. */
async function bothConnected(yarrow: Yarrow, browser: SystemBrowser, fullscript: LocalFullscript) {
  const { window } = yarrow
  await signIn(window, priya)
  await connectAccount(yarrow, browser, fullscript.account('staff'))
  await signOut(window)
  await signIn(window, june)
  await connectAccount(yarrow, browser, fullscript.account('store owner'))
}

/** One click on the banner, the browser's page that comes, and the one question after it. */
async function mend(
  window: Page,
  browser: SystemBrowser,
  signingIn?: Parameters<typeof signInAtFullscript>[1],
) {
  const opened = browser.nextPage()
  await banner(window).getByRole('button', { name: 'Connect again' }).click()
  const page = await opened
  await page.waitForLoadState()
  if (signingIn) await signInAtFullscript(page, signingIn)
  await page.getByRole('button', { name: 'Authorize Application' }).click()
  await confirmOwner(window)
  await expect(banner(window)).toBeHidden()
  await page.close()
}

test('mission/003: scopes were added; both are asked, and the overview shows who is left until nobody is', async ({
  yarrow,
  systemBrowser,
  fullscript,
}) => {
  const { window } = yarrow
  const { clientId } = fullscript.application
  const scopes = SCOPES.map(({ scope }) => scope)
  const fewer = scopes.filter((scope) => scope !== 'patients:read')
  await fullscript.control('application', { clientId, change: { scopes: fewer } })
  await bothConnected(yarrow, systemBrowser, fullscript)
  await expect(banner(window)).toContainText('Read treatment plans into the chart')

  await fullscript.control('application', { clientId, change: { scopes } })
  await window.getByRole('tab', { name: 'Fullscript settings' }).click()
  await window.getByRole('button', { name: 'Ask everybody to connect again' }).click()
  await expect(window.getByText('2 people have still to connect again')).toBeVisible()
  await mend(window, systemBrowser)
  await window.getByRole('tab', { name: 'Everybody' }).click()
  await expect(rowOf(window, 'June Hartwell')).toContainText('Nothing')
  await expect(rowOf(window, 'Priya Raman')).toContainText('Still to connect again')

  await signOut(window)
  await signIn(window, priya)
  await expect(banner(window)).toContainText('may do more with Fullscript now')
  await banner(window).getByRole('button', { name: 'Ask me tomorrow' }).click()
  await expect(banner(window)).toBeHidden()
  await openConnection(window)
  await systemBrowser.forgetSessions()
  const page = await startConnecting(window, systemBrowser)
  await signInAtFullscript(page, fullscript.account('staff'))
  await page.getByRole('button', { name: 'Authorize Application' }).click()
  await confirmOwner(window)
  await expect(window.getByText('Not granted')).toHaveCount(0)

  await signOut(window)
  await signIn(window, june)
  await openOverview(window)
  await expect(window.getByTestId('reauthorized')).toContainText('Everybody has connected again since')
  await expect(rowOf(window, 'Priya Raman')).toContainText('Nothing')
})

test('F-309 a connection that was lost: said on every screen, mended with one click, the half-typed text kept', async ({
  yarrow,
  systemBrowser,
  fullscript,
}) => {
  const { window } = yarrow
  const account = fullscript.account('store owner')
  await signIn(window, june)
  await connectAccount(yarrow, systemBrowser, account)
  await expect(banner(window)).toBeHidden()
  await fullscript.control('revoke-user', { user: account.email })
  await window.getByRole('tab', { name: 'Test connection' }).click()
  await window.getByRole('button', { name: 'Run the test' }).click()
  await expect(banner(window)).toContainText('Fullscript has ended your connection')

  await openPatient(window, 'maya lind', /Maya/)
  await expect(banner(window)).toBeVisible()
  await window.getByLabel('City').fill('Salem, hal')
  // The browser is still signed in; agreeing is all that is left to do there.
  await mend(window, systemBrowser)
  await expect(window.getByLabel('City')).toHaveValue('Salem, hal')
  await expect(window.getByRole('button', { name: 'Save changes' })).toBeEnabled()
  await window.getByRole('button', { name: 'Discard' }).click()
})

test('S-17 R-7009-05 an administrator ends one connection and then all of them', async ({
  yarrow,
  systemBrowser,
  fullscript,
}) => {
  const { window } = yarrow
  await bothConnected(yarrow, systemBrowser, fullscript)
  await openOverview(window)
  await expect(rowOf(window, 'Priya Raman')).toContainText('Office staff')
  await rowOf(window, 'Priya Raman').getByRole('button', { name: 'Disconnect Priya Raman' }).click()
  await window.getByRole('button', { name: 'Disconnect now' }).click()
  await expect(window.getByText('Fullscript is told when the person signs in next')).toBeVisible()
  await expect(rowOf(window, 'Priya Raman')).toContainText('Ended here')
  expect(await tokensAlive(fullscript)).toBe(2)

  await signOut(window)
  await signIn(window, priya)
  await expect.poll(() => tokensAlive(fullscript)).toBe(1)
  await openConnection(window)
  await expect(window.getByRole('button', { name: 'Connect my Fullscript account' })).toBeVisible()
  await connectAccount(yarrow, systemBrowser, fullscript.account('staff'))

  await signOut(window)
  await signIn(window, june)
  await openOverview(window)
  await window.getByRole('button', { name: 'Disconnect everybody' }).click()
  await window.getByRole('button', { name: 'Disconnect all 2' }).click()
  await expect(window.getByText('2 connections are ended')).toBeVisible()
  await expect.poll(() => tokensAlive(fullscript)).toBe(1)
  await expect(rowOf(window, 'June Hartwell')).toContainText('Not connected')
})

test("the front desk cannot use a practitioner's account: refused in words, its token revoked", async ({
  yarrow,
  systemBrowser,
  fullscript,
}) => {
  const { window } = yarrow
  await signIn(window, priya)
  const page = await askedToAuthorize(window, systemBrowser, fullscript.account('practitioner'))
  await page.getByRole('button', { name: 'Authorize Application' }).click()
  await expect(window.getByText(says('connect-practitioner'))).toBeVisible()
  await expect.poll(() => tokensAlive(fullscript)).toBe(0)
})
