// Proves that signing in says what is wrong without saying which half, waits when told to, and fills demo accounts.
import { screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { ok, failed } from '../../src/shared/failures'
import { authenticatorCode } from '../support/accounts'
import { fill } from './support/fill'
import { done, newPractice, PASSWORD, renderApp, type RunningApp } from './support/render-app'

const SIGNED_OUT = { as: null }

it('signs in with the keyboard alone', async () => {
  const { user } = await renderApp('/', SIGNED_OUT)
  await fill(user, await screen.findByLabelText('Username'), `june{Tab}${PASSWORD}{Enter}`)
  expect(await screen.findByRole('heading', { name: 'Patients' })).toBeTruthy()
})

it('says that name and password do not match, and marks the password for typing again', async () => {
  const { user } = await renderApp('/', SIGNED_OUT)
  await fill(user, await screen.findByLabelText('Username'), 'june{Tab}wrong{Enter}')
  expect((await screen.findByRole('alert')).textContent).toContain('That name and password do not match')
  expect(document.activeElement).toBe(screen.getByLabelText('Password', { selector: 'input' }))
})

it('counts down after too many tries and lets nobody try before', async () => {
  const { user, app } = await renderApp('/', {
    ...SIGNED_OUT,
    before: async (main) => {
      main.instead('people', 'signIn', failed('too-many-tries', { retryAt: Date.now() + 60_000 }))
    },
  })
  await fill(user, await screen.findByLabelText('Username'), 'june{Tab}wrong{Enter}')
  const button = await screen.findByRole('button', { name: /Try again in (1:00|0:5\d)/ })
  expect(button).toHaveProperty('disabled', true)
  await fill(user, screen.getByLabelText('Password', { selector: 'input' }), '{Enter}')
  expect(app.count('people.signIn')).toBe(1)
})

/** A practice of one's own, where nobody is signed in. */
const ownPractice = {
  demo: false,
  before: async (app: RunningApp) => {
    await newPractice(app)
    done(await app.bridge.people.signOut())
  },
}

it('does not speak of the demo to a practice that works', async () => {
  await renderApp('/', ownPractice)
  await screen.findByLabelText('Username')
  expect(screen.queryByText(/demo practice/)).toBeNull()
})

it('leads out of the demo', async () => {
  await renderApp('/', SIGNED_OUT)
  expect(await screen.findByRole('button', { name: 'Leave the demo practice' })).toBeTruthy()
})

it('says when Caps Lock is on', async () => {
  const { user } = await renderApp('/', SIGNED_OUT)
  const password = await screen.findByLabelText('Password', { selector: 'input' })
  await user.click(password)
  expect(screen.queryByText('Caps Lock is on')).toBeNull()
  await user.keyboard('{CapsLock}a')
  expect(screen.getByText('Caps Lock is on')).toBeTruthy()
})

it('fills in a demo account with one click', async () => {
  const { user } = await renderApp('/', SIGNED_OUT)
  await user.click(await screen.findByRole('button', { name: /June Hartwell/ }))
  await user.click(screen.getByRole('button', { name: 'Sign in' }))
  expect(await screen.findByRole('button', { name: /^Account: .*June Hartwell/ })).toBeTruthy()
})

it('offers no demo accounts outside the demo practice', async () => {
  await renderApp('/', ownPractice)
  await screen.findByLabelText('Username')
  expect(screen.queryByRole('region', { name: 'Demo accounts' })).toBeNull()
})

const CODE = /^[0-9A-Z]{4}(-[0-9A-Z]{4})+$/
const FINISH = 'Sign in to finish connecting Fullscript'
const RESUMED = {
  step: 'waiting',
  wayBack: 'deep-link',
  redirectUri: 'http://127.0.0.1:28471/fullscript/us-snd/callback',
  deadline: Date.now() + 600_000,
  unexpectedResponse: false,
  browserFailed: false,
} as const

/** A link came that somebody has to sign in for; tests/integration/connect-restart.test.ts makes one. */
const parked = async (app: RunningApp) => {
  app.insteadAtFirst({ names: { practiceName: 'Meadowlark', answerWaits: true } })
}

it('F-209: says that a link waits without saying for whom, as soon as it comes and as long as it does', async () => {
  const { app, happen } = await renderApp('/', SIGNED_OUT)
  await screen.findByLabelText('Username')
  expect(screen.queryByText(FINISH)).toBeNull()
  await happen(() => {
    app.instead('people', 'names', ok({ practiceName: 'Meadowlark', answerWaits: true }))
    app.tell('people', 'answerWaits', true)
  })
  expect(await screen.findByText(FINISH)).toBeTruthy()
  await happen(() => {
    app.instead('people', 'names', ok({ practiceName: 'Meadowlark', answerWaits: false }))
    app.tell('people', 'answerWaits', false)
  })
  await waitFor(() => expect(screen.queryByText(FINISH)).toBeNull())
})

it('F-206: shows whose link it was how it goes on', async () => {
  const { user } = await renderApp('/', {
    ...SIGNED_OUT,
    before: async (app) => {
      await parked(app)
      app.instead('fullscript', 'connectState', ok(RESUMED))
    },
  })
  await screen.findByText(FINISH)
  await fill(user, screen.getByLabelText('Username'), `june{Tab}${PASSWORD}{Enter}`)
  expect(await screen.findByRole('heading', { name: 'My connection' })).toBeTruthy()
})

it('F-206: lets anybody else begin as always', async () => {
  const { user } = await renderApp('/', { ...SIGNED_OUT, before: parked })
  await screen.findByText(FINISH)
  await fill(user, screen.getByLabelText('Username'), `june{Tab}${PASSWORD}{Enter}`)
  expect(await screen.findByRole('heading', { name: 'Patients' })).toBeTruthy()
})

it('shows nothing of the person before after signing out', async () => {
  const { user, app } = await renderApp('/patients')
  await screen.findAllByRole('option')
  await user.click(screen.getByRole('button', { name: /^Account/ }))
  await user.click(await screen.findByRole('menuitem', { name: /Sign out/ }))
  await screen.findByLabelText('Username')
  expect(document.body.textContent).not.toContain('Lindqvist')
  expect(done(await app.bridge.people.session())).toEqual({ state: 'signed-out' })
})

it('164.312(d): asks for the second factor in the password’s place, and says when the code is wrong', async () => {
  let secret = ''
  const { user, app } = await renderApp('/', {
    as: 'tomas',
    before: async ({ bridge, computer }) => {
      secret = done(await bridge.accounts.beginSecondFactor({ password: PASSWORD })).secret
      const code = authenticatorCode(secret, computer.clock.now())
      done(await bridge.accounts.confirmSecondFactor({ code }))
      // It is not asked again within twelve hours, and a code counts once.
      computer.clock.advance(13 * 60 * 60_000)
      done(await bridge.people.signOut())
    },
  })
  await fill(user, await screen.findByLabelText('Username'), `tomas{Tab}${PASSWORD}{Enter}`)
  const code = await screen.findByLabelText('Code from your authenticator')
  expect(document.activeElement).toBe(code)
  expect(screen.queryByRole('alert')).toBeNull()
  await fill(user, code, '111111{Enter}')
  expect((await screen.findByRole('alert')).textContent).toContain('That code did not match')
  await user.keyboard(`${authenticatorCode(secret, app.computer.clock.now())}{Enter}`)
  expect(await screen.findByRole('button', { name: 'Account: Tomas Okafor' })).toBeTruthy()
})

it('a first sign-in ends with the recovery code, and the code is used up', async () => {
  let code = ''
  const { user, app } = await renderApp('/', {
    before: async ({ bridge }) => {
      const noor = { username: 'noor', displayName: 'Noor Haldane', credentials: '', npi: '' }
      const proof = { password: PASSWORD, code: null }
      code = done(await bridge.accounts.add({ ...noor, role: 'staff', proof })).access.code
      done(await bridge.people.signOut())
    },
  })
  await user.click(await screen.findByRole('button', { name: 'First sign-in or reset code' }))
  await fill(user, screen.getByLabelText('Username'), 'noor')
  await fill(user, screen.getByLabelText('Code from your administrator'), 'open 9999 mint')
  await fill(user, screen.getByLabelText('New password', { selector: 'input' }), 'seven quiet herons')
  await screen.findByText('Good: hard to guess')
  await user.keyboard('{Enter}')
  expect((await screen.findByRole('alert')).textContent).toContain('That name and code do not match')
  await user.clear(screen.getByLabelText('Code from your administrator'))
  await fill(user, screen.getByLabelText('Code from your administrator'), `${code.toLowerCase()}{Enter}`)
  expect((await screen.findByTestId('code')).textContent).toMatch(CODE)
  await user.click(screen.getByLabelText('I have kept it'))
  await user.click(screen.getByRole('button', { name: 'Continue' }))
  expect(await screen.findByRole('button', { name: 'Account: Noor Haldane' })).toBeTruthy()
  const again = { username: 'noor', code, password: 'eight quiet herons' }
  expect(await app.bridge.accounts.redeemCode(again)).toMatchObject({ ok: false })
})

/** June has a recovery code, and nobody is signed in. */
async function withRecoveryCode() {
  let code = ''
  const drawn = await renderApp('/', {
    before: async ({ bridge }) => {
      code = done(await bridge.accounts.newRecoveryCode({ password: PASSWORD })).recoveryCode
      done(await bridge.people.signOut())
    },
  })
  return { ...drawn, code }
}

it('a forgotten password is replaced with the recovery code', async () => {
  const { user, code } = await withRecoveryCode()
  await fill(user, await screen.findByLabelText('Username'), 'june')
  await user.click(screen.getByRole('button', { name: 'Forgotten password' }))
  expect(screen.getByLabelText('Username')).toHaveProperty('value', 'june')
  await fill(user, screen.getByLabelText('Recovery code'), code)
  await fill(user, screen.getByLabelText('New password', { selector: 'input' }), 'seven quiet herons')
  await screen.findByText('Good: hard to guess')
  await user.keyboard('{Enter}')
  await user.click(await screen.findByLabelText('I have kept it'))
  await user.click(screen.getByRole('button', { name: 'Continue' }))
  expect(await screen.findByRole('button', { name: /^Account: .*June Hartwell/ })).toBeTruthy()
})

it('a lock takes the recovery code off the screen', async () => {
  const { user, app, happen, code } = await withRecoveryCode()
  await user.click(await screen.findByRole('button', { name: 'Forgotten password' }))
  await fill(user, screen.getByLabelText('Username'), 'june')
  await fill(user, screen.getByLabelText('Recovery code'), code)
  await fill(user, screen.getByLabelText('New password', { selector: 'input' }), 'seven quiet herons')
  await screen.findByText('Good: hard to guess')
  await user.keyboard('{Enter}')
  const { textContent: shown } = await screen.findByTestId('code')
  await happen(() => {
    app.services.lock()
  })
  await waitFor(() => expect(document.body.textContent).not.toContain(shown))
})
