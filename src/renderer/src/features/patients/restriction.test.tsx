// Proves that a closed chart shows whose it is and the way in for an emergency, that the loud bar stays as long as the
// emergency does, that a chart is restricted to named people, and that the front desk is shown no note.
import { screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { renderApp } from '../../test-support/render-app'
import { PEOPLE, ROSALIND } from '../../test-support/sample-data'
import { fill } from '../../test-support/fill'

const PAGE = `/patients/${ROSALIND.id}`
const [maya, tomas, june] = PEOPLE.map(({ id }) => id)
const CLOSED = { [ROSALIND.id]: { readers: [tomas ?? ''], restrictedBy: 'Tomás Okonkwo' } }
const staff = PEOPLE[2]

it('F-713, 170.315(d)(6): opens a closed chart with a reason, under a bar, until the time is up', async () => {
  const { user, fake, happen } = renderApp(PAGE, { restrictions: CLOSED })
  expect(await screen.findByText(/Tomás Okonkwo has restricted it/)).toBeTruthy()
  expect(screen.queryByLabelText('City')).toBeNull()
  const open = () => user.click(screen.getByRole('button', { name: 'Open in an emergency' }))
  await fill(user, screen.getByLabelText('Reason'), 'urgent')
  await open()
  expect(screen.getByText('Say why, in at least 10 characters')).toBeTruthy()
  expect(fake.count('charts.openInEmergency')).toBe(0)
  await fill(user, screen.getByLabelText('Reason'), ', found unconscious')
  await open()
  expect(await screen.findByLabelText('City')).toBeTruthy()
  const bar = await screen.findByRole('region', { name: 'Emergency access' })
  expect(within(bar).getByRole('timer').textContent).toMatch(/^(60:00|59:5\d)$/)
  await user.click(screen.getByRole('tab', { name: 'Plan' }))
  expect(screen.getByRole('region', { name: 'Emergency access' })).toBeTruthy()
  await happen(() => fake.charts.lapse(ROSALIND.id))
  expect(await screen.findByRole('button', { name: 'Open in an emergency' })).toBeTruthy()
  expect(screen.queryByText(ROSALIND.city)).toBeNull()
})

it('ends an emergency at once when its person says so', async () => {
  const { user, fake } = renderApp(PAGE, { restrictions: CLOSED })
  await fill(user, await screen.findByLabelText('Reason'), 'found unconscious')
  await user.click(screen.getByRole('button', { name: 'Open in an emergency' }))
  await user.click(await screen.findByRole('button', { name: 'End now' }))
  expect(await screen.findByLabelText('Reason')).toBeTruthy()
  expect(fake.charts.covered.size).toBe(0)
})

it('F-707: a half-typed reason is there again after the lock, and gone once used', async () => {
  const { user, fake, happen } = renderApp(PAGE, { restrictions: CLOSED })
  await fill(user, await screen.findByLabelText('Reason'), 'found unconsc')
  await waitFor(() => expect(JSON.stringify(fake.mine.drafts)).toContain('unconsc'))
  await waitFor(() => expect(fake.count('drafts.keepPlace')).toBeGreaterThan(0))
  await happen((main) => main.emitLock())
  const password = await screen.findByLabelText('Password', { selector: 'input' })
  expect(document.documentElement.outerHTML).not.toContain('unconsc')
  await fill(user, password, 'yarrow-demo{Enter}')
  expect(await screen.findByLabelText('Reason')).toHaveProperty('value', 'found unconsc')
  await fill(user, screen.getByLabelText('Reason'), 'ious')
  await user.click(screen.getByRole('button', { name: 'Open in an emergency' }))
  await screen.findByLabelText('City')
  expect(fake.inputs('charts.openInEmergency')).toMatchObject([{ reason: 'found unconscious' }])
  await waitFor(() => expect(fake.mine.drafts).toEqual([]))
})

it('offers those without the right no way in', async () => {
  renderApp(PAGE, { restrictions: CLOSED, ...(staff ? { signedIn: staff } : {}) })
  expect(await screen.findByText(/a practitioner can open it with a reason/)).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Open in an emergency' })).toBeNull()
})

it('restricts a chart to named people, which can be undone', async () => {
  const { user, fake } = renderApp(PAGE)
  await user.click(await screen.findByRole('button', { name: 'Restrict' }))
  await user.click(await screen.findByRole('checkbox', { name: 'June Abernathy' }))
  await user.click(screen.getByRole('button', { name: 'Restrict chart' }))
  expect(await screen.findByRole('button', { name: 'Restricted' })).toBeTruthy()
  expect(fake.charts.restrictions[ROSALIND.id]?.readers).toEqual([maya, june])
  await user.click(await screen.findByRole('button', { name: 'Undo' }))
  await waitFor(() => expect(fake.charts.restrictions).toEqual({}))
})

it('marks a closed chart in the list and tells nothing but the name', async () => {
  const { user } = renderApp('/patients', { restrictions: CLOSED })
  await screen.findAllByRole('option')
  await user.keyboard('achterberg rosalind')
  const row = await screen.findByRole('option', { name: /Achterberg/ })
  await waitFor(() => expect(within(row).getByLabelText('Restricted chart')).toBeTruthy())
  expect(row.textContent).not.toContain('1984')
  expect(row.textContent).not.toContain(ROSALIND.email)
})

it('164.312(a)(1): shows the front desk no field for a note', async () => {
  const { fake } = renderApp(PAGE, staff ? { signedIn: staff } : {})
  expect(await screen.findByLabelText('City')).toBeTruthy()
  expect(screen.queryByLabelText('Note')).toBeNull()
  expect(fake.count('patients.get')).toBeGreaterThan(0)
})
