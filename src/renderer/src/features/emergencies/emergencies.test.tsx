// Proves that an emergency access to one's own chart is told at sign-in until it has been seen, and stays in the report.
import { screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { EmergencyAccess } from '../../../../shared/contract/charts'
import { renderApp } from '../../test-support/render-app'
import { id, NOW, PEOPLE, ROSALIND } from '../../test-support/sample-data'

const ACCESS: EmergencyAccess = {
  id: id(9, 1),
  patientId: id(2, 1),
  patientName: 'Rosalind Achterberg',
  personName: 'Tomás Okonkwo',
  reason: 'Found unconscious, history needed',
  openedAt: NOW,
  endedAt: NOW + 600_000,
  endedHow: 'person',
  used: [
    { action: 'patient.read', times: 2 },
    { action: 'plan.read', times: 1 },
  ],
}

it('F-713: tells who, when and why until it has been seen', async () => {
  const { user, fake } = renderApp('/patients', { notices: [ACCESS] })
  const dialog = await screen.findByRole('dialog', { name: 'A restricted chart was opened in an emergency' })
  for (const text of [/Rosalind Achterberg/, /Opened by Tomás Okonkwo/, /Found unconscious/, /\(2 times\)/])
    expect(within(dialog).getByText(text)).toBeTruthy()
  await user.click(within(dialog).getByRole('button', { name: 'I have seen this' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(fake.charts.notices).toEqual([])
})

it('170.315(d)(6): the report lists every access, and says so when there is none', async () => {
  renderApp('/emergencies', {
    emergencies: [ACCESS, { ...ACCESS, id: id(9, 2), endedAt: null, endedHow: null }],
  })
  expect(await screen.findByRole('heading', { name: 'Emergency access', level: 1 })).toBeTruthy()
  expect(await screen.findAllByText('Rosalind Achterberg')).toHaveLength(2)
  expect(screen.getByText('Open now')).toBeTruthy()
})

it('shows an empty report as such', async () => {
  renderApp('/emergencies')
  expect(await screen.findByText('No emergency access so far')).toBeTruthy()
})

const REST = { issuerName: 'Maya Lindqvist', since: NOW }
const [maya, tomas] = PEOPLE.map((person) => person.id)
const restingTomas = {
  [ROSALIND.id]: {
    readers: [maya ?? '', tomas ?? ''],
    restrictedBy: 'Maya Lindqvist',
    resting: { [tomas ?? '']: REST },
  },
}

it('F-713: asks at sign-in who uses a colleague’s new login, after other notices, until somebody has said so', async () => {
  const { user, fake } = renderApp('/patients', { notices: [ACCESS], restrictions: restingTomas })
  const first = await screen.findByRole('dialog', { name: 'A restricted chart was opened in an emergency' })
  await user.click(within(first).getByRole('button', { name: 'I have seen this' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'A colleague has a new login' }))
  expect(dialog.getByText(/Maya Lindqvist gave a code for Tomás Okonkwo’s account/)).toBeTruthy()
  await user.click(dialog.getByRole('button', { name: 'It is Tomás Okonkwo' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(fake.charts.restrictions[ROSALIND.id]).toMatchObject({ readers: [maya, tomas], resting: {} })
})

it('F-713: takes off the list whoever it is not', async () => {
  const { user, fake } = renderApp('/patients', { restrictions: restingTomas })
  await user.click(await screen.findByRole('button', { name: 'Take off the list' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(fake.charts.restrictions[ROSALIND.id]?.readers).toEqual([maya])
})

it('F-713: tells whoever rests why the chart is closed', async () => {
  renderApp(`/patients/${ROSALIND.id}`, { restrictions: restingTomas, signedIn: PEOPLE[1] ?? null })
  expect(await screen.findByText(/Your login was reset by Maya Lindqvist/)).toBeTruthy()
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(screen.queryByLabelText('City')).toBeNull()
})
