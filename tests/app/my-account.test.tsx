// Proves that one's own account is changed only with one's own password, and that a second factor is on only when a code
// of it was right.
import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { authenticatorCode } from '../support/accounts'
import { fill } from './support/fill'
import { done, PASSWORD, renderApp } from './support/render-app'

const field = (name: string) => screen.findByLabelText(name, { selector: 'input' })

it('changes the password', async () => {
  const { user, app } = await renderApp('/account')
  await user.click(await screen.findByRole('button', { name: 'Change password' }))
  await fill(user, await field('Password until now'), 'not this one')
  await fill(user, await field('New password'), 'seven quiet herons')
  await screen.findByText('Good: hard to guess')
  await user.keyboard('{Enter}')
  expect(await screen.findByText('That is not your password')).toBeTruthy()
  await user.clear(await field('Password until now'))
  await fill(user, await field('Password until now'), `${PASSWORD}{Enter}`)
  expect(await screen.findByText('Password changed')).toBeTruthy()
  done(await app.bridge.people.signIn({ username: 'june', password: 'seven quiet herons', code: null }))
})

it('makes a new recovery code', async () => {
  const { user, app } = await renderApp('/account')
  await user.click(await screen.findByRole('button', { name: 'New recovery code' }))
  await fill(user, await field('Your password'), `${PASSWORD}{Enter}`)
  const code = (await screen.findByTestId('code')).textContent
  await user.click(screen.getByRole('button', { name: 'I have kept it' }))
  expect(screen.queryByTestId('code')).toBeNull()
  const again = { username: 'june', recoveryCode: code, password: 'seven quiet herons' }
  done(await app.bridge.accounts.recover(again))
})

it('turns the second factor on with a right code only, and off with the password', async () => {
  const { user, app } = await renderApp('/account')
  await user.click(await screen.findByRole('button', { name: 'Turn on' }))
  await fill(user, await field('Your password'), `${PASSWORD}{Enter}`)
  const secret = (await screen.findByTestId('second-factor-key')).textContent
  expect(screen.getByRole('img', { name: /QR code/ })).toBeTruthy()
  await fill(user, screen.getByLabelText('The six digits that it shows now'), '111111{Enter}')
  expect((await screen.findByRole('alert')).textContent).toContain('That code did not match')
  expect(done(await app.bridge.accounts.protection())).toMatchObject({ secondFactorSince: null })
  await user.clear(screen.getByLabelText('The six digits that it shows now'))
  await fill(
    user,
    screen.getByLabelText('The six digits that it shows now'),
    `${authenticatorCode(secret, app.computer.clock.now())}{Enter}`,
  )
  expect(await screen.findAllByTestId('code')).toHaveLength(10)
  await user.click(screen.getByRole('button', { name: 'I have kept them' }))
  expect(await screen.findByText(/10 backup codes left/)).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Turn off' }))
  await fill(user, await field('Your password'), `${PASSWORD}{Enter}`)
  expect(await screen.findByRole('button', { name: 'Turn on' })).toBeTruthy()
})
