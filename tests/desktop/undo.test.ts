/**
 * Proves in real Electron that undo belongs to the chart it was made on: with another patient on the screen the key
 * takes nothing back, in a text field it is the field's, and on the chart it says what was taken back and whose.
 */
import type { Page } from 'playwright-core'
import type { WindowBridge } from '../../src/shared/contract'
import { pressRealKey } from '../support/keyboard'
import { june, openPatient, signIn } from '../support/people'
import { expect, test } from './practice'

const WHAT = 'city of Maya Lindqvist'

const city = (window: Page) => window.getByLabel('City', { exact: true })
const notice = (window: Page) => window.getByRole('alert').filter({ hasText: 'Changes saved' })

/** What the records have of the two, whatever the screen shows. */
const kept = (window: Page) =>
  window.evaluate(async () => {
    const { yarrow } = globalThis as unknown as { yarrow: WindowBridge }
    const record = async (query: string) => {
      const found = await yarrow.patients.search({ query, limit: 1, offset: 0 })
      const patientId = found.ok ? found.value.rows[0]?.id : undefined
      const patient = patientId === undefined ? found : await yarrow.patients.get({ patientId })
      if (!patient.ok || !('city' in patient.value)) throw new Error('There is no such patient')
      return patient.value
    }
    return { maya: await record('maya lind'), oliver: await record('oliver br') }
  })

/** Saves another city for whoever is open; the pointer stays on the notice, and so does the notice. */
async function changeCity(window: Page, to: string) {
  await city(window).click()
  await window.keyboard.press('Control+a')
  await window.keyboard.type(to)
  await window.keyboard.press('Control+s')
  await expect(notice(window)).toContainText(`Undo: ${WHAT}`)
  await notice(window).hover()
}

test('with another patient on the screen nothing of the chart before is taken back', async ({ yarrow }) => {
  const { window } = yarrow
  await signIn(window, june)
  await openPatient(window, 'maya lind', /Maya/)
  await changeCity(window, 'Salem')
  const saved = await kept(window)
  expect(saved.maya.city).toBe('Salem')

  await window.keyboard.press('Control+k')
  await window.keyboard.type('oliver')
  await window.getByRole('option', { name: /Brandt, Oliver/ }).waitFor()
  await window.keyboard.press('Enter')
  await window.getByRole('heading', { level: 1, name: 'Oliver Brandt' }).waitFor()
  await expect(notice(window)).toBeHidden()
  await window.getByRole('heading', { level: 1 }).click()
  await pressRealKey(yarrow, 'Z', 'control')
  await expect(window.getByText('Everything is saved')).toBeVisible()
  await expect(window.getByText(/^Undone/)).toBeHidden()
  expect(await kept(window)).toEqual(saved)

  await openPatient(window, 'maya lind', /Maya/)
  await expect(city(window)).toHaveValue('Salem')
})

test('on the chart itself the key is the field’s in a field, and elsewhere says what it took back', async ({
  yarrow,
}) => {
  const { window } = yarrow
  await signIn(window, june)
  await openPatient(window, 'maya lind', /Maya/)
  const before = await city(window).inputValue()
  await changeCity(window, 'Salem')
  const saved = await kept(window)

  await city(window).focus()
  await pressRealKey(yarrow, 'Z', 'control')
  await expect(city(window)).not.toHaveValue('Salem')
  expect(await kept(window)).toEqual(saved)
  await expect(notice(window)).toBeVisible()
  await window.getByRole('button', { name: 'Discard' }).click()
  await expect(city(window)).toHaveValue('Salem')

  await notice(window).hover()
  await city(window).blur()
  await pressRealKey(yarrow, 'Z', 'control')
  await expect(window.getByText(`Undone: ${WHAT}`)).toBeVisible()
  await expect(city(window)).toHaveValue(before)
  expect((await kept(window)).maya.city).toBe(before)
})
test('on the chart itself the key is the field’s in a field, and elsewhere says what it took back', async ({
  yarrow,
}) => {
  const { window } = yarrow
  await signIn(window, june)
  await openPatient(window, 'maya lind', /Maya/)
  const before = await city(window).inputValue()
  await changeCity(window, 'Salem')
  const saved = await kept(window)

  await city(window).focus()
  await pressRealKey(yarrow, 'Z', 'control')
  await expect(city(window)).not.toHaveValue('Salem')
  expect(await kept(window)).toEqual(saved)
  await expect(notice(window)).toBeVisible()
  await window.getByRole('button', { name: 'Discard' }).click()
  await expect(city(window)).toHaveValue('Salem')

  await notice(window).hover()
  await city(window).blur()
  await pressRealKey(yarrow, 'Z', 'control')
  await expect(window.getByText(`Undone: ${WHAT}`)).toBeVisible()
  await expect(city(window)).toHaveValue(before)
  expect((await kept(window)).maya.city).toBe(before)
})
