// Proves that signing in says what is wrong without saying which half, waits when told to, and fills demo accounts.
import { screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { AUTHENTICATOR_CODE } from '../../test-support/fake-bridge/fake-accounts'
import { renderApp } from '../../test-support/render-app'
import { ACCOUNTS, OWNER } from '../../test-support/sample-data'
import { fill } from '../../test-support/fill'

const SIGNED_OUT = { signedIn: null }

it('signs in with the keyboard alone', async () => {
  const { user } = renderApp('/', SIGNED_OUT)
  await fill(user, await screen.findByLabelText('Username'), 'maya{Tab}yarrow-demo{Enter}')
  expect(await screen.findByRole('heading', { name: 'Patients' })).toBeTruthy()
})

it('says that name and password do not match, and marks the password for typing again', async () => {
  const { user } = renderApp('/', SIGNED_OUT)
  await fill(user, await screen.findByLabelText('Username'), 'maya{Tab}wrong{Enter}')
  expect((await screen.findByRole('alert')).textContent).toContain('That name and password do not match')
  expect(document.activeElement).toBe(screen.getByLabelText('Password', { selector: 'input' }))
})

it('counts down after too many tries and lets nobody try before', async () => {
  const { user, fake } = renderApp('/', {
    ...SIGNED_OUT,
    fail: { 'people.signIn': { code: 'too-many-tries', retryAt: Date.now() + 60_000 } },
  })
  await fill(user, await screen.findByLabelText('Username'), 'maya{Tab}wrong{Enter}')
  const button = await screen.findByRole('button', { name: /Try again in (1:00|0:5\d)/ })
  expect(button).toHaveProperty('disabled', true)
  await fill(user, screen.getByLabelText('Password', { selector: 'input' }), '{Enter}')
  expect(fake.count('people.signIn')).toBe(1)
})

it('does not speak of the demo to a practice that works', async () => {
  renderApp('/', { ...SIGNED_OUT, info: { demo: false } })
  await screen.findByLabelText('Username')
  expect(screen.queryByText(/demo practice/)).toBeNull()
})

it('leads out of the demo', async () => {
  renderApp('/', { ...SIGNED_OUT, info: { demo: true } })
  expect(await screen.findByRole('button', { name: 'Leave the demo practice' })).toBeTruthy()
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
  redirectUri: 'http://127.0.0.1:28471/fullscript/us-snd/callback',
  deadline: Date.now() + 600_000,
  unexpectedResponse: false,
  browserFailed: false,
} as const

it('F-209: says that a link waits without saying for whom, as soon as it comes and as long as it does', async () => {
  const { happen } = renderApp('/', SIGNED_OUT)
  await screen.findByLabelText('Username')
  expect(screen.queryByText(FINISH)).toBeNull()
  await happen((fake) => fake.emitAnswerWaits(true))
  expect(await screen.findByText(FINISH)).toBeTruthy()
  await happen((fake) => fake.emitAnswerWaits(false))
  await waitFor(() => expect(screen.queryByText(FINISH)).toBeNull())
})

it('F-206: shows whose link it was how it goes on', async () => {
  const { user } = renderApp('/', { ...SIGNED_OUT, answerWaits: true, connect: RESUMED })
  await screen.findByText(FINISH)
  await fill(user, screen.getByLabelText('Username'), 'maya{Tab}yarrow-demo{Enter}')
  expect(await screen.findByRole('heading', { name: 'My connection' })).toBeTruthy()
})

it('F-206: lets anybody else begin as always', async () => {
  const { user } = renderApp('/', { ...SIGNED_OUT, answerWaits: true })
  await screen.findByText(FINISH)
  await fill(user, screen.getByLabelText('Username'), 'maya{Tab}yarrow-demo{Enter}')
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

const PROTECTED = {
  ...SIGNED_OUT,
  accounts: ACCOUNTS.map((account) =>
    account.username === 'tomas' ? { ...account, secondFactor: true } : account,
  ),
}

it('164.312(d): asks for the second factor in the password’s place, and says when the code is wrong', async () => {
  const { user } = renderApp('/', PROTECTED)
  await fill(user, await screen.findByLabelText('Username'), 'tomas{Tab}yarrow-demo{Enter}')
  const code = await screen.findByLabelText('Code from your authenticator')
  expect(document.activeElement).toBe(code)
  expect(screen.queryByRole('alert')).toBeNull()
  await fill(user, code, '111111{Enter}')
  expect((await screen.findByRole('alert')).textContent).toContain('That code did not match')
  await user.keyboard(`${AUTHENTICATOR_CODE}{Enter}`)
  expect(await screen.findByRole('button', { name: 'Account: Tomás Okonkwo' })).toBeTruthy()
})

it('a first sign-in ends with the recovery code, and the code is used up', async () => {
  const { user, fake } = renderApp('/', SIGNED_OUT)
  const added = fake.people.add({
    username: 'noor',
    displayName: 'Noor Haldane',
    credentials: '',
    npi: '',
    role: 'staff',
  })
  const code = added.ok ? added.value.access.code : ''
  await user.click(await screen.findByRole('button', { name: 'First sign-in or reset code' }))
  await fill(user, screen.getByLabelText('Username'), 'noor')
  await fill(user, screen.getByLabelText('Code from your administrator'), 'open 9999 mint')
  await fill(user, screen.getByLabelText('New password', { selector: 'input' }), 'seven quiet herons')
  await screen.findByText('Good: hard to guess')
  await user.keyboard('{Enter}')
  expect((await screen.findByRole('alert')).textContent).toContain('That name and code do not match')
  await user.clear(screen.getByLabelText('Code from your administrator'))
  await fill(user, screen.getByLabelText('Code from your administrator'), `${code.toLowerCase()}{Enter}`)
  expect((await screen.findByTestId('code')).textContent).toMatch(/^RCVR-/)
  await user.click(screen.getByLabelText('I have kept it'))
  await user.click(screen.getByRole('button', { name: 'Continue' }))
  expect(await screen.findByRole('button', { name: 'Account: Noor Haldane' })).toBeTruthy()
  expect(fake.people.redeem('noor', code, 'eight quiet herons')).toMatchObject({ ok: false })
})

it('a forgotten password is replaced with the recovery code', async () => {
  const { user, fake } = renderApp('/', SIGNED_OUT)
  const made = fake.people.newRecoveryCode(OWNER.id, 'yarrow-demo')
  await fill(user, await screen.findByLabelText('Username'), 'maya')
  await user.click(screen.getByRole('button', { name: 'Forgotten password' }))
  expect(screen.getByLabelText('Username')).toHaveProperty('value', 'maya')
  await fill(user, screen.getByLabelText('Recovery code'), made.ok ? made.value.recoveryCode : '')
  await fill(user, screen.getByLabelText('New password', { selector: 'input' }), 'seven quiet herons')
  await screen.findByText('Good: hard to guess')
  await user.keyboard('{Enter}')
  await user.click(await screen.findByLabelText('I have kept it'))
  await user.click(screen.getByRole('button', { name: 'Continue' }))
  expect(await screen.findByRole('button', { name: 'Account: Maya Lindqvist' })).toBeTruthy()
})

it('a lock takes the recovery code off the screen', async () => {
  const { user, fake, happen } = renderApp('/', SIGNED_OUT)
  const made = fake.people.newRecoveryCode(OWNER.id, 'yarrow-demo')
  await user.click(await screen.findByRole('button', { name: 'Forgotten password' }))
  await fill(user, screen.getByLabelText('Username'), 'maya')
  await fill(user, screen.getByLabelText('Recovery code'), made.ok ? made.value.recoveryCode : '')
  await fill(user, screen.getByLabelText('New password', { selector: 'input' }), 'seven quiet herons')
  await screen.findByText('Good: hard to guess')
  await user.keyboard('{Enter}')
  await screen.findByTestId('code')
  await happen((bridge) => bridge.emitLock())
  await waitFor(() => expect(document.body.textContent).not.toContain('RCVR-'))
})
