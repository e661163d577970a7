// Proves the page for apps created before 26 August 2021: clinics connected and ended, users suggested but chosen only by
// a click, each at most once, and people told what to ask for.
import { screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { renderApp } from '../../test-support/render-app'
import { CONNECTED, OWNER, PEOPLE, ROSALIND } from '../../test-support/sample-data'

const staff = PEOPLE.find(({ role }) => role === 'staff') ?? OWNER
const CLINIC_APP = { settings: { authorization: 'clinic' as const } }
const userOf = (name: string) => screen.findByLabelText<HTMLSelectElement>(`Fullscript user of ${name}`)

it.each([
  ['person', 0],
  ['clinic', 1],
] as const)('has a tab while the app works by %s: %i', async (authorization, count) => {
  renderApp('/fullscript', { settings: { authorization } })
  await screen.findByRole('tab', { name: 'Fullscript settings' })
  await waitFor(() => {
    expect(screen.queryAllByRole('tab', { name: 'Clinics and people' })).toHaveLength(count)
  })
})

it('suggests and chooses nobody by itself; one click chooses, and nobody else can have that user', async () => {
  const { user, fake } = renderApp('/fullscript/clinics', CLINIC_APP)
  expect((await userOf(OWNER.displayName)).value).toBe('')
  expect(fake.count('clinics.choose')).toBe(0)
  await user.click(await screen.findByRole('button', { name: new RegExp(`for ${OWNER.displayName}$`) }))
  await waitFor(async () => {
    expect((await userOf(OWNER.displayName)).value).toContain('user-owner')
  })
  const other = await userOf('Bartholomew Featherstonehaugh-Cholmondeley the Younger')
  expect(within(other).getByRole<HTMLOptionElement>('option', { name: /taken/ }).disabled).toBe(true)
})

it('offers the front desk office staff only', async () => {
  renderApp('/fullscript/clinics', CLINIC_APP)
  const options = within(await userOf(staff.displayName)).getAllByRole('option')
  expect(options.map(({ textContent }) => textContent)).toEqual([
    'Not chosen',
    `${staff.displayName} · Office staff`,
  ])
})

it('connects a clinic in the browser and asks whether it is yours', async () => {
  const { user, fake, happen } = renderApp('/fullscript/clinics', CLINIC_APP)
  await user.click(await screen.findByRole('button', { name: 'Connect a clinic' }))
  expect(fake.inputs('fullscript.connect')).toEqual([{ wayBack: null }])
  const owner = { id: 'clinic', type: 'Clinic' as const, name: '', clinicName: 'Harbor Light' }
  await happen(() => {
    fake.emitConnect({ step: 'confirming', owner, previousOwner: null })
  })
  expect(await screen.findByRole('region', { name: 'Is this your clinic?' })).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Yes, connect this clinic' })).toBeTruthy()
})

it('disconnects after one question', async () => {
  const { user, fake } = renderApp('/fullscript/clinics', CLINIC_APP)
  await user.click(await screen.findByRole('button', { name: 'Disconnect Meadow & Stone' }))
  expect(fake.count('clinics.disconnect')).toBe(0)
  await user.click(screen.getByRole('button', { name: 'Disconnect now' }))
  expect(await screen.findByText('Meadow & Stone is disconnected')).toBeTruthy()
})

it.each([
  ['not-mapped', /Nobody has said yet who you are at Fullscript/],
  ['clinic-not-connected', /clinic is not connected to Fullscript/],
] as const)(
  '%s: adding a plan says what to ask for, and offers no connection of one’s own',
  async (state, words) => {
    const { user } = renderApp(`/patients/${ROSALIND.id}/plan`, {
      signedIn: staff,
      patients: [ROSALIND],
      connection: { state },
    })
    await user.click(await screen.findByRole('button', { name: 'Add plan' }))
    expect(await screen.findByText(words)).toBeTruthy()
    expect(screen.queryByRole('button', { name: /Connect/ })).toBeNull()
  },
)

it('my connection says that it is the clinic’s and as whom, with nothing to end', async () => {
  const connection = { ...CONNECTED, through: 'clinic' as const } as typeof CONNECTED
  renderApp('/fullscript', { signedIn: staff, connection })
  expect(await screen.findByText(/The clinic is connected for everybody/)).toBeTruthy()
  expect(screen.getByText('Maya Lindqvist')).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Disconnect' })).toBeNull()
})
