// Proves that an administrator adds somebody and hands over a code, takes back a deactivation, is told why the last
// administrator stays, comes back to a half-typed form after a lock, and that nobody else gets to this page.
import { screen, waitFor, within } from '@testing-library/react'
import type { UserEvent } from '@testing-library/user-event'
import { expect, it, onTestFinished, vi } from 'vitest'
import { authenticatorCode } from '../support/accounts'
import { fill } from './support/fill'
import { colleague, done, draftsOf, PASSWORD, renderApp, type RunningApp } from './support/render-app'

const PASSWORD_FIELD = { selector: 'input' }
/** One's own password once more. */
const proveIn = async (user: UserEvent) => {
  const field = await screen.findByLabelText('Your password', PASSWORD_FIELD)
  await user.clear(field)
  await fill(user, field, PASSWORD)
}

const row = async (name: string) =>
  (await screen.findByLabelText(`Edit ${name}`)).closest('tr') ?? document.body

it('adds a person and shows their code once', async () => {
  const { user, app } = await renderApp('/people')
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
  expect(await dialog.findByText('Somebody has or had this username')).toBeTruthy()
  await fill(user, dialog.getByLabelText('Username'), '.r{Enter}')
  expect(await dialog.findByText('That is not your password')).toBeTruthy()
  await proveIn(user)
  await user.click(dialog.getByRole('button', { name: 'Add person' }))
  const code = (await screen.findByTestId('code')).textContent
  await user.click(screen.getByRole('button', { name: 'Done' }))
  await waitFor(() => expect(document.body.textContent).not.toContain(code))
  const first = { username: 'tomas.r', code, password: 'seven quiet herons' }
  done(await app.bridge.accounts.redeemCode(first))
})

it('F-713: asks for the second factor, too, where it is on', async () => {
  let secret = ''
  const { user, app } = await renderApp('/people', {
    before: async ({ bridge, computer }) => {
      secret = done(await bridge.accounts.beginSecondFactor({ password: PASSWORD })).secret
      const code = authenticatorCode(secret, computer.clock.now())
      done(await bridge.accounts.confirmSecondFactor({ code }))
      // It is not asked again within twelve hours.
      computer.clock.advance(13 * 60 * 60_000)
    },
  })
  await user.click(await screen.findByRole('button', { name: 'More for Priya Raman' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Give a new code' }))
  await proveIn(user)
  await user.click(screen.getByRole('button', { name: 'Give code' }))
  await fill(user, await screen.findByLabelText('Code'), '111111{Enter}')
  expect(await screen.findByText('This code is not right')).toBeTruthy()
  await user.clear(screen.getByLabelText('Code'))
  await fill(
    user,
    screen.getByLabelText('Code'),
    `${authenticatorCode(secret, app.computer.clock.now())}{Enter}`,
  )
  expect(await screen.findByTestId('code')).toBeTruthy()
  expect(app.count('accounts.issueCode')).toBe(3)
})

it('deactivates and takes it back', async () => {
  const { user, app } = await renderApp('/people')
  await user.click(await screen.findByRole('button', { name: 'More for Priya Raman' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Deactivate' }))
  expect(await within(await row('Priya Raman')).findByText('Deactivated')).toBeTruthy()
  const listed = async () =>
    done(await app.bridge.accounts.list()).find(({ username }) => username === 'priya')
  expect(await listed()).toMatchObject({ active: false })

  await user.click(await screen.findByRole('button', { name: 'Undo' }))
  expect(await within(await row('Priya Raman')).findByText('Active')).toBeTruthy()
})

it('F-707: a half-typed person is there again after the lock, and gone once added', async () => {
  const { user, app, happen } = await renderApp('/people')
  await user.click(await screen.findByRole('button', { name: 'Add person' }))
  await fill(user, await screen.findByLabelText('Name'), 'Ottilie')
  await user.selectOptions(screen.getByLabelText('Role'), 'Office staff')
  await waitFor(async () => expect(await draftsOf(app)).toContain('staff'))
  await happen(() => {
    app.services.lock()
  })
  const password = await screen.findByLabelText('Password', { selector: 'input' })
  expect(document.documentElement.outerHTML).not.toContain('Ottilie')
  await fill(user, password, `${PASSWORD}{Enter}`)

  expect(await screen.findByText('Draft restored')).toBeTruthy()
  expect(screen.getByLabelText('Role')).toHaveProperty('value', 'staff')
  expect(screen.getByLabelText('Your password', PASSWORD_FIELD)).toHaveProperty('value', '')
  await proveIn(user)
  await fill(user, screen.getByLabelText('Name'), ' Quill{Enter}')
  await screen.findByTestId('code')
  expect(app.inputs('accounts.add')).toMatchObject([
    { displayName: 'Ottilie Quill', username: 'ottilie', role: 'staff' },
  ])
  await waitFor(async () => expect(await draftsOf(app)).toBe('[]'))
})

it('F-707: a draft of a rename never sets back what somebody else changed meanwhile', async () => {
  const draft = { values: { displayName: 'Priya Raman-Quill' }, context: null }
  const { id, displayName, credentials } = colleague('priya')
  const { user, app } = await renderApp('/', {
    before: async ({ bridge }) => {
      done(await bridge.drafts.save({ key: `person:${id}`, text: JSON.stringify(draft) }))
      done(await bridge.drafts.savePlace({ place: `/people?edit=${id}` }))
      const proof = { password: PASSWORD, code: null }
      const changed = { id, displayName, credentials, npi: '', role: 'practitioner' as const }
      done(await bridge.accounts.update({ ...changed, proof }))
    },
  })
  const dialog = within(await screen.findByRole('dialog'))
  expect(await dialog.findByText('Draft restored')).toBeTruthy()
  await proveIn(user)
  await user.click(dialog.getByRole('button', { name: 'Save changes' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(app.inputs('accounts.update')).toMatchObject([
    { displayName: 'Priya Raman-Quill', role: 'practitioner' },
  ])
  await waitFor(async () => expect(await draftsOf(app)).toBe('[]'))
})

it('says why the last administrator keeps the role', async () => {
  const { user } = await renderApp('/people')
  await user.click(await screen.findByRole('button', { name: 'Edit Dr. June Hartwell' }))
  const dialog = within(await screen.findByRole('dialog'))
  await user.selectOptions(dialog.getByLabelText('Role'), 'Practitioner')
  await proveIn(user)
  await user.click(dialog.getByRole('button', { name: 'Save changes' }))
  expect((await dialog.findByRole('alert')).textContent).toContain('Nobody could manage people')
})

/** Ada’s code has lapsed, and Cyrus has tried too often. */
const moreAccounts = async ({ bridge }: RunningApp) => {
  const proof = { password: PASSWORD, code: null }
  const common = { credentials: '', npi: '', role: 'staff' as const, proof }
  done(await bridge.accounts.add({ ...common, username: 'ada', displayName: 'Ada Brightwater' }))
  // For both sides: the page says whether a code has lapsed.
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(Date.now() + 31 * 24 * 60 * 60_000)
  onTestFinished(() => void vi.useRealTimers())
  await bridge.people.signIn({ username: 'june', password: PASSWORD, code: null })
  const added = done(
    await bridge.accounts.add({ ...common, username: 'cyrus', displayName: 'Cyrus Vandermeer' }),
  )
  const { code } = added.access
  done(await bridge.accounts.redeemCode({ username: 'cyrus', code, password: 'seven quiet herons' }))
  const wrong = { username: 'cyrus', password: 'not the one', code: null }
  let refused = await bridge.people.signIn(wrong)
  while (!refused.ok && refused.failure.code !== 'too-many-tries') refused = await bridge.people.signIn(wrong)
  await bridge.people.signIn({ username: 'june', password: PASSWORD, code: null })
}

it('offers for every state what mends it', async () => {
  const { user } = await renderApp('/people', { before: moreAccounts })
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
  await renderApp('/people', { as: 'priya' })
  await waitFor(() => expect(window.location.pathname).toBe('/patients'))
  expect(screen.queryByRole('link', { name: 'People' })).toBeNull()
})
