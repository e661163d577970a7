/**
 * Proves in real Electron, with Fullscript's own package: a twin's plan never comes into the other twin's chart; what is
 * not certain is asked side by side and waits through a restart; an answer can be undone, and the plan then comes into
 * the right chart.
 */
import type { Page } from 'playwright-core'
import type { Patient } from '../../src/shared/contract/patients'
import {
  buildPlan,
  fullscriptFrame,
  june,
  openPatient,
  sendPlan,
  signIn,
  waitForEmbed,
  ZINC_FOR_MAYA,
} from '../support/people'
import type { Yarrow } from '../support/yarrow'
import { expect, says, test } from './practice'

const NOBODY = {
  ...{ preferredName: '', birthDate: null, sex: 'unspecified', phone: '', note: '' },
  ...{ addressLine1: '', addressLine2: '', city: '', region: '', postalCode: '', country: '' },
}

async function addPatient(window: Page, fields: Partial<Patient>) {
  const added = await window.evaluate(
    (input) => (globalThis as unknown as { yarrow: Bridge }).yarrow.patients.create(input),
    { ...NOBODY, ...fields },
  )
  if (!added.ok) throw new Error('The patient was not added')
}
type Bridge = { patients: { create: (input: object) => Promise<{ ok: boolean }> } }

async function planFor(yarrow: Yarrow, query: string, name: RegExp) {
  const { window } = yarrow
  await openPatient(window, query, name)
  await window.getByRole('button', { name: 'Add plan' }).click()
  await waitForEmbed(window)
  return fullscriptFrame(yarrow)
}

const plans = (window: Page) => window.getByTestId('plan')

test('B08: the twin: Maya’s plan, announced for Noah, is stopped and told, and nothing of it is in his chart', async ({
  connected: yarrow,
}) => {
  const { window } = yarrow
  await addPatient(window, {
    ...{ givenName: 'Noah', familyName: 'Lindqvist', birthDate: '1988-04-12', sex: 'unspecified' },
    email: 'maya.lindqvist@mail.example',
  })
  const frame = await planFor(yarrow, 'noah lindqvist', /Noah/)
  // Fullscript knows Maya by the e-mail that the two share, and offers her.
  await frame.getByRole('button', { name: ZINC_FOR_MAYA.practitioner }).click()
  await frame
    .getByTestId('suggestions')
    .getByRole('button', { name: /Maya Lindqvist/ })
    .click()
  await expect(window.getByText(says('embed-wrong-patient'))).toBeVisible()
  await window.getByRole('button', { name: 'Close Fullscript' }).click()
  await expect(window.getByText('No plans yet')).toBeVisible()
  await expect(plans(window)).toHaveCount(0)
  await expect(window.getByText(/Linked to a patient/)).toHaveCount(0)

  // Maya herself is not kept from hers by it.
  const hers = await planFor(yarrow, 'maya lindqvist', /Maya/)
  await buildPlan(hers, ZINC_FOR_MAYA)
  await sendPlan(hers)
  await expect(window.getByTestId('embed-status')).toHaveText('Plan added to the chart')
})

test('B08: parent and child of one name: asked side by side, kept waiting, answered, and undone', async ({
  ownConnected: yarrow,
  start,
}) => {
  const { window } = yarrow
  const wren = { givenName: 'Wren', familyName: 'Aldercott', email: 'wren@aldercott.example' }
  await addPatient(window, { ...wren, birthDate: '2019-05-01' })
  const frame = await planFor(yarrow, 'wren aldercott 2019-05-01', /Wren/)
  await buildPlan(frame, { ...ZINC_FOR_MAYA, patient: /Wren Aldercott/ })
  await sendPlan(frame)
  await expect(window.getByText('A plan waits: is this the same person?')).toBeVisible()
  await window.getByRole('button', { name: 'Close Fullscript' }).click()
  await expect(plans(window)).toHaveCount(0)
  await yarrow.close()

  const again = await start()
  const page = again.window
  await signIn(page, june)
  await openPatient(page, 'wren aldercott 2019-05-01', /Wren/)
  await expect(page.getByText('A plan waits: is this the same person?')).toBeVisible()
  await page.getByRole('tab', { name: 'Plan' }).click()
  await expect(plans(page)).toHaveCount(0)
  await page.getByRole('button', { name: 'Compare and answer' }).click()
  const dialog = page.getByRole('dialog', { name: 'Is this the same person?' })
  await expect(dialog.getByRole('row', { name: /Birth date/ })).toContainText('Missing at Fullscript')
  await expect(dialog.getByRole('row', { name: /E-mail/ })).toContainText('The same')
  await dialog.getByRole('button', { name: 'Same person', exact: true }).click()
  await expect(plans(page)).toHaveCount(1)

  // It was the parent's.
  await page.getByRole('button', { name: 'Not the same person? Undo link' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Undo link' }).click()
  await expect(plans(page)).toHaveCount(0)
  await expect(page.getByText('No plans yet')).toBeVisible()

  await addPatient(page, { ...wren, birthDate: '1980-02-03' })
  const parents = await planFor(again, 'wren aldercott 1980-02-03', /Wren/)
  await parents.getByRole('button', { name: ZINC_FOR_MAYA.practitioner }).click()
  await parents
    .getByTestId('suggestions')
    .getByRole('button', { name: /Wren Aldercott/ })
    .click()
  await expect(page.getByText('Is this the same person?')).toBeVisible()
  await page.getByRole('button', { name: 'Compare and answer' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Same person', exact: true }).click()
  await page.getByRole('button', { name: 'Close Fullscript' }).click()
  await expect(plans(page)).toHaveCount(1)
})
