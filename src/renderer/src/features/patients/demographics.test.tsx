// Proves that an edit is saved, can be undone, survives leaving the tab, and never overwrites a colleague's.
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { renderApp } from '../../test-support/render-app'
import { ROSALIND } from '../../test-support/sample-data'
import { fill } from '../../test-support/fill'

const PAGE = `/patients/${ROSALIND.id}`
const city = () => screen.findByLabelText('City')

it('saves with Ctrl+S and takes it back with Undo', async () => {
  const { user, fake } = renderApp(PAGE)
  await user.clear(await city())
  await fill(user, await city(), 'Salem')
  await user.keyboard('{Control>}s{/Control}')
  await user.click(await screen.findByRole('button', { name: 'Undo' }))
  await waitFor(() =>
    expect(fake.patients.find(({ id }) => id === ROSALIND.id)).toMatchObject({
      city: 'Portland',
      version: 3,
    }),
  )
  expect(fake.inputs('patients.update')[0]).toMatchObject({ city: 'Salem', version: 1 })
})

it('keeps a half-typed form over a visit to the plan', async () => {
  const { user } = renderApp(PAGE)
  await fill(user, await city(), ' Heights')
  await user.click(screen.getByRole('tab', { name: 'Plan' }))
  await screen.findAllByTestId('plan')
  await user.click(screen.getByRole('tab', { name: 'Demographics' }))
  expect(await city()).toHaveProperty('value', 'Portland Heights')
  expect(screen.getByText('Changes are not saved yet')).toBeTruthy()
})

it('what was typed in the moment before signing out is with main before the session ends', async () => {
  const { user, fake } = renderApp(PAGE)
  fireEvent.change(await city(), { target: { value: 'Salem' } })
  fireEvent.click(screen.getByRole('button', { name: /^Account:/ }))
  await user.click(await screen.findByRole('menuitem', { name: 'Sign out' }))
  await screen.findByRole('heading', { name: 'Sign in' })
  const order = fake.calls.map(({ name }) => name)
  expect(order).toContain('drafts.save')
  expect(order.indexOf('people.signOut')).toBeGreaterThan(order.indexOf('drafts.save'))
})

it('joins edits of two people that touch different fields', async () => {
  const { user, fake } = renderApp(PAGE)
  await fill(user, await city(), ' Heights')
  fake.patients = fake.patients.map((patient) =>
    patient.id === ROSALIND.id ? { ...patient, region: 'WA', version: 2 } : patient,
  )
  await user.click(screen.getByRole('button', { name: 'Save changes' }))
  await waitFor(() =>
    expect(fake.patients.find(({ id }) => id === ROSALIND.id)).toMatchObject({
      city: 'Portland Heights',
      region: 'WA',
      version: 3,
    }),
  )
})

it('asks which value stays when two people changed the same field', async () => {
  const { user, fake } = renderApp(PAGE)
  await fill(user, await city(), ' Heights')
  fake.patients = fake.patients.map((patient) =>
    patient.id === ROSALIND.id ? { ...patient, city: 'Bend', version: 2 } : patient,
  )
  await user.click(screen.getByRole('button', { name: 'Save changes' }))
  await user.click(await screen.findByRole('button', { name: 'Take theirs: Bend' }))
  expect(await city()).toHaveProperty('value', 'Bend')
  expect(fake.patients.find(({ id }) => id === ROSALIND.id)).toMatchObject({ city: 'Bend', version: 2 })
})

it('says beside the field what is wrong and sends nothing', async () => {
  const { user, fake } = renderApp(PAGE)
  const email = await screen.findByLabelText('E-mail')
  await user.clear(email)
  await fill(user, email, 'nobody')
  await user.click(screen.getByRole('button', { name: 'Save changes' }))
  expect(await screen.findByText('Enter an address such as name@example.org')).toBeTruthy()
  expect(fake.count('patients.update')).toBe(0)
})

it('lets those who may only read, read', async () => {
  const { fake } = renderApp(PAGE, {
    signedIn: {
      ...(await import('../../test-support/sample-data')).OWNER,
      capabilities: ['patients:read', 'plans:read'],
    },
  })
  expect(await city()).toHaveProperty('readOnly', true)
  expect(screen.queryByRole('button', { name: 'Save changes' })).toBeNull()
  expect(screen.queryByRole('button', { name: 'Add plan' })).toBeNull()
  expect(fake.count('embed.prepare')).toBe(0)
})
