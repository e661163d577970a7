/**
 * Proves in real Electron, with a real browser, that Fullscript's rule for redirect URIs is met: the very address that is
 * shown is sent, the reserve where the first port is taken, words instead of a browser where both are, and what to do when
 * another one is registered.
 */
import { createServer, type Server } from 'node:net'
import {
  confirmOwner,
  june,
  openConnection,
  signIn,
  signInAtFullscript,
  startConnecting,
} from '../support/people'
import { callbacksAt, loopbackPorts } from '../support/loopback-ports'
import { expect, says, test } from './practice'

function occupy(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({ host: '127.0.0.1', port }, () => {
      resolve(server)
    })
  })
}
const redirectOf = (address: string) => new URL(address).searchParams.get('redirect_uri')

test('the exact redirect: what the steps show is sent and taken', async ({
  yarrow,
  systemBrowser,
  fullscript,
}) => {
  const { window } = yarrow
  const [first = '', reserve = ''] = callbacksAt(await loopbackPorts())
  await signIn(window, june)
  await window.getByRole('link', { name: 'Fullscript' }).click()
  await window.getByRole('tab', { name: 'Fullscript settings' }).click()
  const steps = window.getByRole('region', { name: 'Steps in Fullscript’s dashboard' })
  await expect(steps.getByText(first, { exact: true })).toBeVisible()
  await expect(steps.getByText(reserve, { exact: true })).toBeVisible()
  await openConnection(window)
  const page = await startConnecting(window, systemBrowser)
  await signInAtFullscript(page, fullscript.account('store owner'))
  expect(redirectOf(page.url())).toBe(first)
  await page.getByRole('button', { name: 'Authorize Application' }).click()
  await confirmOwner(window)
  await expect(window.getByRole('button', { name: 'Disconnect' })).toBeVisible()
})

test('the exact redirect: the reserve where the first port is taken, words where both are', async ({
  yarrow,
  systemBrowser,
  fullscript,
}) => {
  const { window } = yarrow
  const [first, reserve] = await loopbackPorts()
  await signIn(window, june)
  const taken = [await occupy(first)]
  try {
    await openConnection(window)
    const page = await startConnecting(window, systemBrowser)
    await signInAtFullscript(page, fullscript.account('store owner'))
    expect(redirectOf(page.url())).toBe(callbacksAt([reserve])[0])
    await window.getByRole('button', { name: 'Cancel' }).click()
    taken.push(await occupy(reserve))
    const before = systemBrowser.pages().length
    await window.getByRole('button', { name: 'Connect my Fullscript account' }).click()
    const alert = window.getByRole('alert').filter({ hasText: says('connect-no-way-back') })
    await expect(alert).toContainText('Nothing was changed and nothing is lost.')
    await expect(alert).toContainText('Close the other program')
    await expect(window.getByRole('button', { name: 'Paste the address instead' })).toBeVisible()
    expect(systemBrowser.pages()).toHaveLength(before)
  } finally {
    for (const server of taken) server.close()
  }
})

test('the exact redirect: another registration is a 404, and Yarrow says what to do', async ({
  yarrow,
  systemBrowser,
  fullscript,
}) => {
  const { window } = yarrow
  const [first = ''] = callbacksAt(await loopbackPorts())
  const { clientId } = fullscript.application
  // What used to be registered: the address without its port.
  const redirectUris = ['http://127.0.0.1/fullscript/local/callback']
  await fullscript.control('application', { clientId, change: { redirectUris } })
  await signIn(window, june)
  await openConnection(window)
  const page = await startConnecting(window, systemBrowser)
  await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible()
  await window.getByText('Fullscript shows “Page not found”?').click()
  await expect(window.getByText('not registered in Fullscript’s dashboard exactly like this')).toBeVisible()
  await expect(window.getByText(first, { exact: true })).toBeVisible()
  // A server with Doorkeeper's own rule takes any port of this computer.
  await fullscript.control('settings', { anyLoopbackPort: true })
  await page.reload()
  await expect(page.getByLabel('E-mail')).toBeVisible()
})
