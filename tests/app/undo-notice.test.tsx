// Proves: what was done on one screen is taken back there and nowhere else: with the screen, or the patient, the notice
// and its key are gone; it names what and whose, says when it is undone, and leaves the key to a field that is typed in.
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { fill } from './support/fill'
import { done, patientNamed, renderApp, type RunningApp } from './support/render-app'

const chi = patientNamed('Chidinma')

const PAGE = `/patients/${chi.id}`
const kept = async ({ bridge }: RunningApp) => done(await bridge.patients.get({ patientId: chi.id }))
const undoKey = () => fireEvent.keyDown(document.body, { key: 'z', code: 'KeyZ', ctrlKey: true })

async function salemSaved() {
  const rendered = await renderApp(PAGE)
  const city = await screen.findByLabelText('City')
  await rendered.user.clear(city)
  await fill(rendered.user, city, 'Salem')
  await rendered.user.keyboard('{Control>}s{/Control}')
  await screen.findByText('Changes saved')
  return rendered
}

it('names what is taken back and whose it is, and says when it is', async () => {
  const { user, app } = await salemSaved()
  expect(screen.getByText(/^Undo: city of Chi \(Chidinma\) /)).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Undo' }))
  expect(await screen.findByText(/^Undone: city of Chi \(Chidinma\) /)).toBeTruthy()
  // Every button of a notice has a name.
  for (const button of document.querySelectorAll('.mantine-Notification-root button'))
    expect(button.getAttribute('aria-label') ?? button.textContent).toBeTruthy()
  expect(await kept(app)).toMatchObject({ city: 'Portland', version: 3 })
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull())
})

it('with another patient’s chart on screen neither the notice nor the key is there', async () => {
  const { user, app } = await salemSaved()
  await user.click(screen.getByRole('link', { name: 'Patients' }))
  await waitFor(() => expect(screen.queryByText('Changes saved')).toBeNull())
  const options = await screen.findAllByRole('option')
  const other = options.find(({ textContent }) => !textContent.includes(chi.familyName))
  await user.click(other ?? document.body)
  await screen.findByLabelText('City')
  undoKey()
  await screen.findByLabelText('City')
  expect(app.inputs('patients.update')).toHaveLength(1)
  expect(await kept(app)).toMatchObject({ city: 'Salem' })
})

it('leaves with the tab too', async () => {
  const { user, app } = await salemSaved()
  await user.click(screen.getByRole('tab', { name: 'Plan' }))
  await waitFor(() => expect(screen.queryByText('Changes saved')).toBeNull())
  undoKey()
  expect(app.count('patients.update')).toBe(1)
})

it('the key belongs to the field that is typed in, and to the screen otherwise', async () => {
  const { app } = await salemSaved()
  fireEvent.keyDown(screen.getByLabelText('City'), { key: 'z', code: 'KeyZ', ctrlKey: true })
  fireEvent.keyDown(screen.getByLabelText('Note'), { key: 'z', code: 'KeyZ', ctrlKey: true })
  expect(app.count('patients.update')).toBe(1)
  undoKey()
  await waitFor(() => expect(app.count('patients.update')).toBe(2))
})
