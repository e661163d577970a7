// Proves that an administrator adds somebody and hands over a code, takes back a deactivation, is told why the last
// administrator stays, and that nobody else gets to this page.
import { screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { renderApp } from '../../test-support/render-app'
import { ACCOUNTS, MORE_ACCOUNTS, PEOPLE } from '../../test-support/sample-data'

const row = async (name: string) =>
  (await screen.findByLabelText(`Edit ${name}`)).closest('tr') ?? document.body

it('adds a person and shows their code once', async () => {
  const { user, fake } = renderApp('/people')
  await user.click(await screen.findByRole('button', { name: 'Add person' }))
  const dialog = within(await screen.findByRole('dialog'))
  await user.type(dialog.getByLabelText('Name'), 'Tomas Reyes')
  await user.clear(dialog.getByLabelText('Username'))
  await user.type(dialog.getByLabelText('Username'), 'tomas')
  await user.selectOptions(dialog.getByLabelText('Role'), 'Office staff')
  expect(dialog.queryByLabelText('NPI')).toBeNull()
  await user.click(dialog.getByRole('button', { name: 'Add person' }))
  expect(await dialog.findByText('Somebody has or had this username')).toBeTruthy()
  await user.type(dialog.getByLabelText('Username'), '.r{Enter}')
  const code = (await screen.findByTestId('code')).textContent
  expect(fake.people.redeem('tomas.r', code, 'seven quiet herons')).toMatchObject({ ok: true })
  await user.click(screen.getByRole('button', { name: 'Done' }))
  await waitFor(() => expect(document.body.textContent).not.toContain(code))
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

it('says why the last administrator keeps the role', async () => {
  const { user } = renderApp('/people')
  await user.click(await screen.findByRole('button', { name: 'Edit Maya Lindqvist' }))
  const dialog = within(await screen.findByRole('dialog'))
  await user.selectOptions(dialog.getByLabelText('Role'), 'Practitioner')
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
  expect(await screen.findByTestId('code')).toBeTruthy()
})

it('164.312(a): is nowhere for whoever may not manage people', async () => {
  renderApp('/people', { signedIn: PEOPLE[2] ?? null })
  await waitFor(() => expect(window.location.pathname).toBe('/patients'))
  expect(screen.queryByRole('link', { name: 'People' })).toBeNull()
})
