/**
 * Proves the embedded feature with the unmodified package against the local Fullscript, in real Electron: grants, and
 * the plan that comes back. The ways in which a view fails, and whose it is: shell.test.ts.
 */
import type { Page } from 'playwright-core'
import {
  addPlan,
  buildPlan,
  fullscriptFrame,
  june,
  openPatient,
  openPlan,
  sendPlan,
  signIn,
  waitForEmbed,
  ZINC_FOR_MAYA,
} from '../support/people'
import { expect, test, counters } from './practice'

test('one click, one grant, one mount; closing and opening again takes a new one', async ({
  connected: yarrow,
  fullscript,
}) => {
  const { window } = yarrow
  await addPlan(window)
  await waitForEmbed(window)
  expect(await counters(fullscript)).toMatchObject({ grantsIssued: 1, grantsClaimed: 1 })
  await window.getByRole('button', { name: 'Close Fullscript' }).click()
  await window.getByRole('button', { name: 'Add plan' }).click()
  await waitForEmbed(window)
  expect(await counters(fullscript)).toMatchObject({ grantsIssued: 2, grantsClaimed: 2 })
})

test('both features of the package open: the plan builder, and the platform at catalog and labs', async ({
  connected: yarrow,
}) => {
  const { window } = yarrow
  await openPatient(window, 'maya lind', /Maya/)
  await window.getByRole('tab', { name: 'Plan' }).click()
  const entries = [
    ['Plan builder', '/api/embeddable/session/treatment_plans/new', null],
    ['Catalog', '/api/embeddable/session/embed/entry', 'catalog'],
    ['Labs', '/api/embeddable/session/embed/entry', 'labs'],
  ] as const
  for (const [item, path, entrypoint] of entries) {
    await window.getByRole('button', { name: 'Open Fullscript' }).click()
    await window.getByRole('menuitem', { name: item }).click()
    await waitForEmbed(window)
    const page = await yarrow.embedPage()
    const address = async () => new URL((await page.locator('iframe').getAttribute('src')) ?? '')
    await expect.poll(async () => (await address()).pathname).toBe(path)
    expect((await address()).searchParams.get('entrypoint')).toBe(entrypoint)
    await waitForEmbed(window)
    await window.getByRole('button', { name: 'Close Fullscript' }).click()
  }
})

test('F-402: a grant that is used twice opens nothing and is told', async ({
  connected: yarrow,
  fullscript,
}) => {
  const { window } = yarrow
  await addPlan(window)
  await waitForEmbed(window)
  const page = await yarrow.embedPage()
  const entry = await page.locator('iframe').getAttribute('src')
  await page.locator('iframe').evaluate((frame, src) => {
    frame.setAttribute('src', src ?? '')
  }, entry)
  await expect(window.getByRole('button', { name: 'Try again' })).toBeVisible()
  expect((await counters(fullscript)).grantsClaimed).toBe(1)
})

test('a plan lands once, with names, dosage, refills and prescriber, and is there after a restart', async ({
  ownConnected: yarrow,
  start,
}) => {
  const { window } = yarrow
  const frame = await openPlan(yarrow)
  await buildPlan(frame, ZINC_FOR_MAYA)
  await sendPlan(frame)
  await window.getByRole('button', { name: 'Close Fullscript' }).click()
  await expectPlan(window)
  await yarrow.close()

  const again = await start({ localFullscript: 'http://127.0.0.1:9' })
  await signIn(again.window, june)
  await openPatient(again.window, 'maya lind', /Maya/)
  await again.window.getByRole('tab', { name: 'Plan' }).click()
  await expectPlan(again.window)
})

test('a plan that Fullscript cannot be asked for yet is told in the chart, and comes by itself', async ({
  connected: yarrow,
  fullscript,
}) => {
  const { window } = yarrow
  const frame = await openPlan(yarrow)
  await buildPlan(frame, ZINC_FOR_MAYA)
  await fullscript.control('faults', {
    method: 'GET',
    path: '/api/clinic/treatment_plans/*',
    count: null,
    effect: { kind: 'status', status: 503 },
  })
  await sendPlan(frame)
  await window.getByRole('button', { name: 'Close Fullscript' }).click()
  await expect(window.getByText('A plan is on its way')).toBeVisible()
  await expect(window.getByTestId('plan')).toHaveCount(0)
  await fullscript.control('faults/clear', {})
  // The pause before the next try is a quarter of a minute.
  await expect(window.getByTestId('plan')).toHaveCount(1, { timeout: 60_000 })
  await expect(window.getByText('A plan is on its way')).toBeHidden()
})

test('B21: a dose and its instructions come into the chart whole, every number with its unit, also in a small window', async ({
  connected: yarrow,
}) => {
  const { window } = yarrow
  const instructions = `${'Take with a full glass of water. '.repeat(60)}STOP if a rash appears`
  const frame = await openPlan(yarrow)
  await buildPlan(frame, ZINC_FOR_MAYA)
  await frame.getByTestId('line-info').fill(instructions)
  await frame.getByTestId('line-info').press('Tab')
  await sendPlan(frame)
  await window.getByRole('button', { name: 'Close Fullscript' }).click()
  const plan = window.getByTestId('plan')
  await expect(plan).toContainText(instructions)
  await expect(plan).toContainText('1 capsule, once per day, for 60 days')
  await yarrow.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(911, 512)
  })
  await expect.poll(() => window.evaluate(() => innerWidth)).toBe(911)
  const end = plan.getByText(/STOP if a rash appears/)
  await end.scrollIntoViewIfNeeded()
  // Nothing of it is cut at its side or under what lies over it.
  const cut = await end.evaluate((text) => text.scrollWidth > text.clientWidth + 1)
  expect(cut).toBe(false)
})

test('B22: a lab that is recommended comes into the chart with its instructions and tests, in a plan of labs only', async ({
  connected: yarrow,
}) => {
  const { window } = yarrow
  await openPatient(window, 'maya lind', /Maya/)
  await window.getByRole('tab', { name: 'Plan' }).click()
  await window.getByRole('button', { name: 'Open Fullscript' }).click()
  await window.getByRole('menuitem', { name: 'Labs' }).click()
  await waitForEmbed(window)
  const frame = await fullscriptFrame(yarrow)
  await buildPlan(frame, { ...ZINC_FOR_MAYA, items: [] })
  await frame.getByTestId('tab-labs').click()
  const lab = frame.getByTestId('lab').first()
  const name = (await lab.getAttribute('data-lab')) ?? ''
  const instructions = (await lab.locator('form .muted').textContent()) ?? ''
  await lab.getByTestId('add-lab').click()
  await frame.getByTestId('lab-line').waitFor()
  await sendPlan(frame)
  await window.getByRole('button', { name: 'Close Fullscript' }).click()
  const plan = window.getByTestId('plan')
  await expect(plan).toContainText(name)
  await expect(plan).toContainText(instructions)
  await expect(plan).not.toContainText('No products')
})

async function expectPlan(window: Page) {
  const plan = window.getByTestId('plan')
  await expect(plan).toHaveCount(1)
  for (const text of ['Zinc Picolinate 30', 'Brightfen Labs', 'once per day', 'Refills', 'Tomas Okafor']) {
    await expect(plan).toContainText(text)
  }
}
