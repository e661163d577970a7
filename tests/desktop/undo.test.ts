/**
 * Proves in real Electron that the key of undo is the field's in a text field, and on the chart says what was taken back
 * and whose.
 */
import type { Page } from 'playwright-core'
import type { WindowBridge } from '../../src/shared/contract'
import { pressRealKey } from '../support/keyboard'
import { june, openPatient, signIn } from '../support/people'
import { expect, test } from './practice'

const WHAT = 'city of Maya Lindqvist'

const city = (window: Page) => window.getByLabel('City', { exact: true })
const notice = (window: Page) => window.getByRole('alert').filter({ hasText: 'Changes saved' })

/** What the records have of her, whatever the screen shows. */
const kept = (window: Page) =>
  window.evaluate(async () => {
    const { yarrow } = globalThis as unknown as { yarrow: WindowBridge }
    const found = await yarrow.patients.search({ query: 'maya lind', limit: 1, offset: 0 })
    const patientId = found.ok ? found.value.rows[0]?.id : undefined
    const patient = patientId === undefined ? found : await yarrow.patients.get({ patientId })
    if (!patient.ok || !('city' in patient.value)) throw new Error('There is no such patient')
    return patient.value
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
  expect((await kept(window)).city).toBe(before)
})
