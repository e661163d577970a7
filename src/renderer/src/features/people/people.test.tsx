// Proves that an administrator adds somebody and hands over a code, takes back a deactivation, is told why the last
// administrator stays, comes back to a half-typed form after a lock, and that nobody else gets to this page.
import { screen, waitFor, within } from '@testing-library/react'
import type { UserEvent } from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { AUTHENTICATOR_CODE } from '../../test-support/fake-bridge/fake-accounts'
import { renderApp } from '../../test-support/render-app'
import { ACCOUNTS, MORE_ACCOUNTS, OWNER, PEOPLE } from '../../test-support/sample-data'
import { fill } from '../../test-support/fill'

const PASSWORD_FIELD = { selector: 'input' }
/** One's own password once more. */
const proveIn = async (user: UserEvent) => {
  const field = await screen.findByLabelText('Your password', PASSWORD_FIELD)
  await user.clear(field)
  await fill(user, field, 'yarrow-demo')
}

const row = async (name: string) =>
  (await screen.findByLabelText(`Edit ${name}`)).closest('tr') ?? document.body

it('adds a person and shows their code once', async () => {
  const { user, fake } = renderApp('/people')
  await user.click(await screen.findByRole('button', { name: 'Add person' }))
  const dialog = within(await screen.findByRole('dialog'))
  await fill(user, dialog.getByLabelText('Name'), 'Tomas Reyes')
  await user.clear(dialog.getByLabelText('Username'))
  await fill(user, dialog.getByLabelText('Username'), 'tomas')
  await user.selectOptions(dialog.getByLabelText('Role'), 'Office staff')
  expect(dialog.queryByLabelText('NPI')).toBeNull()
  await user.click(dialog.getByRole('button', { name: 'Add person' }))
  expect(await dialog.findByText('Enter your password')).toBeTruthy()
  await fill(user, dialog.getByLabelText('Your password', PASSWORD_FIELD), 'not my password')
  await user.click(dialog.getByRole('button', { name: 'Add person' }))
  expect(await dialog.findByText('That is not your password')).toBeTruthy()
  await proveIn(user)
  await user.click(dialog.getByRole('button', { name: 'Add person' }))
  expect(await dialog.findByText('Somebody has or had this username')).toBeTruthy()
  await fill(user, dialog.getByLabelText('Username'), '.r{Enter}')
  const code = (await screen.findByTestId('code')).textContent
  expect(fake.people.redeem('tomas.r', code, 'seven quiet herons')).toMatchObject({ ok: true })
  await user.click(screen.getByRole('button', { name: 'Done' }))
  await waitFor(() => expect(document.body.textContent).not.toContain(code))
})

it('F-713: asks for the second factor, too, where it is on', async () => {
  const accounts = ACCOUNTS.map((one) =>
    one.username === OWNER.username ? { ...one, secondFactor: true } : one,
  )
  const { user, fake } = renderApp('/people', { accounts })
  await user.click(await screen.findByRole('button', { name: 'More for June Abernathy' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Give a new code' }))
  await proveIn(user)
  await user.click(screen.getByRole('button', { name: 'Give code' }))
  await fill(user, await screen.findByLabelText('Code'), '111111{Enter}')
  expect(await screen.findByText('This code is not right')).toBeTruthy()
  await user.clear(screen.getByLabelText('Code'))
  await fill(user, screen.getByLabelText('Code'), `${AUTHENTICATOR_CODE}{Enter}`)
  expect(await screen.findByTestId('code')).toBeTruthy()
  expect(fake.count('accounts.issueCode')).toBe(3)
})

it('deactivates and takes it back', async () => {
  const { user, fake } = renderApp('/people')
  await user.click(await screen.findByRole('button', { name: 'More for June Abernathy' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Deactivate' }))
  expect(await within(await row('June Abernathy')).findByText('Deactivated')).toBeTruthy()
  expect(fake.people.signIn('june', 'yarrow-demo', null)).toMatchObject({ ok: false })

  await user.click(await screen.findByRole('button', { name: 'Undo' }))
  expect(await within(await row('June Abernathy')).findByText('Active')).toBeTruthy()
})

it('F-707: a half-typed person is there again after the lock, and gone once added', async () => {
  const { user, fake, happen } = renderApp('/people')
  await user.click(await screen.findByRole('button', { name: 'Add person' }))
  await fill(user, await screen.findByLabelText('Name'), 'Ottilie')
  await user.selectOptions(screen.getByLabelText('Role'), 'Office staff')
  await waitFor(() => expect(JSON.stringify(fake.mine.drafts)).toContain('staff'))
  await happen((main) => main.emitLock())
  const password = await screen.findByLabelText('Password', { selector: 'input' })
  expect(document.documentElement.outerHTML).not.toContain('Ottilie')
  await fill(user, password, 'yarrow-demo{Enter}')

  expect(await screen.findByText('Draft restored')).toBeTruthy()
  expect(screen.getByLabelText('Role')).toHaveProperty('value', 'staff')
  expect(screen.getByLabelText('Your password', PASSWORD_FIELD)).toHaveProperty('value', '')
  await proveIn(user)
  await fill(user, screen.getByLabelText('Name'), ' Quill{Enter}')
  await screen.findByTestId('code')
  expect(fake.inputs('accounts.add')).toMatchObject([
    { displayName: 'Ottilie Quill', username: 'ottilie', role: 'staff' },
  ])
  await waitFor(() => expect(fake.mine.drafts).toEqual([]))
})

it('F-707: a draft of a rename never sets back what somebody else changed meanwhile', async () => {
  const draft = { values: { displayName: 'June Abernathy-Quill' }, context: null }
  const june = ACCOUNTS.find(({ username }) => username === 'june')
  const kept = {
    place: `/people?edit=${june?.id ?? ''}`,
    drafts: [{ key: `person:${june?.id ?? ''}`, text: JSON.stringify(draft), updatedAt: 1 }],
  }
  const { user, fake } = renderApp('/', {
    kept: { [OWNER.username]: kept },
    accounts: ACCOUNTS.map((one) => (one === june ? { ...one, role: 'practitioner' } : one)),
  })
  const dialog = within(await screen.findByRole('dialog'))
  expect(await dialog.findByText('Draft restored')).toBeTruthy()
  await proveIn(user)
  await user.click(dialog.getByRole('button', { name: 'Save changes' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(fake.inputs('accounts.update')).toMatchObject([
    { displayName: 'June Abernathy-Quill', role: 'practitioner' },
  ])
  await waitFor(() => expect(fake.mine.drafts).toEqual([]))
})

it('says why the last administrator keeps the role', async () => {
  const { user } = renderApp('/people')
  await user.click(await screen.findByRole('button', { name: 'Edit Maya Lindqvist' }))
  const dialog = within(await screen.findByRole('dialog'))
  await user.selectOptions(dialog.getByLabelText('Role'), 'Practitioner')
  await proveIn(user)
  await user.click(dialog.getByRole('button', { name: 'Save changes' }))
  expect((await dialog.findByRole('alert')).textContent).toContain('Nobody could manage people')
})

it('offers for every state what mends it', async () => {
  const { user } = renderApp('/people', { accounts: [...ACCOUNTS, ...MORE_ACCOUNTS] })
  expect(await within(await row('Ada Brightwater')).findByText('Code lapsed')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'More for Cyrus Vandermeer' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Let try again now' }))
  expect(await within(await row('Cyrus Vandermeer')).findByText('Active')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'More for Ada Brightwater' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Give a new code' }))
  expect(screen.queryByTestId('code')).toBeNull()
  await proveIn(user)
  await user.click(screen.getByRole('button', { name: 'Give code' }))
  expect(await screen.findByTestId('code')).toBeTruthy()
})

it('164.312(a): is nowhere for whoever may not manage people', async () => {
  renderApp('/people', { signedIn: PEOPLE[2] ?? null })
  await waitFor(() => expect(window.location.pathname).toBe('/patients'))
  expect(screen.queryByRole('link', { name: 'People' })).toBeNull()
})
