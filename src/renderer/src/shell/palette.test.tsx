// Proves that Ctrl+K finds patients and commands from anywhere, by keyboard alone.
import { screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { renderApp } from '../test-support/render-app'
import { PEOPLE, ROSALIND } from '../test-support/sample-data'

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

it.each([
  ['an administrator', PEOPLE[0], ['Audit record', 'People', 'Practice settings', 'Fullscript settings']],
  ['office staff', PEOPLE[2], []],
])('offers %s what they may open, and nothing else', async (_who, signedIn, theirs) => {
  const { user } = renderApp('/about', { signedIn: signedIn ?? null })
  await screen.findByRole('heading', { name: 'About Yarrow' })
  await user.keyboard('{Control>}k{/Control}')
  await screen.findByPlaceholderText(/or a command/)
  const offered = screen.getAllByRole('option').map(({ textContent }) => textContent)
  for (const label of ['Audit record', 'People', 'Practice settings', 'Fullscript settings'])
    expect(
      offered.some((text) => text.startsWith(label)),
      label,
    ).toBe(theirs.includes(label))
  for (const label of ['My account', 'Lock', 'Switch person', 'Sign out'])
    expect(
      offered.some((text) => text.startsWith(label)),
      label,
    ).toBe(true)
})

it('offers who is who at Fullscript where the app works through clinics', async () => {
  const { user } = renderApp('/about', { settings: { authorization: 'clinic' } })
  await screen.findByRole('heading', { name: 'About Yarrow' })
  await user.keyboard('{Control>}k{/Control}')
  await user.type(await screen.findByPlaceholderText(/or a command/), 'who is who')
  await screen.findByText('Clinics and people')
  await user.keyboard('{Enter}')
  await waitFor(() => {
    expect(window.location.pathname).toBe('/fullscript/clinics')
  })
})
