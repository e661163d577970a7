// Proves that every state of the encrypted records has a screen that explains it and a way on.
import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { renderApp } from '../../test-support/render-app'
import { RECOVERY_CODE } from '../../test-support/sample-data'
import { fill } from '../../test-support/fill'

it('explains why the records did not open, and opens when they do', async () => {
  const { user, fake } = renderApp('/', {
    storage: {
      state: 'failed',
      failure: { code: 'keychain-locked', reference: 'R7' },
      keptFile: null,
      recoverable: false,
    },
  })
  const alert = await screen.findByRole('alert')
  expect(alert.textContent).toContain('The keychain of this computer is locked')
  expect(alert.textContent).toContain('Your records are untouched')
  expect(alert.textContent).toContain('R7')
  fake.storage = { state: 'open' }
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByRole('heading', { name: 'Patients' })).toBeTruthy()
})

it('names the file that was kept', async () => {
  renderApp('/', {
    storage: {
      state: 'failed',
      failure: { code: 'vault-damaged' },
      keptFile: '/data/kept.db',
      recoverable: false,
    },
  })
  expect(await screen.findByText('/data/kept.db')).toBeTruthy()
})

it('asks for the passphrase of an existing vault', async () => {
  const { user, fake } = renderApp('/', {
    storage: { state: 'passphrase-needed', first: false, failure: null },
  })
  await fill(
    user,
    await screen.findByLabelText('Vault passphrase', { selector: 'input' }),
    'open sesame{Enter}',
  )
  expect(await screen.findByRole('heading', { name: 'Patients' })).toBeTruthy()
  expect(fake.inputs('app.openWithPassphrase')).toEqual([{ passphrase: 'open sesame' }])
})

it('takes a new passphrase only when it is long enough and typed twice', async () => {
  const { user, fake } = renderApp('/', {
    storage: { state: 'passphrase-needed', first: true, failure: null },
  })
  const create = await screen.findByRole('button', { name: 'Create encrypted records' })
  await fill(user, screen.getByLabelText('New passphrase', { selector: 'input' }), 'too short')
  expect(screen.getByText('6 more characters needed')).toBeTruthy()
  expect(create).toHaveProperty('disabled', true)
  await fill(user, screen.getByLabelText('New passphrase', { selector: 'input' }), ' but not now')
  await fill(user, screen.getByLabelText('Same passphrase again', { selector: 'input' }), 'too short but not')
  expect(create).toHaveProperty('disabled', true)
  await fill(user, screen.getByLabelText('Same passphrase again', { selector: 'input' }), ' now{Enter}')
  expect(fake.inputs('app.createPassphraseVault')).toEqual([{ passphrase: 'too short but not now' }])
})

it('F-617: opens with a recovery code when the keychain has lost the key, and says when it is the wrong one', async () => {
  const { user } = renderApp('/', {
    storage: {
      state: 'failed',
      failure: { code: 'vault-key-missing' },
      keptFile: '/data/kept.db',
      recoverable: true,
    },
  })
  const field = await screen.findByLabelText('Recovery code', { selector: 'input' })
  await fill(user, field, 'NOT-THE-CODE{Enter}')
  expect((await screen.findByRole('alert')).textContent).toContain('does not open these records')
  await user.clear(screen.getByLabelText('Recovery code', { selector: 'input' }))
  await fill(user, screen.getByLabelText('Recovery code', { selector: 'input' }), `${RECOVERY_CODE}{Enter}`)
  expect(await screen.findByRole('heading', { name: 'Patients' })).toBeTruthy()
})
