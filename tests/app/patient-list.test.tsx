// Proves that a patient is found and opened by keyboard alone, that ten thousand are no problem, and that Enter never
// opens somebody whom the letters typed so far do not mean.
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { failed, ok } from '../../src/shared/failures'
import { fill } from './support/fill'
import { patientNamed, renderApp } from './support/render-app'

const chi = patientNamed('Chidinma')

const selected = () => screen.getByRole('option', { selected: true })

it('finds by typing and opens with Enter', async () => {
  const { user } = await renderApp('/patients')
  await screen.findAllByRole('option')
  await user.keyboard('okonkwo chi')
  await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(1))
  await user.keyboard('{Enter}')
  expect(await screen.findByRole('heading', { name: 'Chi (Chidinma) Okonkwo' })).toBeTruthy()
  expect(window.location.pathname).toBe(`/patients/${chi.id}`)
})

it('moves with the arrow keys while the letters stay', async () => {
  const { user } = await renderApp('/patients')
  const [first, second] = await screen.findAllByRole('option')
  expect(selected()).toBe(first)
  await user.keyboard('{ArrowDown}')
  expect(selected()).toBe(second)
  await user.keyboard('{ArrowUp}{ArrowUp}')
  expect(selected()).toBe(first)
  expect(screen.getByRole('combobox').getAttribute('aria-activedescendant')).toBe(first?.id)
})

it('opens whom the letters mean when Enter comes before the answer', async () => {
  const { user } = await renderApp('/patients')
  await screen.findAllByRole('option')
  await user.keyboard('brandt oli{Enter}')
  expect(await screen.findByRole('heading', { name: 'Oliver Brandt' })).toBeTruthy()
})

it('says while the rows are not yet what was typed, and a list exchanged under a pressed mouse opens nobody else', async () => {
  await renderApp('/patients')
  const [pressed] = await screen.findAllByRole('option')
  const busy = () => screen.getByRole('listbox', { name: 'Patients' }).getAttribute('aria-busy')
  expect(busy()).toBe('false')
  fireEvent.mouseDown(pressed as Element)
  fireEvent.change(screen.getByRole('combobox'), { target: { value: 'brandt oli' } })
  expect(busy()).toBe('true')
  await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(1))
  expect(busy()).toBe('false')
  fireEvent.click(pressed as Element)
  expect(window.location.pathname).toBe('/patients')
})

it('opens nobody when the answer is empty', async () => {
  const { user } = await renderApp('/patients')
  await screen.findAllByRole('option')
  await user.keyboard('zz{Enter}')
  expect(await screen.findByText('No patient matches “zz”')).toBeTruthy()
  expect(window.location.pathname).toBe('/patients')
})

it('draws a screenful of ten thousand', async () => {
  const many = Array.from({ length: 10_000 }, (_, place) => ({
    ...chi,
    id: `00000000-0000-4000-8000-${String(place).padStart(12, '0')}`,
    familyName: `Okonkwo ${place}`,
  }))
  const { app } = await renderApp('/patients', {
    before: async (main) => {
      main.instead('patients', 'search', ({ offset, limit }: { offset: number; limit: number }) =>
        ok({ rows: many.slice(offset, offset + limit), total: many.length }),
      )
    },
  })
  await screen.findAllByRole('option')
  expect(screen.getAllByText('10,000 patients').length).toBeGreaterThan(0)
  expect(screen.getAllByRole('option').length).toBeLessThan(60)
  expect(app.inputs('patients.search').every((input) => (input as { limit: number }).limit <= 200)).toBe(true)
})

it('offers to add whom nobody matched, with the name already there', async () => {
  const { user } = await renderApp('/patients')
  await screen.findAllByRole('option')
  await user.keyboard('Nobody Known')
  await user.click(await screen.findByRole('button', { name: 'Add as a new patient' }))
  const dialog = await screen.findByRole('dialog', { name: 'New patient' })
  expect(within(dialog).getByLabelText('Given name')).toHaveProperty('value', 'Nobody')
  expect(within(dialog).getByLabelText('Family name')).toHaveProperty('value', 'Known')
})

it('adds a patient and lands on the page', async () => {
  const { user } = await renderApp('/patients?new')
  const dialog = await screen.findByRole('dialog', { name: 'New patient' })
  await user.click(within(dialog).getByRole('button', { name: 'Add patient' }))
  expect(within(dialog).getByText('Enter the given name')).toBeTruthy()
  await fill(user, within(dialog).getByLabelText('Given name'), 'Wren')
  await fill(user, within(dialog).getByLabelText('Family name'), 'Halloran')
  await user.click(within(dialog).getByRole('button', { name: 'Add patient' }))
  expect(await screen.findByRole('heading', { name: 'Wren Halloran' })).toBeTruthy()
})

it('explains a failure and tries again', async () => {
  let main = () => {}
  const { user } = await renderApp('/patients', {
    before: async (app) => {
      main = app.instead('patients', 'search', failed('unexpected', { reference: 'R9' }))
    },
  })
  expect((await screen.findByRole('alert')).textContent).toContain('R9')
  main()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect((await screen.findAllByRole('option')).length).toBeGreaterThan(0)
})

it('B10: keys of an input method belong to it', async () => {
  const { user } = await renderApp('/patients')
  const [first] = await screen.findAllByRole('option')
  const search = screen.getByRole('combobox')
  await fill(user, search, 'a')
  await waitFor(() => expect(screen.getAllByRole('option').length).toBeGreaterThan(0))
  for (const key of ['Enter', 'ArrowDown', 'Escape'])
    for (const composing of [{ isComposing: true }, { keyCode: 229 }])
      fireEvent.keyDown(search, { key, ...composing })
  expect(window.location.pathname).toBe('/patients')
  expect(search).toHaveProperty('value', 'a')
  expect(screen.getByRole('option', { selected: true }).id).toBe(first?.id)
  // The same key without a composition does its work.
  fireEvent.keyDown(search, { key: 'Escape' })
  expect(search).toHaveProperty('value', '')
})

it('shows a name that is only near after saying so, and opens nobody by it unseen', async () => {
  const { user } = await renderApp('/patients')
  await screen.findAllByRole('option')
  await user.keyboard('Okonkvo, Chidinma{Enter}')
  expect(
    await screen.findByText('No patient matches “Okonkvo, Chidinma”. These names are similar.'),
  ).toBeTruthy()
  expect(screen.getByText('Similar name')).toBeTruthy()
  expect(window.location.pathname).toBe('/patients')
  await user.click(screen.getByRole('button', { name: 'Add as a new patient' }))
  const dialog = await screen.findByRole('dialog', { name: 'New patient' })
  expect(within(dialog).getByLabelText('Given name')).toHaveProperty('value', 'Chidinma')
  expect(within(dialog).getByLabelText('Family name')).toHaveProperty('value', 'Okonkvo')
  expect(await within(dialog).findByText(/similar name/)).toBeTruthy()
})

it('B07: asks once before a second chart of one person, with the first one beside it', async () => {
  const { user, app } = await renderApp('/patients?new')
  const dialog = await screen.findByRole('dialog', { name: 'New patient' })
  await fill(user, within(dialog).getByLabelText('Given name'), 'chidinma')
  await fill(user, within(dialog).getByLabelText('Family name'), 'Okonkwo')
  await fill(user, within(dialog).getByLabelText('Birth date'), '11/29/95')
  await user.keyboard('{Enter}')
  expect(await within(dialog).findByText('Okonkwo, Chidinma is already in the practice')).toBeTruthy()
  expect(within(dialog).getByRole('link', { name: `Open chart ${chi.chartNumber}` })).toBeTruthy()
  expect(app.count('patients.create')).toBe(0)
  await user.click(within(dialog).getByRole('button', { name: 'Add a second chart' }))
  expect(await screen.findByRole('heading', { name: 'chidinma Okonkwo' })).toBeTruthy()
  expect(app.inputs('patients.create')).toMatchObject([{ birthDate: '1995-11-29' }])
})

it.each(['{Escape}', 'Cancel'])('after %s the next new patient says what it restored', async (way) => {
  const { user } = await renderApp('/patients?new')
  const dialog = () => screen.findByRole('dialog', { name: 'New patient' })
  await fill(user, within(await dialog()).getByLabelText('Given name'), 'Wren')
  if (way === 'Cancel') await user.click(within(await dialog()).getByRole('button', { name: 'Cancel' }))
  else await user.keyboard(way)
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  await user.click(screen.getByRole('button', { name: 'New patient' }))
  expect(within(await dialog()).getByLabelText('Given name')).toHaveProperty('value', 'Wren')
  expect(within(await dialog()).getByText('Draft restored')).toBeTruthy()
  await user.click(within(await dialog()).getByRole('button', { name: 'Discard draft' }))
  expect(within(await dialog()).getByLabelText('Given name')).toHaveProperty('value', '')
})
