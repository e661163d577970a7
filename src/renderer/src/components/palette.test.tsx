// Proves that Ctrl+K finds patients and commands from anywhere, by keyboard alone.
import { screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { renderApp } from '../test-support/render-app'
import { ROSALIND } from '../test-support/sample-data'

it('opens a patient with Ctrl+K, letters and Enter', async () => {
  const { user } = renderApp('/about')
  await screen.findByRole('heading', { name: 'About Yarrow' })
  await user.keyboard('{Control>}k{/Control}')
  await user.type(await screen.findByPlaceholderText(/or a command/), 'achter')
  await screen.findByText('Achterberg, Rosalind')
  await user.keyboard('{Enter}')
  await waitFor(() => expect(window.location.pathname).toBe(`/patients/${ROSALIND.id}`))
})

it('runs a command', async () => {
  const { user } = renderApp('/patients')
  await screen.findAllByRole('option')
  await user.keyboard('{Control>}k{/Control}')
  await user.type(await screen.findByPlaceholderText(/or a command/), 'version')
  await screen.findByText('About Yarrow')
  await user.keyboard('{Enter}')
  expect(await screen.findByRole('heading', { name: 'About Yarrow' })).toBeTruthy()
})
