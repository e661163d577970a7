// Proves the test page, with a local Fullscript beside the app: consent and redirect before anybody is connected, the
// steps in order, masked answers, the grant's seconds, and a stop at the first step that fails.
import { screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { attemptIs } from './support/connections'
import { done, renderApp } from './support/render-app'

const START = { name: 'Test with a sign-in' }
const TITLES = ['Consent', 'Redirect', 'Sign-in', 'Clinic', 'Session grant']
const step = async (name: string) => within(await screen.findByRole('listitem', { name }))

it('runs the three steps in order and shows what came back, secrets masked', async () => {
  const { app, user } = await renderApp('/fullscript/test', { fullscript: 'connected' })
  await user.click(await screen.findByRole('button', { name: 'Run the test' }))
  const grant = await step('Session grant')
  expect(await grant.findByText(/^Usable for 1[012]\d more seconds$/)).toBeTruthy()
  expect(grant.getByText(/^.{4}… \(\d+ characters\)$/)).toBeTruthy()
  expect(app.inputs('fullscript.testStep')).toEqual([
    { step: 'oauth' },
    { step: 'clinic' },
    { step: 'grant' },
  ])
  expect(screen.getAllByLabelText('Passed')).toHaveLength(3)
})

it('stops at the first step that fails and says why', async () => {
  const { app, user } = await renderApp('/fullscript/test', { fullscript: 'connected' })
  app.instead('fullscript', 'testStep', { ok: false, failure: { code: 'fullscript-unreachable' } })
  await user.click(await screen.findByRole('button', { name: 'Run the test' }))
  expect((await screen.findByRole('alert')).textContent).toContain('Fullscript cannot be reached')
  expect(app.count('fullscript.testStep')).toBe(1)
})

/** Nobody is connected, and the test has sent the person to the browser. */
async function signingIn() {
  const running = await renderApp('/fullscript/test', { fullscript: 'there' })
  await running.user.click(await screen.findByRole('button', START))
  expect((await step('Consent')).getByText('Finish in your browser')).toBeTruthy()
  return running
}
const connection = async ({ bridge }: Awaited<ReturnType<typeof signingIn>>) =>
  done(await bridge.fullscript.connection()).state

it('before anybody is connected: consent, redirect, token, clinic and grant, then forgets what it got', async () => {
  const running = await signingIn()
  const { app, user, fullscript, happen } = running
  await happen(() => fullscript.authorize(app))
  const end = within(await screen.findByRole('region', { name: 'Keep this connection?' }))
  expect(screen.getAllByLabelText('Passed')).toHaveLength(TITLES.length)
  for (const title of TITLES) expect(screen.getByRole('listitem', { name: title })).toBeTruthy()
  // In sight, and the only thing to do.
  await waitFor(() => {
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Keep this connection?')
  })
  expect(screen.getByRole<HTMLButtonElement>('button', START).disabled).toBe(true)
  expect(app.inputs('fullscript.testStep')).toEqual([
    { step: 'oauth', trial: true },
    { step: 'clinic', trial: true },
    { step: 'grant', trial: true },
  ])
  await user.click(end.getByRole('button', { name: 'Forget it' }))
  expect(await screen.findByText('The test’s connection was ended again')).toBeTruthy()
  expect(await connection(running)).toBe('not-connected')
})

it('keeps it as the connection when the person wants it', async () => {
  const running = await signingIn()
  const { app, user, fullscript, happen } = running
  await happen(() => fullscript.authorize(app))
  await user.click(await screen.findByRole('button', { name: 'Keep as my connection' }))
  expect(await screen.findByText('Kept as your connection')).toBeTruthy()
  expect(await connection(running)).toBe('connected')
})

it('says which step failed and passes what worked: denied, late, and a code that is not taken', async () => {
  const { app, user, happen } = await signingIn()
  const ends = (code: 'connect-denied' | 'connect-timed-out' | 'fullscript-app-refused') =>
    happen(() => attemptIs(app, { step: 'failed', failure: { code } }))
  await ends('connect-denied')
  expect((await step('Consent')).getByLabelText('Failed')).toBeTruthy()
  expect((await step('Redirect')).getByLabelText('Passed')).toBeTruthy()
  expect(screen.getAllByLabelText('Passed')).toHaveLength(1)

  await user.click(screen.getByRole('button', START))
  await (await step('Consent')).findByText('Finish in your browser')
  await ends('connect-timed-out')
  expect((await step('Consent')).getByLabelText('Failed')).toBeTruthy()
  expect(screen.queryAllByLabelText('Passed')).toEqual([])

  await user.click(screen.getByRole('button', START))
  await (await step('Consent')).findByText('Finish in your browser')
  await happen(() => attemptIs(app, { step: 'exchanging' }))
  expect((await step('Redirect')).getByLabelText('Passed')).toBeTruthy()
  await ends('fullscript-app-refused')
  expect((await step('Sign-in')).getByLabelText('Failed')).toBeTruthy()
  expect((await step('Redirect')).getByLabelText('Passed')).toBeTruthy()
})

it('cancelled while it waits, the page is as before', async () => {
  const { app, happen } = await signingIn()
  await happen(() => attemptIs(app, { step: 'idle' }))
  expect(screen.queryByText('Finish in your browser')).toBeNull()
  expect(screen.queryByRole('alert')).toBeNull()
  expect(screen.getByRole<HTMLButtonElement>('button', START).disabled).toBe(false)
})

it('leaving the page ends an attempt that waits', async () => {
  const { app, user } = await signingIn()
  await user.click(screen.getByRole('tab', { name: 'My connection' }))
  await waitFor(() => expect(app.count('fullscript.cancelConnect')).toBe(1))
})

it('sends an administrator to the settings while there are none', async () => {
  await renderApp('/fullscript/test')
  expect(await screen.findByRole('link', { name: 'Open Fullscript settings' })).toBeTruthy()
})
