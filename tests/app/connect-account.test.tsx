// Proves that connecting always says where it stands: a deadline that is seen, a way to stop, whose account it is before
// anything is kept, who was connected, and an end in words for everything that can go wrong.
import { screen, waitFor } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import type { ConnectState } from '../../src/shared/contract/fullscript'
import { ok } from '../../src/shared/failures'
import { attemptIs, CONNECTED, connectionIs, FULLSCRIPT_OWNER, waiting } from './support/connections'
import { fill } from './support/fill'
import { done, renderApp } from './support/render-app'

afterEach(() => {
  vi.useRealTimers()
})

/** The page of one's own connection, with an attempt that stands so. */
const attempting = (state: ConnectState) =>
  renderApp('/fullscript', {
    before: async (app) => {
      connectionIs(app, { state: 'not-connected' })
      attemptIs(app, state)
    },
  })
const connect = () => screen.findByRole('button', { name: 'Connect my Fullscript account' })

it('connects in the browser, says whose account it is before anything is kept, and disconnects', async () => {
  const { app, user, fullscript, happen } = await renderApp('/fullscript', { fullscript: 'there' })
  await user.click(await connect())
  await screen.findByRole('heading', { name: 'Finish in your browser' })
  await happen(() => fullscript.authorize(app))
  const card = await screen.findByRole('region', { name: 'Is this you?' })
  expect(card.textContent).toContain('June Hartwell')
  expect(card.textContent).toContain('Practitioner')
  expect(done(await app.bridge.fullscript.connection())).toMatchObject({ state: 'not-connected' })
  await user.click(screen.getByRole('button', { name: 'Yes, this is me' }))
  await user.click(await screen.findByRole('button', { name: 'Disconnect' }))
  expect(done(await app.bridge.fullscript.connection())).toMatchObject({ state: 'connected' })
  await user.click(screen.getByRole('button', { name: 'Disconnect now' }))
  expect(await screen.findByText('Fullscript has confirmed that the connection is ended.')).toBeTruthy()
  expect(done(await app.bridge.fullscript.connection())).toMatchObject({ state: 'not-connected' })
})

it('can be cancelled and started again, and copies the link', async () => {
  const { app, user } = await renderApp('/fullscript', { fullscript: 'there' })
  await user.click(await connect())
  await user.click(await screen.findByRole('button', { name: 'Copy link' }))
  expect(await screen.findByRole('button', { name: 'Link copied' })).toBeTruthy()
  expect(app.computer.clipboard).toEqual([app.computer.browser.at(-1)])
  await user.click(await screen.findByRole('button', { name: 'Cancel' }))
  expect((await screen.findByRole('alert')).textContent).toContain('Connecting was cancelled')
  await user.click(await connect())
  await screen.findByRole('button', { name: 'Cancel' })
  expect(app.computer.browser).toHaveLength(2)
})

it('counts the ten minutes down', async () => {
  const deadline = Date.now() + 600_000
  const { app, happen } = await attempting(waiting(deadline))
  const timer = await screen.findByRole('timer')
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(deadline - 61_000)
  await waitFor(() => expect(timer.textContent).toContain('1:01'))
  vi.setSystemTime(deadline + 5_000)
  await waitFor(() => expect(timer.textContent).toContain('0:00'))
  await happen(() => attemptIs(app, { step: 'failed', failure: { code: 'connect-timed-out' } }))
  expect((await screen.findByRole('alert')).textContent).toContain('The time to connect ran out')
  expect(await connect()).toBeTruthy()
})

it('takes a pasted address', async () => {
  const { app, user } = await attempting(waiting(Date.now() + 600_000))
  app.instead('fullscript', 'pasteAddress', ok(null))
  await user.click(await screen.findByRole('button', { name: 'Paste the address' }))
  const field = await screen.findByLabelText('Address from the browser')
  await fill(user, field, 'http://127.0.0.1/x?code=1{Enter}')
  await waitFor(() =>
    expect(app.inputs('fullscript.pasteAddress')).toEqual([{ address: 'http://127.0.0.1/x?code=1' }]),
  )
})

it('tells of an answer that does not belong here, and goes on waiting (F-111)', async () => {
  await attempting({ ...waiting(Date.now() + 600_000), unexpectedResponse: true })
  expect(await screen.findByText('An answer came that does not belong to this attempt')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Cancel' })).toBeTruthy()
})

it('offers the link when the browser could not be opened (F-128)', async () => {
  await attempting({ ...waiting(Date.now() + 600_000), browserFailed: true })
  expect((await screen.findByRole('alert')).textContent).toContain('The browser could not be opened')
})

it('warns of another account than before, and takes No for an answer', async () => {
  const previousOwner = { ...FULLSCRIPT_OWNER, id: 'x', name: 'Priya' }
  const { app, user } = await attempting({ step: 'confirming', owner: FULLSCRIPT_OWNER, previousOwner })
  app.instead('fullscript', 'confirmOwner', ok({ step: 'idle' }))
  const card = await screen.findByRole('region', { name: 'Is this you?' })
  expect(card.textContent).toContain(FULLSCRIPT_OWNER.id)
  expect(card.textContent).toContain('You were connected as Priya')
  await user.click(screen.getByRole('button', { name: 'No, use another account' }))
  expect(app.inputs('fullscript.confirmOwner')).toEqual([{ accept: false }])
})

it('names the permission that is missing and offers to connect again', async () => {
  await renderApp('/fullscript', {
    before: async (app) => connectionIs(app, { ...CONNECTED, missingScopes: ['patients:read'] }),
  })
  expect(await screen.findByText(/The practice needs more than was granted: patients:read/)).toBeTruthy()
  expect(await connect()).toBeTruthy()
})

it('says what to do when the practice has no settings yet', async () => {
  await renderApp('/fullscript')
  expect(await screen.findByRole('link', { name: 'Open Fullscript settings' })).toBeTruthy()
})
