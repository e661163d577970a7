/**
 * Proves in real Electron, with Fullscript's own package: a twin's plan never comes into the other twin's chart. What is
 * not certain is asked: tests/app/same-person.test.tsx and tests/integration/patient-links.test.ts.
 */
import type { Page } from 'playwright-core'
import type { Patient } from '../../src/shared/contract/patients'
import {
  buildPlan,
  fullscriptFrame,
  openPatient,
  sendPlan,
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
