// Proves: what was done on one screen is taken back there and nowhere else: with the screen, or the patient, the notice
// and its key are gone; it names what and whose, says when it is undone, and leaves the key to a field that is typed in.
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { renderApp } from '../test-support/render-app'
import { ROSALIND } from '../test-support/sample-data'

const PAGE = `/patients/${ROSALIND.id}`
const undoKey = () => fireEvent.keyDown(document.body, { key: 'z', code: 'KeyZ', ctrlKey: true })

async function salemSaved() {
  const rendered = renderApp(PAGE)
  const city = await screen.findByLabelText('City')
  await rendered.user.clear(city)
  await rendered.user.type(city, 'Salem{Control>}s{/Control}')
  await screen.findByText('Changes saved')
  return rendered
}

it('names what is taken back and whose it is, and says when it is', async () => {
  const { user, fake } = await salemSaved()
  expect(screen.getByText(/^Undo: city of Rose \(Rosalind\) /)).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Undo' }))
  expect(await screen.findByText(/^Undone: city of Rose \(Rosalind\) /)).toBeTruthy()
  // Every button of a notice has a name.
  for (const button of document.querySelectorAll('.mantine-Notification-root button'))
    expect(button.getAttribute('aria-label') ?? button.textContent).toBeTruthy()
  expect(fake.patients.find(({ id }) => id === ROSALIND.id)).toMatchObject({ city: 'Portland', version: 3 })
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull())
})

it('with another patient’s chart on screen neither the notice nor the key is there', async () => {
  const { user, fake } = await salemSaved()
  await user.click(screen.getByRole('link', { name: 'Patients' }))
  await waitFor(() => expect(screen.queryByText('Changes saved')).toBeNull())
  const options = await screen.findAllByRole('option')
  const other = options.find(({ textContent }) => !textContent.includes(ROSALIND.familyName))
  await user.click(other ?? document.body)
  await screen.findByLabelText('City')
  undoKey()
  await screen.findByLabelText('City')
  expect(fake.inputs('patients.update')).toHaveLength(1)
  expect(fake.patients.find(({ id }) => id === ROSALIND.id)).toMatchObject({ city: 'Salem' })
})

it('leaves with the tab too', async () => {
  const { user, fake } = await salemSaved()
  await user.click(screen.getByRole('tab', { name: 'Plan' }))
  await waitFor(() => expect(screen.queryByText('Changes saved')).toBeNull())
  undoKey()
  expect(fake.count('patients.update')).toBe(1)
})

it('the key belongs to the field that is typed in, and to the screen otherwise', async () => {
  const { fake } = await salemSaved()
  fireEvent.keyDown(screen.getByLabelText('City'), { key: 'z', code: 'KeyZ', ctrlKey: true })
  fireEvent.keyDown(screen.getByLabelText('Note'), { key: 'z', code: 'KeyZ', ctrlKey: true })
  expect(fake.count('patients.update')).toBe(1)
  undoKey()
  await waitFor(() => expect(fake.count('patients.update')).toBe(2))
})
