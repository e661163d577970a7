// Proves, with a local Fullscript beside the app: a person connects in the browser and confirms whose account it is, and
// "Add plan" opens the plan builder with one grant for one click, which is closed again.
import { screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { done, patientNamed, renderApp } from './support/render-app'

it('connects in the browser, says whose account it is before anything is kept, and disconnects', async () => {
  const { app, user, fullscript, happen } = await renderApp('/fullscript', { fullscript: 'there' })
  await user.click(await screen.findByRole('button', { name: 'Connect my Fullscript account' }))
  await screen.findByRole('heading', { name: 'Finish in your browser' })
  await happen(() => fullscript.authorize(app))
  const card = await screen.findByRole('region', { name: 'Is this you?' })
  expect(card.textContent).toContain('June Hartwell')
  expect(done(await app.bridge.fullscript.connection())).toMatchObject({ state: 'not-connected' })
  await user.click(screen.getByRole('button', { name: 'Yes, this is me' }))
  await screen.findByRole('button', { name: 'Disconnect' })
  expect(done(await app.bridge.fullscript.connection())).toMatchObject({ state: 'connected' })
})

it('opens the plan builder with one grant for one click, and closes it again', async () => {
  const { app, user, fullscript, happen } = await renderApp(`/patients/${patientNamed('Chidinma').id}`, {
    fullscript: 'connected',
  })
  const grants = () => fullscript.sandbox.control.counters().grantsIssued
  expect(grants()).toBe(0)
  await user.click(await screen.findByRole('button', { name: 'Add plan' }))
  await screen.findByTestId('embed-place')
  await happen(() => fullscript.becomesReady(app))
  expect((await screen.findByTestId('embed-status')).textContent).toBe('Fullscript is ready')
  expect(grants()).toBe(1)
  await user.click(screen.getByRole('button', { name: 'Close Fullscript' }))
  await waitFor(() => expect(screen.queryByTestId('embed-place')).toBeNull())
  expect(fullscript.view.destroyed).toBe(true)
})
