// Proves that every state of the encrypted records has a screen that explains it and a way on.
import { screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { fill } from './support/fill'
import { done, newPractice, renderApp, type RunningApp } from './support/render-app'

const PASSPHRASE = 'walnuts under the stairs'
const signIn = () => screen.findByRole('heading', { name: 'Sign in' })
const field = (label: string) => screen.findByLabelText(label, { selector: 'input' })

/** A computer without a keychain, and a practice whose records open with a passphrase. */
const withPassphrase = {
  demo: false,
  computer: ({ keychain }: RunningApp['computer']) => {
    keychain.mood = 'absent'
  },
  before: async (app: RunningApp) => {
    done(await app.bridge.app.createPassphraseVault({ passphrase: PASSPHRASE }))
    await newPractice(app)
    await app.stop()
    await app.start()
  },
}

it('explains why the records did not open, and opens when they do', async () => {
  const { user, app } = await renderApp('/', {
    as: null,
    computer: ({ keychain }) => {
      keychain.mood = 'locked'
    },
  })
  const alert = await screen.findByRole('alert')
  expect(alert.textContent).toContain('The keychain of this computer is locked')
  expect(alert.textContent).toContain('Your records are untouched')
  app.computer.keychain.mood = 'ok'
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await signIn()).toBeTruthy()
})

it('names the file that was kept', async () => {
  await renderApp('/', {
    as: null,
    before: async (app) => {
      const failure = { code: 'vault-damaged', reference: 'R7' } as const
      app.insteadAtFirst({
        storage: { state: 'failed', failure, keptFile: '/data/kept.db', recoverable: false },
      })
    },
  })
  expect(await screen.findByText('/data/kept.db')).toBeTruthy()
  expect(screen.getByRole('alert').textContent).toContain('R7')
})

it('asks for the passphrase of an existing vault', async () => {
  const { user } = await renderApp('/', withPassphrase)
  await fill(user, await field('Vault passphrase'), 'not this passphrase{Enter}')
  expect((await screen.findByRole('alert')).textContent).toContain('does not open')
  await user.clear(await field('Vault passphrase'))
  await fill(user, await field('Vault passphrase'), `${PASSPHRASE}{Enter}`)
  expect(await signIn()).toBeTruthy()
})

it('takes a new passphrase only when it is long enough and typed twice', async () => {
  const { user, app } = await renderApp('/', { demo: false, computer: withPassphrase.computer })
  const create = await screen.findByRole('button', { name: 'Create encrypted records' })
  await fill(user, await field('New passphrase'), 'too short')
  expect(screen.getByText('6 more characters needed')).toBeTruthy()
  expect(create).toHaveProperty('disabled', true)
  await fill(user, await field('New passphrase'), ' but not now')
  await fill(user, await field('Same passphrase again'), 'too short but not')
  expect(create).toHaveProperty('disabled', true)
  await fill(user, await field('Same passphrase again'), ' now{Enter}')
  expect(await screen.findByRole('heading', { name: 'Welcome to Yarrow' })).toBeTruthy()
  expect(app.inputs('app.createPassphraseVault')).toEqual([{ passphrase: 'too short but not now' }])
})

it('F-617: opens with a recovery code when the keychain has lost the key, and says when it is the wrong one', async () => {
  let code = ''
  const { user } = await renderApp('/', {
    demo: false,
    before: async (app) => {
      code = await newPractice(app)
      await app.stop()
      const { keychain } = app.computer
      for (const account of [...keychain.entries.keys()]) done(await keychain.delete(account))
      await app.start()
    },
  })
  await fill(user, await field('Recovery code'), 'NOT-THE-CODE{Enter}')
  await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('does not open these records'))
  await user.clear(await field('Recovery code'))
  await fill(user, await field('Recovery code'), `${code}{Enter}`)
  expect(await signIn()).toBeTruthy()
})
