// Proves that a patient is found and opened by keyboard alone, that ten thousand are no problem, and that Enter never
// opens somebody whom the letters typed so far do not mean.
import { screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { renderApp } from '../../test-support/render-app'
import { manyPatients, ROSALIND } from '../../test-support/sample-data'

const selected = () => screen.getByRole('option', { selected: true })

it('finds by typing and opens with Enter', async () => {
  const { user } = renderApp('/patients')
  await screen.findAllByRole('option')
  await user.keyboard('achter')
  await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(1))
  await user.keyboard('{Enter}')
  expect(await screen.findByRole('heading', { name: 'Rose (Rosalind) Achterberg' })).toBeTruthy()
  expect(window.location.pathname).toBe(`/patients/${ROSALIND.id}`)
})

it('moves with the arrow keys while the letters stay', async () => {
  const { user } = renderApp('/patients')
  const [first, second] = await screen.findAllByRole('option')
  expect(selected()).toBe(first)
  await user.keyboard('{ArrowDown}')
  expect(selected()).toBe(second)
  await user.keyboard('{ArrowUp}{ArrowUp}')
  expect(selected()).toBe(first)
  expect(screen.getByRole('combobox').getAttribute('aria-activedescendant')).toBe(first?.id)
})

it('opens whom the letters mean when Enter comes before the answer', async () => {
  const { user } = renderApp('/patients')
  await screen.findAllByRole('option')
  await user.keyboard('oyelaran ben{Enter}')
  expect(await screen.findByRole('heading', { name: 'Benedict Oyelaran' })).toBeTruthy()
})

it('opens nobody when the answer is empty', async () => {
  const { user } = renderApp('/patients')
  await screen.findAllByRole('option')
  await user.keyboard('zz{Enter}')
  expect(await screen.findByText('No patient matches “zz”')).toBeTruthy()
  expect(window.location.pathname).toBe('/patients')
})

it('draws a screenful of ten thousand', async () => {
  const { fake } = renderApp('/patients', { patients: manyPatients(10_000) })
  await screen.findAllByRole('option')
  expect(screen.getAllByText('10,000 patients').length).toBeGreaterThan(0)
  expect(screen.getAllByRole('option').length).toBeLessThan(60)
  expect(fake.inputs('patients.search').every((input) => (input as { limit: number }).limit <= 200)).toBe(
    true,
  )
})

it('offers to add whom nobody matched, with the name already there', async () => {
  const { user } = renderApp('/patients')
  await screen.findAllByRole('option')
  await user.keyboard('Nobody Known')
  await user.click(await screen.findByRole('button', { name: 'Add as a new patient' }))
  const dialog = await screen.findByRole('dialog', { name: 'New patient' })
  expect(within(dialog).getByLabelText('Given name')).toHaveProperty('value', 'Nobody')
  expect(within(dialog).getByLabelText('Family name')).toHaveProperty('value', 'Known')
})

it('adds a patient and lands on the page', async () => {
  const { user } = renderApp('/patients?new')
  const dialog = await screen.findByRole('dialog', { name: 'New patient' })
  await user.click(within(dialog).getByRole('button', { name: 'Add patient' }))
  expect(within(dialog).getByText('Enter the given name')).toBeTruthy()
  await user.type(within(dialog).getByLabelText('Given name'), 'Wren')
  await user.type(within(dialog).getByLabelText('Family name'), 'Halloran')
  await user.click(within(dialog).getByRole('button', { name: 'Add patient' }))
  expect(await screen.findByRole('heading', { name: 'Wren Halloran' })).toBeTruthy()
})

it('explains a failure and tries again', async () => {
  const { user, fake } = renderApp('/patients', {
    fail: { 'patients.search': { code: 'unexpected', reference: 'R9' } },
  })
  expect((await screen.findByRole('alert')).textContent).toContain('R9')
  delete fake.fail['patients.search']
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect((await screen.findAllByRole('option')).length).toBeGreaterThan(0)
})
