// Proves that each environment shows its own record and nothing of another, that a refused field is marked and under the
// cursor, and that the steps show both addresses to register.
import { screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { renderApp } from '../../test-support/render-app'
import { SETTINGS } from '../../test-support/sample-data'
import { fill } from '../../test-support/fill'

const textbox = (name: string) => screen.getByRole<HTMLInputElement>('textbox', { name })
const ready = () => screen.findByRole('textbox', { name: 'Client ID' })

it('switching shows the other environment’s own record, and back again the first, with what was typed', async () => {
  const { user, fake } = renderApp('/fullscript/settings')
  await ready()
  expect(textbox('Client ID').value).toBe(SETTINGS.clientId)
  expect(screen.getByText(/^Stored, last replaced/)).toBeTruthy()
  await fill(user, textbox('Public key'), '-typed')

  await user.selectOptions(screen.getByLabelText('Environment'), 'us')
  expect([textbox('Client ID').value, textbox('Public key').value]).toEqual(['', ''])
  expect(screen.getByText('Not entered yet')).toBeTruthy()
  expect(screen.queryByText(/^Stored/)).toBeNull()
  const steps = within(screen.getByRole('region', { name: 'Steps in Fullscript’s dashboard' }))
  expect(steps.getByText('http://127.0.0.1:28471/fullscript/us/callback')).toBeTruthy()
  expect(steps.getByText('http://127.0.0.1:28571/fullscript/us/callback')).toBeTruthy()

  await user.selectOptions(screen.getByLabelText('Environment'), 'us-snd')
  expect(textbox('Public key').value).toBe(`${SETTINGS.publicKey}-typed`)
  await user.selectOptions(screen.getByLabelText('Environment'), 'us')
  await fill(user, textbox('Client ID'), 'client of the other')
  await user.click(screen.getByRole('button', { name: 'Save settings' }))
  await waitFor(() => expect(fake.count('fullscript.saveSettings')).toBe(1))
  expect(fake.inputs('fullscript.saveSettings')).toMatchObject([
    { environment: 'us', clientId: 'client of the other', publicKey: '', clientSecret: null, hosts: null },
  ])
})

it('own addresses stay when another field is saved', async () => {
  const hosts = { ...SETTINGS.hosts, api: 'https://api-eu.fullscript.io/api' }
  const { user, fake } = renderApp('/fullscript/settings', {
    settings: { ...SETTINGS, ownHosts: true, hosts },
  })
  await ready()
  await fill(user, textbox('Client ID'), '-2')
  await user.click(screen.getByRole('button', { name: 'Save settings' }))
  await waitFor(() => expect(fake.inputs('fullscript.saveSettings')).toMatchObject([{ hosts }]))
})

it.each([
  ['hosts.embed', 'Embedded feature'],
  ['originUri', 'Origin URI'],
  ['clientId', 'Client ID'],
])('what main refuses (%s) marks its field, says why, and has the cursor', async (detail, label) => {
  const { user } = renderApp('/fullscript/settings', {
    settings: { ...SETTINGS, ownHosts: true },
    fail: { 'fullscript.saveSettings': { code: 'invalid-input', detail } },
  })
  await ready()
  await fill(user, textbox('Public key'), '2')
  await user.click(screen.getByRole('button', { name: 'Save settings' }))
  await waitFor(() => expect(document.activeElement).toBe(textbox(label)))
  expect(textbox(label).getAttribute('aria-invalid')).toBe('true')
  expect(screen.queryByText('Something in what you entered could not be used.')).toBeNull()
})

it('a port that cannot be one opens Advanced and is marked there', async () => {
  const { user, fake } = renderApp('/fullscript/settings')
  await ready()
  await user.clear(textbox('Ports'))
  await fill(user, textbox('Ports'), '80')
  await user.click(screen.getByRole('button', { name: 'Save settings' }))
  await waitFor(() => expect(document.activeElement).toBe(textbox('Ports')))
  expect(textbox('Ports').closest('details')?.open).toBe(true)
  expect(fake.count('fullscript.saveSettings')).toBe(0)
})
