// Proves the test page of mission/000: three steps in order, masked answers, the grant's seconds, and a stop at the
// first step that fails.
import { screen, within } from '@testing-library/react'
import { expect, it } from 'vitest'
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

it('sends whoever is not connected to the connection', async () => {
  renderApp('/fullscript/test', { connection: { state: 'not-connected' } })
  expect(await screen.findByRole('link', { name: 'Go to my connection' })).toBeTruthy()
})
