/**
 * Proves in real Electron that a restricted chart is closed to everybody who is not on its list, by the screens and by
 * the bridge alike; that an emergency opens it under a loud bar and with a trace that its people are told of; and that
 * the front desk neither sees a note nor ever loses one.
 */
import type { Page } from 'playwright-core'
import type { WindowBridge } from '../../src/shared/contract'
import { DEMO_PASSWORD } from '../../src/main/practice/demo-practice'
import { shownCodes, signInAs, signInWithCode } from '../support/accounts'
import { june, openPatient, priya, signIn, signOut, tomas } from '../support/people'
import { expect, test } from './practice'

const REASON = 'Found unconscious, allergies needed'

const findInList = async (window: Page, name: RegExp, query: string) => {
  await window.getByRole('link', { name: 'Patients' }).click()
  await window.getByRole('combobox', { name: 'Search patients' }).fill(query)
  await window.locator('#patient-rows[aria-busy="false"]').waitFor()
  return window.getByRole('option', { name }).first()
}

const patientIdOf = (window: Page) => new URL(window.url()).pathname.split('/')[2] ?? ''

/** June restricts Maya's chart to herself. */
async function restrict(window: Page): Promise<string> {
  await signIn(window, june)
  await openPatient(window, 'maya lind', /Maya/)
  await window.getByRole('button', { name: 'Restrict', exact: true }).click()
  await window.getByRole('button', { name: 'Restrict chart' }).click()
  await window.getByRole('button', { name: 'Restricted', exact: true }).waitFor()
  const patientId = patientIdOf(window)
  await signOut(window)
  return patientId
}

/** What a window that was taken over could try: the calls themselves, past every screen. */
const callPastTheScreens = (window: Page, patientId: string) =>
  window.evaluate(async (id) => {
    const { yarrow } = globalThis as unknown as { yarrow: WindowBridge }
    const bounds = { x: 0, y: 0, width: 100, height: 100 }
    const answers = await Promise.all([
      yarrow.patients.get({ patientId: id }),
      yarrow.plans.forPatient({ patientId: id }),
      yarrow.embed.open({ patientId: id, feature: 'treatmentPlan', entrypoint: 'catalog', bounds }),
      yarrow.charts.lift({ patientId: id }),
      yarrow.charts.openInEmergency({ patientId: id, reason: 'no reason' }),
    ])
    return answers.map((answer) => (answer.ok ? 'answered' : answer.failure.code))
  }, patientId)

test('164.312(a)(1), 170.315(d)(1): a restricted chart is closed by screen and by bridge', async ({
  yarrow,
}) => {
  const { window } = yarrow
  const patientId = await restrict(window)
  await signIn(window, priya)
  const row = await findInList(window, /Lindqvist/, 'maya lind')
  await expect(row.getByLabel('Restricted chart')).toBeVisible()
  await expect(row).not.toContainText('1988')
  await expect(row).not.toContainText('@')
  await row.click()
  await expect(window.getByRole('heading', { level: 1, name: /Lindqvist/ })).toBeVisible()
  await expect(window.getByText('a practitioner can open it with a reason')).toBeVisible()
  await expect(window.getByLabel('City')).toBeHidden()
  expect(await callPastTheScreens(window, patientId)).toEqual([
    'chart-restricted',
    'chart-restricted',
    'chart-restricted',
    'not-allowed',
    'not-allowed',
  ])
})

test('164.312(a)(2)(ii), 170.315(d)(6), F-713: a reason, a bar, an end, a notice and a report', async ({
  yarrow,
}) => {
  const { window } = yarrow
  const patientId = await restrict(window)

  await signIn(window, tomas)
  await (await findInList(window, /Lindqvist/, 'maya lind')).click()
  const open = window.getByRole('button', { name: 'Open in an emergency' })
  await window.getByLabel('Reason').fill('urgent')
  await open.click()
  await expect(window.getByText('Say why, in at least 10 characters')).toBeVisible()
  expect((await callPastTheScreens(window, patientId)).at(-1)).toBe('invalid-input')
  await window.getByLabel('Reason').fill(REASON)
  await open.click()
  const bar = window.getByRole('region', { name: 'Emergency access' })
  await expect(bar.getByRole('timer')).toHaveText(/^(60:00|59:\d\d)$/)
  await expect(window.getByLabel('City')).toBeVisible()
  await window.getByRole('tab', { name: 'Plan' }).click()
  await expect(bar).toBeVisible()
  await bar.getByRole('button', { name: 'End now' }).click()
  await expect(open).toBeVisible()

  // A second one, which the sign-out ends.
  await window.getByLabel('Reason').fill(`${REASON}, once more`)
  await open.click()
  await expect(bar).toBeVisible()
  await signOut(window)
  await signIn(window, tomas)
  await (await findInList(window, /Lindqvist/, 'maya lind')).click()
  await expect(open).toBeVisible()
  await signOut(window)

  await signIn(window, june)
  const notice = window.getByRole('dialog', { name: 'A restricted chart was opened in an emergency' })
  await expect(notice.getByText(/Opened by Tomas Okafor/)).toHaveCount(2)
  await expect(notice.getByText(`Reason: ${REASON}`, { exact: true })).toBeVisible()
  await expect(notice.getByText(/Open patient details/).first()).toBeVisible()
  await notice.getByRole('button', { name: 'I have seen this' }).click()
  await expect(notice).toBeHidden()
  await window.keyboard.press('Control+k')
  await window.getByRole('dialog').getByLabel('Search patients and commands').fill('emergency')
  await window.keyboard.press('Enter')
  await expect(window.getByRole('heading', { level: 1, name: 'Emergency access' })).toBeVisible()
  await expect(window.getByText(/Opened by Tomas Okafor/)).toHaveCount(2)
})

test('F-713: a code that an administrator gave and used opens the account, and no restricted chart before the list says so', async ({
  yarrow,
}) => {
  const { window } = yarrow
  await signIn(window, june)
  await openPatient(window, 'maya lind', /Maya/)
  const patientId = patientIdOf(window)
  await window.getByRole('button', { name: 'Restrict', exact: true }).click()
  await window.getByLabel(/Tomas Okafor/).check()
  await window.getByRole('button', { name: 'Restrict chart' }).click()
  await window.getByRole('button', { name: 'Restricted', exact: true }).waitFor()
  await window.keyboard.press('Control+4')
  await window.getByRole('button', { name: `More for ${tomas.fullName}` }).click()
  await window.getByRole('menuitem', { name: 'Give a new code' }).click()
  await window.getByLabel('Your password', { exact: true }).fill('not the password')
  await window.getByRole('button', { name: 'Give code' }).click()
  await expect(window.getByText('That is not your password')).toBeVisible()
  await window.getByLabel('Your password', { exact: true }).fill(DEMO_PASSWORD)
  await window.getByRole('button', { name: 'Give code' }).click()
  const [code = ''] = await shownCodes(window)
  await window.getByRole('button', { name: 'Done' }).click()
  await signOut(window)

  const password = 'three lanterns by the gate'
  await signInWithCode(window, 'First sign-in or reset code', { username: 'tomas', code, password })
  await (await findInList(window, /Lindqvist/, 'maya lind')).click()
  await expect(window.getByText(/Your login was reset by Dr. June Hartwell/)).toBeVisible()
  await expect(window.getByLabel('City')).toBeHidden()
  expect((await callPastTheScreens(window, patientId)).slice(0, 4)).toEqual(
    Array.from({ length: 4 }, () => 'chart-restricted'),
  )
  await signOut(window)

  await signIn(window, june)
  const notice = window.getByRole('dialog', { name: 'A colleague has a new login' })
  await expect(notice.getByText(/gave a code for Tomas Okafor’s account/)).toBeVisible()
  await notice.getByRole('button', { name: 'It is Tomas Okafor' }).click()
  await expect(notice).toBeHidden()
  await signOut(window)

  await signInAs(window, 'tomas', password)
  await (await findInList(window, /Lindqvist/, 'maya lind')).click()
  await expect(window.getByLabel('City')).toBeVisible()
})

test('164.312(a)(2)(ii): a kill and a restart end an emergency access', async ({ start }) => {
  const first = await start()
  await restrict(first.window)
  await signIn(first.window, tomas)
  await (await findInList(first.window, /Lindqvist/, 'maya lind')).click()
  await first.window.getByLabel('Reason').fill(REASON)
  await first.window.getByRole('button', { name: 'Open in an emergency' }).click()
  await expect(first.window.getByRole('region', { name: 'Emergency access' })).toBeVisible()
  await first.kill()

  const { window } = await start()
  await signIn(window, tomas)
  await (await findInList(window, /Lindqvist/, 'maya lind')).click()
  await expect(window.getByRole('button', { name: 'Open in an emergency' })).toBeVisible()
  await signOut(window)
  await signIn(window, june)
  await expect(window.getByText(/when Yarrow stopped/)).toBeVisible()
})

test('164.312(a)(1): the front desk sees no note, and its save never loses one', async ({ yarrow }) => {
  const { window } = yarrow
  const note = 'Speaks of her divorce only in private'
  await signIn(window, june)
  await openPatient(window, 'maya lind', /Maya/)
  await window.getByLabel('Note').fill(note)
  await window.getByRole('button', { name: 'Save changes' }).click()
  await window.getByText('Changes saved').waitFor()
  await signOut(window)

  await signIn(window, priya)
  await openPatient(window, 'maya lind', /Maya/)
  await expect(window.getByLabel('City')).toBeVisible()
  await expect(window.getByLabel('Note')).toBeHidden()
  const patientId = patientIdOf(window)
  const seen = await window.evaluate(async (id) => {
    const { yarrow: bridge } = globalThis as unknown as { yarrow: WindowBridge }
    return JSON.stringify(await bridge.patients.get({ patientId: id }))
  }, patientId)
  expect(seen).toContain('Lindqvist')
  expect(seen).not.toContain(note)
  // The notice of the save before may still be on its way out.
  await window.getByText('Changes saved').waitFor({ state: 'hidden' })
  await window.getByLabel('City').fill('Salem')
  await window.getByRole('button', { name: 'Save changes' }).click()
  await window.getByText('Changes saved').waitFor()
  await signOut(window)

  await signIn(window, june)
  await openPatient(window, 'maya lind', /Maya/)
  await expect(window.getByLabel('City')).toHaveValue('Salem')
  await expect(window.getByLabel('Note')).toHaveValue(note)
})
