/**
 * Proves an app created before 26 August 2021 (mission/001, mission/004) in real Electron with the unmodified package: from
 * the settings through connecting the clinic and choosing who is who to a plan by office staff that lands in the chart.
 */
import {
  addPlan,
  buildPlan,
  connectClinic,
  fullscriptFrame,
  june,
  openConnection,
  priya,
  sendPlan,
  signIn,
  signOut,
  waitForEmbed,
  ZINC_FOR_MAYA,
} from '../support/people'
import { expect, says, test, counters } from './practice'

test('from settings to a plan that office staff activates, and one refresh for two people', async ({
  start,
  systemBrowser,
  fullscript,
}) => {
  const yarrow = await start({ localApplication: fullscript.olderApplication })
  const { window } = yarrow
  await signIn(window, june)
  await connectClinic(window, systemBrowser, fullscript.account('store owner'))
  await window.getByRole('button', { name: 'Choose June Hartwell for Dr. June Hartwell' }).click()
  await expect(window.getByLabel('Fullscript user of Dr. June Hartwell')).not.toHaveValue('')
  await signOut(window)

  await signIn(window, priya)
  await addPlan(window)
  await expect(window.getByText(says('fullscript-not-mapped'))).toBeVisible()
  await signOut(window)

  await signIn(window, june)
  await openConnection(window)
  await window.getByRole('tab', { name: 'Clinics and people' }).click()
  await window.getByRole('button', { name: 'Choose Priya Raman for Priya Raman' }).click()
  await expect(window.getByLabel('Fullscript user of Priya Raman')).not.toHaveValue('')
  await fullscript.control('clock/advance', { milliseconds: 7_300_000 })
  await addPlan(window)
  await waitForEmbed(window)
  await signOut(window)

  await signIn(window, priya)
  await addPlan(window)
  await waitForEmbed(window)
  expect((await counters(fullscript)).refreshes).toBe(1)
  const frame = await fullscriptFrame(yarrow)
  await buildPlan(frame, ZINC_FOR_MAYA)
  await sendPlan(frame)
  await window.getByRole('button', { name: 'Close Fullscript' }).click()
  await expect(window.getByTestId('plan')).toContainText('Tomas Okafor')
  await expect(window.getByTestId('plan')).toContainText('Priya Raman')
})
