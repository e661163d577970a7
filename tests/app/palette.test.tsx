// Proves that Ctrl+K finds patients and commands from anywhere, by keyboard alone.
import { screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { fill } from './support/fill'
import { done, patientNamed, renderApp } from './support/render-app'

it('opens a patient with Ctrl+K, letters and Enter', async () => {
  const { user } = await renderApp('/about')
  await screen.findByRole('heading', { name: 'About Yarrow' })
  await user.keyboard('{Control>}k{/Control}')
  await fill(user, await screen.findByPlaceholderText(/or a command/), 'okonkwo chi')
  await screen.findByText('Okonkwo, Chidinma')
  await user.keyboard('{Enter}')
  await waitFor(() => expect(window.location.pathname).toBe(`/patients/${patientNamed('Chidinma').id}`))
})

it('runs a command', async () => {
  const { user } = await renderApp('/patients')
  await screen.findAllByRole('option')
  await user.keyboard('{Control>}k{/Control}')
  await fill(user, await screen.findByPlaceholderText(/or a command/), 'version')
  await screen.findByText('About Yarrow')
  await user.keyboard('{Enter}')
  expect(await screen.findByRole('heading', { name: 'About Yarrow' })).toBeTruthy()
})

it.each([
  ['an administrator', 'june', ['Audit record', 'People', 'Practice settings', 'Fullscript settings']],
  ['office staff', 'priya', []],
] as const)('offers %s what they may open, and nothing else', async (_who, as, theirs: readonly string[]) => {
  const { user } = await renderApp('/about', { as })
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
  const { user } = await renderApp('/about', {
    before: async ({ bridge }) => {
      const { others: _others, ...settings } = done(await bridge.fullscript.settings())
      const input = { ...settings, hosts: null, clientSecret: 'secret', authorization: 'clinic' } as const
      done(await bridge.fullscript.saveSettings(input))
    },
  })
  await screen.findByRole('heading', { name: 'About Yarrow' })
  await user.keyboard('{Control>}k{/Control}')
  await fill(user, await screen.findByPlaceholderText(/or a command/), 'who is who')
  await screen.findByText('Clinics and people')
  await user.keyboard('{Enter}')
  await waitFor(() => {
    expect(window.location.pathname).toBe('/fullscript/clinics')
  })
})
