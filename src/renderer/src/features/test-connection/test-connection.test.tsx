// Proves the test page: consent and redirect before anybody is connected, the steps in order, masked answers, the grant's
// seconds, and a stop at the first step that fails.
import { screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { FULLSCRIPT_OWNER } from '../../test-support/sample-data'
import { renderApp } from '../../test-support/render-app'

it('runs the three steps in order and shows what came back', async () => {
  const { user, fake } = renderApp('/fullscript/test')
  await user.click(await screen.findByRole('button', { name: 'Run the test' }))
  const grant = within(await screen.findByRole('listitem', { name: 'Session grant' }))
  expect(await grant.findByText(/^Usable for (120|119|118) more seconds$/)).toBeTruthy()
  expect(grant.getByText('yLGA… (48 characters)')).toBeTruthy()
  expect(fake.inputs('fullscript.testStep')).toEqual([
    { step: 'oauth' },
    { step: 'clinic' },
    { step: 'grant' },
  ])
  expect(screen.getAllByLabelText('Passed')).toHaveLength(3)
})

it('stops at the first step that fails and says why', async () => {
  const { user, fake } = renderApp('/fullscript/test', {
    fail: { 'fullscript.testStep': { code: 'fullscript-unreachable' } },
  })
  await user.click(await screen.findByRole('button', { name: 'Run the test' }))
  expect((await screen.findByRole('alert')).textContent).toContain('Fullscript cannot be reached')
  expect(fake.count('fullscript.testStep')).toBe(1)
})

const START = { name: 'Test with a sign-in' }
const TITLES = ['Consent', 'Redirect', 'Sign-in', 'Clinic', 'Session grant']
const step = async (name: string) => within(await screen.findByRole('listitem', { name }))

it('before anybody is connected: consent, redirect, token, clinic and grant, then forgets what it got', async () => {
  const { user, fake, happen } = renderApp('/fullscript/test', { connection: { state: 'not-connected' } })
  await user.click(await screen.findByRole('button', START))
  expect(fake.inputs('fullscript.connect')).toEqual([{ wayBack: null, trial: true }])
  expect((await step('Consent')).getByText('Finish in your browser')).toBeTruthy()
  await happen(() => fake.emitConnect({ step: 'exchanging' }))
  expect((await step('Redirect')).getByLabelText('Passed')).toBeTruthy()
  await happen(() => fake.emitConnect({ step: 'confirming', owner: FULLSCRIPT_OWNER, previousOwner: null }))
  const end = within(await screen.findByRole('region', { name: 'Keep this connection?' }))
  expect(screen.getAllByLabelText('Passed')).toHaveLength(TITLES.length)
  // In sight, and the only thing to do.
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Keep this connection?')
  expect(screen.getByRole<HTMLButtonElement>('button', START).disabled).toBe(true)
  expect(fake.inputs('fullscript.testStep')).toEqual([
    { step: 'oauth', trial: true },
    { step: 'clinic', trial: true },
    { step: 'grant', trial: true },
  ])
  await user.click(end.getByRole('button', { name: 'Forget it' }))
  expect(fake.inputs('fullscript.confirmOwner')).toEqual([{ accept: false }])
  expect(await screen.findByText('The test’s connection was ended again')).toBeTruthy()
})

it('keeps it as the connection when the person wants it', async () => {
  const { user, fake, happen } = renderApp('/fullscript/test', { connection: { state: 'not-connected' } })
  await user.click(await screen.findByRole('button', START))
  await happen(() => fake.emitConnect({ step: 'confirming', owner: FULLSCRIPT_OWNER, previousOwner: null }))
  await user.click(await screen.findByRole('button', { name: 'Keep as my connection' }))
  expect(fake.inputs('fullscript.confirmOwner')).toEqual([{ accept: true }])
  expect(await screen.findByText('Kept as your connection')).toBeTruthy()
})

it.each([
  ['connect-denied', 'Consent', ['Redirect']],
  ['connect-timed-out', 'Consent', []],
] as const)('%s fails the step %s, and passes what worked', async (code, failing, passed) => {
  const { user, fake, happen } = renderApp('/fullscript/test', { connection: { state: 'not-connected' } })
  await user.click(await screen.findByRole('button', START))
  await happen(() => fake.emitConnect({ step: 'failed', failure: { code } }))
  expect((await step(failing)).getByLabelText('Failed')).toBeTruthy()
  expect(screen.queryAllByLabelText('Passed')).toHaveLength(passed.length)
  for (const name of passed) expect((await step(name)).getByLabelText('Passed')).toBeTruthy()
})

it('a code that Fullscript does not take fails the token, after consent and redirect', async () => {
  const { user, fake, happen } = renderApp('/fullscript/test', { connection: { state: 'not-connected' } })
  await user.click(await screen.findByRole('button', START))
  await happen(() => fake.emitConnect({ step: 'exchanging' }))
  await happen(() => fake.emitConnect({ step: 'failed', failure: { code: 'fullscript-app-refused' } }))
  expect((await step('Sign-in')).getByLabelText('Failed')).toBeTruthy()
  expect((await step('Redirect')).getByLabelText('Passed')).toBeTruthy()
})

it('cancelled while it waits, the page is as before', async () => {
  const { user, fake, happen } = renderApp('/fullscript/test', { connection: { state: 'not-connected' } })
  await user.click(await screen.findByRole('button', START))
  await step('Consent')
  await happen(() => fake.emitConnect({ step: 'idle' }))
  expect(screen.queryByText('Finish in your browser')).toBeNull()
  expect(screen.queryByRole('alert')).toBeNull()
  expect(screen.getByRole<HTMLButtonElement>('button', START).disabled).toBe(false)
})

it('leaving the page ends an attempt that waits', async () => {
  const { user, fake } = renderApp('/fullscript/test', { connection: { state: 'not-connected' } })
  await user.click(await screen.findByRole('button', START))
  await step('Consent')
  await user.click(screen.getByRole('tab', { name: 'My connection' }))
  await waitFor(() => expect(fake.count('fullscript.cancelConnect')).toBe(1))
})

it('sends an administrator to the settings while there are none', async () => {
  renderApp('/fullscript/test', { connection: { state: 'not-configured' } })
  expect(await screen.findByRole('link', { name: 'Open Fullscript settings' })).toBeTruthy()
})
