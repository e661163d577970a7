/**
 * Proves in real Electron that Yarrow works on a practice's own network: through a proxy that must be used, by address and
 * by PAC file; that a proxy's question for a password is said in words; with a certificate of an authority that only the
 * user's own store knows, and not without it; and that a certificate that is no good is refused in the embed too.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { CompanyNetwork } from '../support/company-network'
import type { LocalFullscript } from '../support/local-fullscript'
import { callbacksAt, loopbackPorts } from '../support/loopback-ports'
import {
  addPlan,
  connectAccount,
  enterFullscriptSettings,
  june,
  openConnection,
  openPlan,
  signIn,
} from '../support/people'
import { SystemBrowser } from '../support/system-browser'
import { expect, says, test } from './practice'

const NAMES = ['api-us-snd.fullscript.io', 'us-snd.fullscript.io']

/** Fullscript's sandbox under the addresses that are built in, and its own redirect URIs registered there. */
async function enterSandboxSettings(window: Page, fullscript: LocalFullscript) {
  const { clientId, clientSecret, publicKey } = fullscript.application
  const redirectUris = callbacksAt(await loopbackPorts(), 'us-snd')
  await fullscript.control('application', { clientId, change: { redirectUris } })
  await window.getByRole('link', { name: 'Fullscript' }).click()
  await window.getByRole('tab', { name: 'Fullscript settings' }).click()
  await window.getByLabel('Environment').selectOption({ label: 'United States, sandbox' })
  await window.getByLabel('Use other addresses').uncheck()
  await window.getByLabel('Client ID', { exact: true }).fill(clientId)
  await window.getByLabel('Client secret', { exact: true }).fill(clientSecret)
  await window.getByLabel('Public key').fill(publicKey)
  await window.getByRole('button', { name: 'Save settings' }).click()
  await window.getByText('Settings saved').waitFor()
}

async function runTest(window: Page) {
  await openConnection(window)
  await window.getByRole('tab', { name: 'Test connection' }).click()
  await window.getByRole('button', { name: 'Run the test' }).click()
}

for (const [how, variables] of [
  ['its address', ({ proxy }: CompanyNetwork) => ({ https_proxy: proxy })],
  ['a PAC file', ({ pac }: CompanyNetwork) => ({ auto_proxy: pac })],
] as const) {
  test(`connects and opens the embed through a proxy that must be used, set by ${how}`, async ({
    start,
    fullscript,
  }) => {
    const network = await CompanyNetwork.start({ target: fullscript.info.http, names: NAMES })
    const trust = `--ignore-certificate-errors-spki-list=${network.spki}`
    const browser = await SystemBrowser.start([trust, `--proxy-server=${network.proxy}`])
    try {
      const yarrow = await start({ browser: browser.command, args: [trust], env: variables(network) })
      await signIn(yarrow.window, june)
      await enterSandboxSettings(yarrow.window, fullscript)
      await connectAccount(yarrow, browser, fullscript.account('store owner'))
      const frame = await openPlan(yarrow)
      expect(new URL(frame.url()).origin).toBe('https://us-snd.fullscript.io')
      expect([...network.asked].sort()).toEqual(NAMES)
    } finally {
      await browser.stop()
      await network.stop()
    }
  })
}

test('says that the proxy asks for a password', async ({
  ownConnected: connected,
  start,
  fullscript,
  systemBrowser,
  userData,
}) => {
  await connected.close()
  const network = await CompanyNetwork.start({
    target: fullscript.info.http,
    names: ['localhost'],
    asksForPassword: true,
  })
  try {
    const { window } = await start({
      userData,
      browser: systemBrowser.command,
      // Chromium asks no proxy for its own computer's names, unless it is told to.
      env: { https_proxy: network.proxy, no_proxy: '<-loopback>' },
    })
    await signIn(window, june)
    await enterFullscriptSettings(window, fullscript, {
      apiOrigin: `https://localhost:${String(network.serverPort)}`,
    })
    await runTest(window)
    await expect(window.getByText(says('network-sign-in-needed')).first()).toBeVisible()
    expect(network.requests).toBe(0)
  } finally {
    await network.stop()
  }
})

test.describe('a certificate of an authority of the company', () => {
  const certutil = spawnSync('certutil', ['-H']).error === undefined
  test.skip(process.platform !== 'linux', 'Only on Linux is the user’s store a folder that a test may have')
  test.skip(!certutil, 'certutil (libnss3-tools) is not installed')

  /** A home of the test's own whose certificate store knows the authority. */
  async function homeThatTrusts(authority: string): Promise<string> {
    const home = await mkdtemp(join(tmpdir(), 'yarrow-home-'))
    const store = join(home, '.pki', 'nssdb')
    mkdirSync(store, { recursive: true })
    writeFileSync(join(home, 'authority.pem'), authority)
    const run = (...args: string[]) => {
      const { status, stderr } = spawnSync('certutil', ['-d', `sql:${store}`, ...args], { encoding: 'utf8' })
      if (status !== 0) throw new Error(stderr)
    }
    run('-N', '--empty-password')
    run('-A', '-n', 'Company Authority', '-t', 'C,,', '-i', join(home, 'authority.pem'))
    return home
  }

  for (const trusted of [true, false]) {
    test(`R-6750-03: is ${trusted ? 'good when the user’s own store knows it' : 'refused when nobody knows it'}`, async ({
      ownConnected: connected,
      fullscript,
      start,
      userData,
      systemBrowser,
    }) => {
      await connected.close()
      const network = await CompanyNetwork.start({ target: fullscript.info.http, names: ['localhost'] })
      const home = await homeThatTrusts(trusted ? network.authority : fullscript.info.certificatePem)
      try {
        const { window } = await start({ userData, browser: systemBrowser.command, env: { HOME: home } })
        await signIn(window, june)
        await enterFullscriptSettings(window, fullscript, {
          apiOrigin: `https://localhost:${String(network.serverPort)}`,
        })
        await runTest(window)
        if (trusted) await window.getByLabel('Passed').nth(2).waitFor()
        else await expect(window.getByText(says('fullscript-untrusted')).first()).toBeVisible()
        expect(network.requests > 0).toBe(trusted)
      } finally {
        await network.stop()
        await rm(home, { recursive: true })
      }
    })
  }
})

test('F-816: a certificate of nobody’s is refused in the embed, and the person is told', async ({
  connected,
  fullscript,
}) => {
  const { window } = connected
  // Nothing is told to trust the stand-in's own certificate.
  await enterFullscriptSettings(window, fullscript, { pagesOrigin: fullscript.info.https })
  await addPlan(window)
  await expect(window.getByText(says('fullscript-untrusted')).first()).toBeVisible()
})
