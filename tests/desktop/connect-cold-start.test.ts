/**
 * Proves in real Electron that an answer from the browser may start Yarrow: it finishes for the person who began, once
 * they have signed in, after a kill, and does nothing for anybody else.
 */
import type { Page } from 'playwright-core'
import type { LocalFullscript } from '../support/local-fullscript'
import {
  confirmOwner,
  june,
  openConnection,
  signIn,
  signInAtFullscript,
  signOut,
  startConnecting,
  tomas,
  type DemoPerson,
} from '../support/people'
import type { SystemBrowser } from '../support/system-browser'
import type { Yarrow } from '../support/yarrow'
import { expect, test, counters } from './practice'

const notice = (window: Page) => window.getByText('Sign in to finish connecting Fullscript')
const connectButton = (window: Page) => window.getByRole('button', { name: 'Connect my Fullscript account' })
const exchanged = async (fullscript: LocalFullscript) => (await counters(fullscript)).codesExchanged

/** Begins in Yarrow, kills it, and answers with the link that the browser would then hand to the system. */
async function linkForNobody(
  yarrow: Yarrow,
  browser: SystemBrowser,
  fullscript: LocalFullscript,
): Promise<string> {
  const { window } = yarrow
  await signIn(window, june)
  await openConnection(window)
  const page = await startConnecting(window, browser, { wayBack: 'Link that opens Yarrow' })
  await yarrow.kill()
  await signInAtFullscript(page, fullscript.account('store owner'))
  const redirect = page.waitForResponse((response) =>
    (response.headers().location ?? '').startsWith('com.yarrowehr.desktop:'),
  )
  await page.getByRole('button', { name: 'Authorize Application' }).click()
  return (await redirect).headers().location ?? ''
}

/** Without waiting for the patients: whoever finishes connecting is shown that instead. */
async function signInToFinish(window: Page, person: DemoPerson) {
  await window.getByRole('button', { name: person.name }).click()
  await window.getByRole('button', { name: 'Sign in', exact: true }).click()
}

test('F-206: after a kill a link starts Yarrow, and the same person finishes connecting', async ({
  start,
  systemBrowser,
  fullscript,
}) => {
  const first = await start()
  const link = await linkForNobody(first, systemBrowser, fullscript)
  const second = await start({ lastArgs: [link] })
  await expect(notice(second.window)).toBeVisible()
  expect(await exchanged(fullscript)).toBe(0)
  await signInToFinish(second.window, june)
  const card = second.window.getByRole('region', { name: 'Is this you?' })
  await expect(card).toContainText('June Hartwell')
  await confirmOwner(second.window)
  await expect(second.window.getByRole('button', { name: 'Disconnect' })).toBeVisible()
  expect(await exchanged(fullscript)).toBe(1)
  const said = second.output.join('')
  for (const value of new URL(link).searchParams.values()) expect(said).not.toContain(value)
})

test('F-206, F-209: for somebody else the link that started Yarrow does nothing', async ({
  start,
  systemBrowser,
  fullscript,
}) => {
  const first = await start()
  const link = await linkForNobody(first, systemBrowser, fullscript)
  const { window } = await start({ lastArgs: [link] })
  await expect(notice(window)).toBeVisible()
  await expect(window.getByRole('main')).not.toContainText('Fullscript account')
  await signIn(window, tomas)
  await openConnection(window)
  await expect(connectButton(window)).toBeVisible()
  expect(await exchanged(fullscript)).toBe(0)

  await signOut(window)
  await expect(notice(window)).toBeVisible()
  await signInToFinish(window, june)
  await expect(window.getByRole('region', { name: 'Is this you?' })).toBeVisible()
  expect(await exchanged(fullscript)).toBe(1)
})

test('F-206: started again without a link, the attempt waits and can be cancelled', async ({
  start,
  systemBrowser,
}) => {
  const first = await start()
  await signIn(first.window, june)
  await openConnection(first.window)
  await startConnecting(first.window, systemBrowser, { wayBack: 'Link that opens Yarrow' })
  await first.kill()

  const { window } = await start()
  await expect(notice(window)).toBeHidden()
  await signIn(window, june)
  await openConnection(window)
  await window.getByRole('button', { name: 'Cancel' }).click()
  await expect(connectButton(window)).toBeVisible()
})
