// Proves that the key of the records is changed with one's own password, and the passphrase where the records have one,
// and that it is offered when somebody leaves who could open them.
import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { renderApp } from '../../test-support/render-app'
import { ACCOUNTS, MORE_ACCOUNTS } from '../../test-support/sample-data'
import { fill } from '../../test-support/fill'

const field = (label: string) => screen.findByLabelText(label, { selector: 'input' })

it('F-617: asks for the password, and for the passphrase of records that have one', async () => {
  const { user, fake } = renderApp('/practice')
  fake.passphrase = 'walnuts under the stairs'
  await user.click(await screen.findByRole('button', { name: 'Change keys' }))
  await fill(user, await field('Your password'), 'yarrow-demo{Enter}')
  await fill(user, await field('Passphrase of the records'), 'not this one{Enter}')
  expect(await screen.findByText('This is not the passphrase')).toBeTruthy()
  await user.clear(await field('Passphrase of the records'))
  await fill(user, await field('Passphrase of the records'), 'walnuts under the stairs{Enter}')
  expect(await screen.findByText(/The records have new keys/)).toBeTruthy()
  expect(fake.count('practice.changeKey')).toBe(3)
})

it('F-617: is offered when an administrator leaves, and not for others', async () => {
  const { user } = renderApp('/people', { accounts: [...ACCOUNTS, ...MORE_ACCOUNTS] })
  const deactivate = async (name: string) => {
    await user.click(await screen.findByRole('button', { name: `More for ${name}` }))
    await user.click(await screen.findByRole('menuitem', { name: 'Deactivate' }))
  }
  await deactivate('June Abernathy')
  expect((await screen.findAllByText('Deactivated')).length).toBeGreaterThan(0)
  expect(screen.queryByText(/change their keys in Practice settings/)).toBeNull()
  await deactivate('Cyrus Vandermeer')
  expect(await screen.findByText(/Cyrus Vandermeer was an administrator/)).toBeTruthy()
})

it('F-617: says before the change who will need a new sign-in code', async () => {
  const [first, ...others] = ACCOUNTS
  if (!first) throw new Error('There are no accounts')
  const { user } = renderApp('/practice', {
    accounts: [...others, { ...first, needsCodeForNewKeys: true, displayName: 'Lena Ruiz' }],
  })
  await user.click(await screen.findByRole('button', { name: 'Change keys' }))
  expect(await screen.findByText(/Not signed in with this version of Yarrow yet: Lena Ruiz\./)).toBeTruthy()
})
