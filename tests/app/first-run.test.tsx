// Proves that a practice is set up by keyboard alone without losing what was typed, that nobody gets past the recovery
// code unseen, and that the demo practice is one click away, and one click left.
import { screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { failed } from '../../src/shared/failures'
import { fill } from './support/fill'
import { done, renderApp } from './support/render-app'

const FRESH = { demo: false }
const password = () => screen.getByLabelText('Password', { selector: 'input' })

it('164.312(d): makes the practice and its first administrator, and shows the recovery code until it is kept', async () => {
  const { user, app } = await renderApp('/', FRESH)
  await screen.findByRole('heading', { name: 'Welcome to Yarrow' })
  await user.keyboard('{Enter}')
  await fill(user, await screen.findByLabelText('Name of the practice'), 'Cedar Hollow{Enter}')
  await fill(user, await screen.findByLabelText('Name'), 'Dr. Wren Castellan{Enter}')
  expect(await screen.findByText(/For the username wren/)).toBeTruthy()

  await fill(user, password(), 'wren and more wren')
  expect(await screen.findByText(/Too easy to guess/)).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Create the practice' })).toHaveProperty('disabled', true)
  // Nothing of these is saved yet.
  for (const name of ['dr. wren castellan', 'cedar hollow']) {
    await user.clear(password())
    await fill(user, password(), `${name} ${name}`)
    expect(await screen.findByText(/Too easy to guess/)).toBeTruthy()
  }
  await user.clear(password())
  await fill(user, password(), 'seven quiet herons')
  await screen.findByText('Good: hard to guess')
  await user.keyboard('{Enter}')

  const { textContent: code } = await screen.findByTestId('code')
  expect(code).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4})+$/)
  expect(done(await app.bridge.people.session()).state).toBe('open')
  expect(app.inputs('setup.createPractice')).toEqual([
    {
      practiceName: 'Cedar Hollow',
      region: 'US',
      username: 'wren',
      password: 'seven quiet herons',
      administrator: {
        displayName: 'Dr. Wren Castellan',
        credentials: '',
        npi: '',
        role: 'practitioner-administrator',
      },
    },
  ])
  expect(screen.getByRole('button', { name: 'Continue' })).toHaveProperty('disabled', true)
  await user.click(screen.getByLabelText('I have kept it'))
  await user.click(screen.getByRole('button', { name: 'Continue' }))
  expect(await screen.findByText(/Without backups everything in Yarrow is lost/)).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Choose a folder' }))
  expect(await screen.findByText(app.computer.chosen.folder ?? '')).toBeTruthy()
  const turnOn = screen.getByRole('button', { name: 'Turn on nightly backups' })
  expect(turnOn).toHaveProperty('disabled', true)
  await fill(user, screen.getByLabelText('Backup passphrase', { selector: 'input' }), 'nine purple umbrellas')
  await fill(
    user,
    screen.getByLabelText('Same passphrase again', { selector: 'input' }),
    'nine purple umbrellas',
  )
  await user.click(turnOn)
  await user.click(await screen.findByRole('button', { name: 'Enter the Fullscript settings' }))
  expect(app.inputs('backups.setPassphrase')).toEqual([
    { proof: { password: 'seven quiet herons', code: null }, passphrase: 'nine purple umbrellas' },
  ])
  expect(app.inputs('backups.setNightly')).toEqual([{ nightly: true }])
  expect(await screen.findByRole('heading', { name: 'Fullscript settings' })).toBeTruthy()
  expect(document.body.textContent).not.toContain(code)
})

it('keeps what was typed on the way back and forth, and marks what is missing', async () => {
  const { user } = await renderApp('/', FRESH)
  await user.click(await screen.findByRole('button', { name: /Set up this practice/ }))
  await user.keyboard('{Enter}')
  expect(await screen.findByText('Enter the name of the practice')).toBeTruthy()
  await fill(user, screen.getByLabelText('Name of the practice'), 'Cedar Hollow')
  await user.click(screen.getByLabelText('Canada'))
  await user.keyboard('{Enter}')
  await fill(user, await screen.findByLabelText('NPI'), '1234567890')
  await user.click(screen.getByRole('button', { name: 'Continue' }))
  expect(await screen.findByText('Enter the ten digits, or leave it empty')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Back to: Your practice' }))
  expect(await screen.findByLabelText('Name of the practice')).toHaveProperty('value', 'Cedar Hollow')
  expect(screen.getByLabelText('Canada')).toHaveProperty('checked', true)
  await user.click(screen.getByRole('button', { name: 'Continue' }))
  expect(await screen.findByLabelText('NPI')).toHaveProperty('value', '1234567890')
})

it('says why a practice could not be made, and stays where it was', async () => {
  const { user } = await renderApp('/', {
    ...FRESH,
    before: async (app) => {
      app.instead('setup', 'createPractice', failed('disk-full'))
    },
  })
  await user.click(await screen.findByRole('button', { name: /Set up this practice/ }))
  await fill(user, await screen.findByLabelText('Name of the practice'), 'Cedar Hollow{Enter}')
  await fill(user, await screen.findByLabelText('Name'), 'Wren{Enter}')
  await screen.findByRole('heading', { name: 'Choose your password' })
  await fill(user, password(), 'seven quiet herons')
  await screen.findByText('Good: hard to guess')
  await user.keyboard('{Enter}')
  expect((await screen.findByRole('alert')).textContent).toContain('The disk is full')
  expect(password()).toHaveProperty('value', 'seven quiet herons')
})

it('opens the demo practice with one click, says so in the frame, and leaves it with one', async () => {
  const { user } = await renderApp('/', FRESH)
  await user.click(await screen.findByRole('button', { name: /Look around in the demo practice/ }))
  await user.click(await screen.findByRole('button', { name: /June Hartwell/ }))
  await user.click(screen.getByRole('button', { name: 'Sign in' }))
  await user.click(await screen.findByRole('button', { name: 'Demo practice' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Leave the demo practice' }))
  expect(await screen.findByRole('heading', { name: 'Welcome to Yarrow' })).toBeTruthy()
  await waitFor(() => expect(document.body.textContent).not.toContain('June Hartwell'))
})
