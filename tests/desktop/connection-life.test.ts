/**
 * Proves that a connection lives as long as it should, in real Electron: refreshed without a word, lost with a clear
 * one, and mended where the person stands.
 */
import type { Page } from 'playwright-core'
import type { LocalFullscript } from '../support/local-fullscript'
import {
  confirmOwner,
  connectAccount,
  june,
  openPatient,
  signIn,
  startConnecting,
  waitForEmbed,
} from '../support/people'
import { expect, says, test, counters } from './practice'

const addPlan = (window: Page) => window.getByRole('button', { name: 'Add plan' }).click()
const twoHoursLater = (fullscript: LocalFullscript) =>
  fullscript.control('clock/advance', { milliseconds: 7_300_000 })

test('an access token that expires mid-work is refreshed once, unnoticed @ordinary-user', async ({
  connected: yarrow,
  fullscript,
}) => {
  const { window } = yarrow
  await twoHoursLater(fullscript)
  await openPatient(window, 'maya lind', /Maya/)
  await addPlan(window)
  await waitForEmbed(window)
  expect((await counters(fullscript)).refreshes).toBe(1)
})

test('revoked in the web app: told in plain words, mended on the spot, same patient', async ({
  yarrow,
  systemBrowser,
  fullscript,
}) => {
  const { window } = yarrow
  const account = fullscript.account('store owner')
  await signIn(window, june)
  await connectAccount(yarrow, systemBrowser, account)
  await fullscript.control('revoke-user', { user: account.email })
  await openPatient(window, 'maya lind', /Maya/)
  await addPlan(window)
  await expect(window.getByText(says('fullscript-reconnect-needed')).first()).toBeVisible()
  // The browser is still signed in; agreeing is all that is left to do.
  const page = await startConnecting(window, systemBrowser)
  const agree = page.getByRole('button', { name: 'Authorize Application' })
  await agree.click()
  await confirmOwner(window)
  await waitForEmbed(window)
  await expect(window.getByRole('heading', { level: 1, name: 'Maya Lindqvist' })).toBeVisible()
})
