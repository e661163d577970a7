// Proves that one's own account is changed only with one's own password, and that a second factor is on only when a code
// of it was right.
import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { AUTHENTICATOR_CODE, SECRET } from '../../test-support/fake-bridge/fake-accounts'
import { renderApp } from '../../test-support/render-app'
import { OWNER } from '../../test-support/sample-data'
import { fill } from '../../test-support/fill'

const field = (name: string) => screen.findByLabelText(name, { selector: 'input' })

it('changes the password', async () => {
  const { user, fake } = renderApp('/account')
  await user.click(await screen.findByRole('button', { name: 'Change password' }))
  await fill(user, await field('Password until now'), 'not this one')
  await fill(user, await field('New password'), 'seven quiet herons')
  await screen.findByText('Good: hard to guess')
  await user.keyboard('{Enter}')
  expect(await screen.findByText('That is not your password')).toBeTruthy()
  await user.clear(await field('Password until now'))
  await fill(user, await field('Password until now'), 'yarrow-demo{Enter}')
  expect(await screen.findByText('Password changed')).toBeTruthy()
  expect(fake.people.signIn('maya', 'seven quiet herons', null)).toMatchObject({ ok: true })
})

it('makes a new recovery code', async () => {
  const { user, fake } = renderApp('/account')
  await user.click(await screen.findByRole('button', { name: 'New recovery code' }))
  await fill(user, await field('Your password'), 'yarrow-demo{Enter}')
  const code = (await screen.findByTestId('code')).textContent
  await user.click(screen.getByRole('button', { name: 'I have kept it' }))
  expect(screen.queryByTestId('code')).toBeNull()
  expect(fake.people.recover('maya', code, 'seven quiet herons')).toMatchObject({ ok: true })
})

it('turns the second factor on with a right code only, and off with the password', async () => {
  const { user, fake } = renderApp('/account')
  await user.click(await screen.findByRole('button', { name: 'Turn on' }))
  await fill(user, await field('Your password'), 'yarrow-demo{Enter}')
  expect((await screen.findByTestId('second-factor-key')).textContent.replaceAll(' ', '')).toBe(SECRET)
  expect(screen.getByRole('img', { name: /QR code/ })).toBeTruthy()
  await fill(user, screen.getByLabelText('The six digits that it shows now'), '111111{Enter}')
  expect((await screen.findByRole('alert')).textContent).toContain('That code did not match')
  expect(fake.people.protection(OWNER.id).secondFactorSince).toBeNull()
  await user.clear(screen.getByLabelText('The six digits that it shows now'))
  await fill(user, screen.getByLabelText('The six digits that it shows now'), `${AUTHENTICATOR_CODE}{Enter}`)
  expect(await screen.findAllByTestId('code')).toHaveLength(8)
  await user.click(screen.getByRole('button', { name: 'I have kept them' }))
  expect(await screen.findByText(/8 backup codes left/)).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Turn off' }))
  await fill(user, await field('Your password'), 'yarrow-demo{Enter}')
  expect(await screen.findByRole('button', { name: 'Turn on' })).toBeTruthy()
})
