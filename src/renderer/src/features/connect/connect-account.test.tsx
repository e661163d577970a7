// Proves that connecting always says where it stands: a deadline that is seen, a way to stop, who was connected, and
// an end in words for everything that can go wrong.
import { screen, waitFor } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { renderApp } from '../../test-support/render-app'
import { CONNECTED, FULLSCRIPT_OWNER } from '../../test-support/sample-data'
import { fill } from '../../test-support/fill'

const NOT_CONNECTED = { connection: { state: 'not-connected' } } as const

afterEach(() => {
  vi.useRealTimers()
})

const waiting = (deadline: number) =>
  ({
    step: 'waiting',
    wayBack: 'loopback',
    redirectUri: 'http://127.0.0.1:28471/fullscript/us-snd/callback',
    deadline,
    unexpectedResponse: false,
    browserFailed: false,
  }) as const

it('counts the ten minutes down', async () => {
  const deadline = Date.now() + 600_000
  const { happen } = renderApp('/fullscript', { ...NOT_CONNECTED, connect: waiting(deadline) })
  const timer = await screen.findByRole('timer')
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(deadline - 61_000)
  await waitFor(() => expect(timer.textContent).toContain('1:01'))
  vi.setSystemTime(deadline + 5_000)
  await waitFor(() => expect(timer.textContent).toContain('0:00'))
  await happen((fake) => fake.emitConnect({ step: 'failed', failure: { code: 'connect-timed-out' } }))
  expect((await screen.findByRole('alert')).textContent).toContain('The time to connect ran out')
  expect(screen.getByRole('button', { name: 'Connect my Fullscript account' })).toBeTruthy()
})

it('starts, can be cancelled and started again', async () => {
  const { user, fake } = renderApp('/fullscript', NOT_CONNECTED)
  await user.click(await screen.findByRole('button', { name: 'Connect my Fullscript account' }))
  await user.click(await screen.findByRole('button', { name: 'Cancel' }))
  expect((await screen.findByRole('alert')).textContent).toContain('Connecting was cancelled')
  await user.click(screen.getByRole('button', { name: 'Connect my Fullscript account' }))
  expect(fake.count('fullscript.connect')).toBe(2)
})

it('copies the link and takes a pasted address', async () => {
  const { user, fake } = renderApp('/fullscript', {
    ...NOT_CONNECTED,
    connect: waiting(Date.now() + 600_000),
  })
  await user.click(await screen.findByRole('button', { name: 'Copy link' }))
  expect(await screen.findByRole('button', { name: 'Link copied' })).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Paste the address' }))
  await fill(
    user,
    await screen.findByLabelText('Address from the browser'),
    'http://127.0.0.1/x?code=1{Enter}',
  )
  expect(fake.inputs('fullscript.pasteAddress')).toEqual([{ address: 'http://127.0.0.1/x?code=1' }])
  expect(await screen.findByRole('region', { name: 'Is this you?' })).toBeTruthy()
})

it('tells of an answer that does not belong here, and goes on waiting (F-111)', async () => {
  const state = { ...waiting(Date.now() + 600_000), unexpectedResponse: true }
  renderApp('/fullscript', { ...NOT_CONNECTED, connect: state })
  expect(await screen.findByText('An answer came that does not belong to this attempt')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Cancel' })).toBeTruthy()
})

it('offers the link when the browser could not be opened (F-128)', async () => {
  const state = { ...waiting(Date.now() + 600_000), browserFailed: true }
  renderApp('/fullscript', { ...NOT_CONNECTED, connect: state })
  expect((await screen.findByRole('alert')).textContent).toContain('The browser could not be opened')
})

it('shows type, name and id before anything is kept, and warns of another account', async () => {
  const { user, fake } = renderApp('/fullscript', {
    ...NOT_CONNECTED,
    connect: {
      step: 'confirming',
      owner: FULLSCRIPT_OWNER,
      previousOwner: { ...FULLSCRIPT_OWNER, id: 'x', name: 'Priya' },
    },
  })
  const card = await screen.findByRole('region', { name: 'Is this you?' })
  expect(card.textContent).toContain(FULLSCRIPT_OWNER.name)
  expect(card.textContent).toContain(FULLSCRIPT_OWNER.id)
  expect(card.textContent).toContain('Practitioner')
  expect(card.textContent).toContain('You were connected as Priya')
  await user.click(screen.getByRole('button', { name: 'No, use another account' }))
  expect(fake.inputs('fullscript.confirmOwner')).toEqual([{ accept: false }])
})

it('disconnects after one question and says what Fullscript said', async () => {
  const { user } = renderApp('/fullscript')
  await user.click(await screen.findByRole('button', { name: 'Disconnect' }))
  await user.click(screen.getByRole('button', { name: 'Disconnect now' }))
  expect(await screen.findByText('Fullscript has confirmed that the connection is ended.')).toBeTruthy()
})

it('names the permission that is missing and offers to connect again', async () => {
  renderApp('/fullscript', {
    connection: { ...CONNECTED, missingScopes: ['patients:read'] } as typeof CONNECTED,
  })
  expect(await screen.findByText(/The practice needs more than was granted: patients:read/)).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Connect my Fullscript account' })).toBeTruthy()
})

it('says what to do when the practice has no settings yet', async () => {
  renderApp('/fullscript', { connection: { state: 'not-configured' } })
  expect(await screen.findByRole('link', { name: 'Open Fullscript settings' })).toBeTruthy()
})
