/**
 * Proves, in real Electron over the real bridge: a first start makes a practice and its administrator, the demo practice
 * is one call away and shares nothing with it, neither file nor key, and one's own records are as they were afterwards.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { WindowBridge } from '../../src/shared/contract'
import { expect, test } from './practice'

test.use({ seeded: false })

declare const yarrow: WindowBridge

const PASSWORD = 'a green meadow in the rain'

const stateOf = (window: Page) =>
  window.evaluate(async () => ({ setUp: await yarrow.setup.state(), storage: await yarrow.app.storage() }))

const account = (folder: string): string => {
  const { key } = JSON.parse(readFileSync(join(folder, 'vault.json'), 'utf8')) as { key: { account: string } }
  return key.account
}

test('from nothing to a practice, to the demo, and back', async ({ start, userData }) => {
  const { window } = await start({ demo: false })
  await expect
    .poll(() => stateOf(window))
    .toMatchObject({ storage: { value: { state: 'open' } }, setUp: { value: { needed: true, demo: false } } })
  const began = await window.evaluate(
    (password) =>
      yarrow.setup.createPractice({
        practiceName: 'Meadowlark',
        region: 'US',
        username: 'ines',
        password,
        administrator: {
          displayName: 'Ines Roth',
          credentials: 'ND',
          npi: '',
          role: 'practitioner-administrator',
        },
      }),
    PASSWORD,
  )
  expect(began).toMatchObject({ ok: true, value: { person: { username: 'ines' } } })
  const patients = () => window.evaluate(() => yarrow.patients.search({ query: '', limit: 5, offset: 0 }))
  expect(await patients()).toMatchObject({ value: { total: 0 } })

  expect(await window.evaluate(() => yarrow.setup.openDemo())).toEqual({ ok: true, value: null })
  expect(await stateOf(window)).toMatchObject({ setUp: { value: { needed: false, demo: true } } })
  expect(await patients()).toMatchObject({ failure: { code: 'signed-out' } })
  const info = await window.evaluate(() => yarrow.app.info())
  if (!info.ok) throw new Error(info.failure.code)
  const signIn = (username: string, password: string) =>
    window.evaluate((given) => yarrow.people.signIn({ ...given, code: null }), { username, password })
  expect(await signIn('ines', PASSWORD)).toMatchObject({ failure: { code: 'wrong-credentials' } })
  expect(await signIn('june', info.value.demoPassword ?? '')).toMatchObject({ ok: true })
  expect(await patients()).toMatchObject({ value: { total: 62 } })

  expect(await window.evaluate(() => yarrow.setup.leaveDemo())).toEqual({ ok: true, value: null })
  expect(await stateOf(window)).toMatchObject({ setUp: { value: { needed: false, demo: false } } })
  expect(await signIn('june', info.value.demoPassword ?? '')).toMatchObject({ ok: false })
  expect(await signIn('ines', PASSWORD)).toMatchObject({ ok: true })
  expect(await patients()).toMatchObject({ value: { total: 0 } })
  expect(await window.evaluate(() => yarrow.app.info())).toMatchObject({
    value: { demo: false, demoAccounts: [], demoPassword: null },
  })
  const folders = ['records', 'demo-records'].map((name) => join(userData, name))
  expect(new Set(folders.map(account)).size).toBe(2)
})
