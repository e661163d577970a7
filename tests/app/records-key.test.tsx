// Proves that the key of the records is changed with one's own password, and the passphrase where the records have one,
// and that it is offered when somebody leaves who could open them.
import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { ok } from '../../src/shared/failures'
import { fill } from './support/fill'
import { done, NEW_PASSWORD, newPractice, PASSWORD, renderApp } from './support/render-app'

const PASSPHRASE = 'walnuts under the stairs'

const field = (label: string) => screen.findByLabelText(label, { selector: 'input' })

it('F-617: asks for the password, and for the passphrase of records that have one', async () => {
  const { user, app } = await renderApp('/practice', {
    demo: false,
    computer: ({ keychain }) => {
      keychain.mood = 'absent'
    },
    before: async (main) => {
      done(await main.bridge.app.createPassphraseVault({ passphrase: PASSPHRASE }))
      await newPractice(main)
    },
  })
  await user.click(await screen.findByRole('button', { name: 'Change keys' }))
  await fill(user, await field('Your password'), `${NEW_PASSWORD}{Enter}`)
  await fill(user, await field('Passphrase of the records'), 'not this one{Enter}')
  expect(await screen.findByText('This is not the passphrase')).toBeTruthy()
  await user.clear(await field('Passphrase of the records'))
  await fill(user, await field('Passphrase of the records'), `${PASSPHRASE}{Enter}`)
  expect(await screen.findByText(/The records have new keys/)).toBeTruthy()
  expect(app.count('practice.changeKey')).toBe(3)
})

it('F-617: is offered when an administrator leaves, and not for others', async () => {
  const { user } = await renderApp('/people', {
    before: async ({ bridge }) => {
      const cyrus = { username: 'cyrus', displayName: 'Cyrus Vandermeer', credentials: '', npi: '' }
      const proof = { password: PASSWORD, code: null }
      const added = done(await bridge.accounts.add({ ...cyrus, role: 'administrator', proof }))
      const { code } = added.access
      done(await bridge.accounts.redeemCode({ username: 'cyrus', code, password: NEW_PASSWORD }))
      done(await bridge.people.signIn({ username: 'june', password: PASSWORD, code: null }))
    },
  })
  const deactivate = async (name: string) => {
    await user.click(await screen.findByRole('button', { name: `More for ${name}` }))
    await user.click(await screen.findByRole('menuitem', { name: 'Deactivate' }))
  }
  await deactivate('Priya Raman')
  expect((await screen.findAllByText('Deactivated')).length).toBeGreaterThan(0)
  expect(screen.queryByText(/change their keys in Practice settings/)).toBeNull()
  await deactivate('Cyrus Vandermeer')
  expect(await screen.findByText(/Cyrus Vandermeer was an administrator/)).toBeTruthy()
})

it('F-617: says before the change who will need a new sign-in code', async () => {
  const { user } = await renderApp('/practice', {
    // As somebody is who was last here with a Yarrow of before.
    before: async (app) => {
      const [first, ...others] = done(await app.bridge.accounts.list())
      if (!first) throw new Error('There are no accounts')
      app.instead(
        'accounts',
        'list',
        ok([...others, { ...first, needsCodeForNewKeys: true, displayName: 'Lena Ruiz' }]),
      )
    },
  })
  await user.click(await screen.findByRole('button', { name: 'Change keys' }))
  expect(await screen.findByText(/Not signed in with this version of Yarrow yet: Lena Ruiz\./)).toBeTruthy()
})
