// Proves that signing in says what is wrong without saying which half, waits when told to, and fills demo accounts.
import { screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { renderApp } from '../../test-support/render-app'

const SIGNED_OUT = { signedIn: null }

it('signs in with the keyboard alone', async () => {
  const { user } = renderApp('/', SIGNED_OUT)
  await user.type(await screen.findByLabelText('Username'), 'maya{Tab}yarrow-demo{Enter}')
  expect(await screen.findByRole('heading', { name: 'Patients' })).toBeTruthy()
})

it('says that name and password do not match, and marks the password for typing again', async () => {
  const { user } = renderApp('/', SIGNED_OUT)
  await user.type(await screen.findByLabelText('Username'), 'maya{Tab}wrong{Enter}')
  expect((await screen.findByRole('alert')).textContent).toContain('That name and password do not match')
  expect(document.activeElement).toBe(screen.getByLabelText('Password', { selector: 'input' }))
})

it('counts down after too many tries and lets nobody try before', async () => {
  const { user, fake } = renderApp('/', {
    ...SIGNED_OUT,
    fail: { 'people.signIn': { code: 'too-many-tries', retryAt: Date.now() + 60_000 } },
  })
  await user.type(await screen.findByLabelText('Username'), 'maya{Tab}wrong{Enter}')
  const button = await screen.findByRole('button', { name: /Try again in (1:00|0:5\d)/ })
  expect(button).toHaveProperty('disabled', true)
  await user.type(screen.getByLabelText('Password', { selector: 'input' }), '{Enter}')
  expect(fake.count('people.signIn')).toBe(1)
})

it('says when Caps Lock is on', async () => {
  const { user } = renderApp('/', SIGNED_OUT)
  const password = await screen.findByLabelText('Password', { selector: 'input' })
  await user.click(password)
  expect(screen.queryByText('Caps Lock is on')).toBeNull()
  await user.keyboard('{CapsLock}a')
  expect(screen.getByText('Caps Lock is on')).toBeTruthy()
})

it('fills in a demo account with one click', async () => {
  const { user } = renderApp('/', SIGNED_OUT)
  await user.click(await screen.findByRole('button', { name: /June Abernathy/ }))
  await user.click(screen.getByRole('button', { name: 'Sign in' }))
  expect(await screen.findByRole('button', { name: 'Account: June Abernathy' })).toBeTruthy()
})

it('offers no demo accounts outside the demo practice', async () => {
  renderApp('/', { ...SIGNED_OUT, info: { demo: false, demoAccounts: [], demoPassword: null } })
  await screen.findByLabelText('Username')
  expect(screen.queryByRole('region', { name: 'Demo accounts' })).toBeNull()
})

const FINISH = 'Sign in to finish connecting Fullscript'
const RESUMED = {
  step: 'waiting',
  wayBack: 'deep-link',
  deadline: Date.now() + 600_000,
  unexpectedResponse: false,
  browserFailed: false,
} as const

it('F-209: says that a link waits without saying for whom, as soon as it comes and as long as it does', async () => {
  const { happen } = renderApp('/', SIGNED_OUT)
  await screen.findByLabelText('Username')
  expect(screen.queryByText(FINISH)).toBeNull()
  await happen((fake) => fake.emitLinkParked(true))
  expect(await screen.findByText(FINISH)).toBeTruthy()
  await happen((fake) => fake.emitLinkParked(false))
  await waitFor(() => expect(screen.queryByText(FINISH)).toBeNull())
})

it('F-206: shows whose link it was how it goes on', async () => {
  const { user } = renderApp('/', { ...SIGNED_OUT, linkParked: true, connect: RESUMED })
  await screen.findByText(FINISH)
  await user.type(screen.getByLabelText('Username'), 'maya{Tab}yarrow-demo{Enter}')
  expect(await screen.findByRole('heading', { name: 'My connection' })).toBeTruthy()
})

it('F-206: lets anybody else begin as always', async () => {
  const { user } = renderApp('/', { ...SIGNED_OUT, linkParked: true })
  await screen.findByText(FINISH)
  await user.type(screen.getByLabelText('Username'), 'maya{Tab}yarrow-demo{Enter}')
  expect(await screen.findByRole('heading', { name: 'Patients' })).toBeTruthy()
})

it('shows nothing of the person before after signing out', async () => {
  const { user, fake } = renderApp('/patients')
  await screen.findAllByRole('option')
  await user.click(screen.getByRole('button', { name: /^Account/ }))
  await user.click(await screen.findByRole('menuitem', { name: /Sign out/ }))
  await screen.findByLabelText('Username')
  expect(document.body.textContent).not.toContain('Achterberg')
  await waitFor(() => expect(fake.person).toBeNull())
})
