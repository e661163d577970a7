/**
 * Proves in real Electron what main's own way to Fullscript keeps: the contract that tests in Node rely on, over Electron's
 * network stack, and that no variable makes it trust a server that nobody vouches for.
 */
import { expect, test } from '@playwright/test'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { newUserData } from '../support/yarrow'
import { CONTRACT, ContractServer, tryCase, type Asked, type Send } from '../support/fetch-contract'
import { Shell, type ShellGlobals } from './shell-app/shell'

const sender =
  (shell: Shell): Send =>
  (request) =>
    shell.app.evaluate(
      (_electron, asked) => (globalThis as unknown as ShellGlobals).shell.send(asked),
      request,
    )

test.describe('the contract', () => {
  let shell: Shell
  test.beforeAll(async () => {
    shell = await Shell.start()
  })
  test.afterAll(async () => {
    await shell.close()
  })
  for (const one of CONTRACT) {
    test(one.title, async () => {
      expect(await tryCase(one, sender(shell))).toMatchObject({ outcome: one.outcome, reached: one.reached })
    })
  }
})

test('164.312(e)(1), R-6749-15, R-6750-03: no variable makes main hand a token to a server that nobody vouches for', async () => {
  const server = await ContractServer.start()
  const { origin, certificate } = await server.untrusted('TLSv1.3')
  const userData = await newUserData()
  const file = join(userData, 'extra.pem')
  writeFileSync(file, certificate)
  const shell = await Shell.start({
    userData,
    env: { NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_EXTRA_CA_CERTS: file },
  })
  try {
    const asked: Asked = {
      method: 'GET',
      url: `${origin}/json`,
      headers: { authorization: 'Bearer canary' },
      timeout: 20_000,
      bodyLimit: 1_024,
    }
    expect(await sender(shell)(asked)).toEqual({ ok: false, fault: { kind: 'untrusted' } })
    expect(server.seen).toEqual([])
  } finally {
    await shell.close()
    await server.close()
  }
})
