/**
 * Proves everything over https, in real Electron and a real browser, as at the real Fullscript: sign-in page, REST API and
 * embed. Plain http would hide what an https origin does to cookies, frames and cross-origin calls.
 */
import {
  buildPlan,
  connectAccount,
  enterFullscriptSettings,
  june,
  openPlan,
  sendPlan,
  signIn,
  ZINC_FOR_MAYA,
} from '../support/people'
import { SystemBrowser } from '../support/system-browser'
import { expect, test } from './practice'

test('connects, opens the embed and sends a plan over https', async ({ start, fullscript }) => {
  const { https, spki } = fullscript.info
  // The stand-in's certificate is made at its start; both programs are told to know exactly this one.
  const trust = `--ignore-certificate-errors-spki-list=${spki}`
  const browser = await SystemBrowser.start([trust])
  try {
    const yarrow = await start({ browser: browser.command, args: [trust] })
    const { window } = yarrow
    await signIn(window, june)
    await enterFullscriptSettings(window, fullscript, { apiOrigin: https, pagesOrigin: https })
    await connectAccount(yarrow, browser, fullscript.account('store owner'))
    const frame = await openPlan(yarrow)
    expect(new URL(frame.url()).origin).toBe(https)
    await buildPlan(frame, ZINC_FOR_MAYA)
    await sendPlan(frame)
    await window.getByRole('button', { name: 'Close Fullscript' }).click()
    await expect(window.getByTestId('plan')).toContainText('Zinc Picolinate 30')
  } finally {
    await browser.stop()
  }
})
