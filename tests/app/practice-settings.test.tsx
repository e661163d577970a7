// Proves that each environment shows its own record and nothing of another, that a refused field is marked and under the
// cursor, and that the steps show both addresses to register.
import { screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { FullscriptSettingsInput } from '../../src/shared/contract/fullscript'
import { fill } from './support/fill'
import { done, renderApp } from './support/render-app'

const textbox = (name: string) => screen.getByRole<HTMLInputElement>('textbox', { name })

/** The page of settings, over what was saved for the US sandbox. */
async function withSettings(part: Partial<FullscriptSettingsInput> = {}) {
  const running = await renderApp('/fullscript/settings', {
    before: async ({ bridge }) => {
      const input: FullscriptSettingsInput = {
        ...{
          environment: 'us-snd',
          hosts: null,
          clientId: 'client-of-sandbox',
          clientSecret: 'not-a-secret',
        },
        ...{ publicKey: 'key-of-sandbox', originUri: 'https://embed.yarrow.example', wayBack: 'loopback' },
        loopbackPorts: [28_471, 28_571],
        ...part,
      }
      done(await bridge.fullscript.saveSettings(input))
    },
  })
  await screen.findByRole('textbox', { name: 'Client ID' })
  return running
}
const save = () => screen.getByRole('button', { name: 'Save settings' })

it('switching shows the other environment’s own record, and back again the first, with what was typed', async () => {
  const { app, user } = await withSettings()
  expect(textbox('Client ID').value).toBe('client-of-sandbox')
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
  expect(textbox('Public key').value).toBe('key-of-sandbox-typed')
  await user.selectOptions(screen.getByLabelText('Environment'), 'us')
  await fill(user, textbox('Client ID'), 'client of the other')
  await user.click(save())
  await waitFor(async () => {
    const { clientId, publicKey, hasClientSecret, ownHosts, others } = done(
      await app.bridge.fullscript.settings(),
    )
    expect({ clientId, publicKey, hasClientSecret, ownHosts }).toEqual({
      ...{ clientId: 'client of the other', publicKey: '', hasClientSecret: false, ownHosts: false },
    })
    expect(others.find(({ environment }) => environment === 'us-snd')).toMatchObject({
      ...{ clientId: 'client-of-sandbox', publicKey: 'key-of-sandbox', hasClientSecret: true },
    })
  })
})

it('own addresses stay when another field is saved', async () => {
  const hosts = {
    api: 'https://api-eu.fullscript.io/api',
    authorize: 'https://api-eu.fullscript.io/api/oauth/authorize',
    embed: 'https://eu.fullscript.io',
  }
  const { app, user } = await withSettings({ hosts })
  await fill(user, textbox('Client ID'), '-2')
  await user.click(save())
  await waitFor(async () =>
    expect(done(await app.bridge.fullscript.settings())).toMatchObject({
      ...{ clientId: 'client-of-sandbox-2', ownHosts: true, hosts },
    }),
  )
})

it.each([
  ['originUri', 'Origin URI'],
  ['clientId', 'Client ID'],
])('what main refuses (%s) marks its field, says why, and has the cursor', async (detail, label) => {
  const { app, user } = await withSettings()
  app.instead('fullscript', 'saveSettings', { ok: false, failure: { code: 'invalid-input', detail } })
  await fill(user, textbox('Public key'), '2')
  await user.click(save())
  await waitFor(() => expect(document.activeElement).toBe(textbox(label)))
  expect(textbox(label).getAttribute('aria-invalid')).toBe('true')
  expect(screen.queryByText('Something in what you entered could not be used.')).toBeNull()
})

it('a port that cannot be one opens Advanced and is marked there', async () => {
  const { app, user } = await withSettings()
  await user.clear(textbox('Ports'))
  await fill(user, textbox('Ports'), '80')
  await user.click(save())
  await waitFor(() => expect(document.activeElement).toBe(textbox('Ports')))
  expect(textbox('Ports').closest('details')?.open).toBe(true)
  expect(app.count('fullscript.saveSettings')).toBe(0)
})
