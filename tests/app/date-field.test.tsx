// Proves that a day is typed in any usual way, shown in the locale's order, chosen by keys, and never guessed.
import { screen, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { fill } from './support/fill'
import { renderApp } from './support/render-app'

async function field() {
  const { user, app } = await renderApp('/patients?new')
  const dialog = await screen.findByRole('dialog', { name: 'New patient' })
  const input = within(dialog).getByLabelText('Birth date')
  return { user, app, dialog, input }
}

it('B05: two digits of a year become the year that was meant, with the age at once', async () => {
  const { user, dialog, input } = await field()
  await user.type(input, '04/12/88')
  expect(await within(dialog).findByText(/^\d\d years$/)).toBeTruthy()
  await user.tab()
  expect(input).toHaveProperty('value', '04/12/1988')
})

it('takes a pasted date as it is written elsewhere', async () => {
  const { user, input } = await field()
  await user.click(input)
  await user.paste('12 April 1988')
  await user.tab()
  expect(input).toHaveProperty('value', '04/12/1988')
})

it('B05: refuses what is no day, keeps what was typed, and says so below', async () => {
  const { user, app, dialog, input } = await field()
  await fill(user, within(dialog).getByLabelText('Given name'), 'Wren')
  await fill(user, within(dialog).getByLabelText('Family name'), 'Halloran')
  await user.type(input, '2/30/1988')
  await user.tab()
  expect(input).toHaveProperty('value', '2/30/1988')
  expect(within(dialog).getByText('Enter a date such as 03/09/1984')).toBeTruthy()
  await user.click(within(dialog).getByRole('button', { name: 'Add patient' }))
  expect(await within(dialog).findByText('Enter a day that exists, with its year')).toBeTruthy()
  await user.clear(input)
  await user.type(input, '4/12/0088')
  await user.click(within(dialog).getByRole('button', { name: 'Add patient' }))
  expect(await within(dialog).findByText('Nobody living was born so long ago')).toBeTruthy()
  expect(app.count('patients.create')).toBe(0)
})

it('is chosen from the calendar by keys alone', async () => {
  const { user, input } = await field()
  await user.type(input, '4/12/1988')
  await user.keyboard('{Alt>}{ArrowDown}{/Alt}')
  expect(await screen.findByRole('grid', { name: 'April 1988' })).toBeTruthy()
  await user.keyboard('{ArrowRight}{ArrowDown}{PageUp}{Enter}')
  expect(input).toHaveProperty('value', '03/20/1988')
  expect(screen.queryByRole('grid')).toBeNull()
  expect(document.activeElement === input).toBe(true)
  await user.keyboard('{Alt>}{ArrowDown}{/Alt}')
  expect(await screen.findByRole('grid', { name: 'March 1988' })).toBeTruthy()
  await user.keyboard('{Escape}')
  expect(screen.queryByRole('grid')).toBeNull()
  expect(screen.getByRole('dialog', { name: 'New patient' })).toBeTruthy()
})
