// Proves, with a local Fullscript beside the app, the page for apps created before 26 August 2021: clinics connected and
// ended, users suggested but chosen only by a click, each at most once, and people told what to ask for.
import { screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { CONNECTED, connectionIs } from './support/connections'
import { done, patientNamed, renderApp } from './support/render-app'

const userOf = (name: string) => screen.findByLabelText<HTMLSelectElement>(`Fullscript user of ${name}`)
const JUNE = 'Dr. June Hartwell'

it('connects a clinic in the browser, asks whether it is yours, and disconnects it after one question', async () => {
  const { app, user, fullscript, happen } = await renderApp('/fullscript/clinics', {
    fullscript: 'clinic',
    before: async ({ bridge }) => {
      const { clinics } = done(await bridge.clinics.overview())
      for (const { clinicId } of clinics) done(await bridge.clinics.disconnect({ clinicId }))
    },
  })
  await user.click(await screen.findByRole('button', { name: 'Connect a clinic' }))
  await screen.findByText('Finish in your browser')
  await happen(() => fullscript.authorize(app))
  expect(await screen.findByRole('region', { name: 'Is this your clinic?' })).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Yes, connect this clinic' }))
  const end = await screen.findByRole('button', { name: 'Disconnect Meadowlark Integrative Health' })
  await user.click(end)
  expect(app.count('clinics.disconnect')).toBe(0)
  await user.click(screen.getByRole('button', { name: 'Disconnect now' }))
  expect(await screen.findByText('Meadowlark Integrative Health is disconnected')).toBeTruthy()
  expect(done(await app.bridge.clinics.overview()).clinics).toEqual([])
})

it('suggests and chooses nobody by itself; one click chooses, and nobody else can have that user', async () => {
  const { app, user } = await renderApp('/fullscript/clinics', { fullscript: 'clinic' })
  expect((await userOf(JUNE)).value).toBe('')
  expect(app.count('clinics.choose')).toBe(0)
  await user.click(await screen.findByRole('button', { name: new RegExp(`for ${JUNE}$`) }))
  await waitFor(async () => expect((await userOf(JUNE)).value).not.toBe(''))
  const { people } = done(await app.bridge.clinics.overview())
  expect(people.map(({ user: chosen }) => chosen?.userName)).toContain('June Hartwell')
  const other = within(await userOf('Tomas Okafor'))
  expect(other.getByRole<HTMLOptionElement>('option', { name: /taken/ }).disabled).toBe(true)
})

it('offers the front desk office staff only', async () => {
  await renderApp('/fullscript/clinics', { fullscript: 'clinic' })
  const options = within(await userOf('Priya Raman')).getAllByRole('option')
  expect(options.map(({ textContent }) => textContent)).toEqual(['Not chosen', 'Priya Raman · Office staff'])
})

it.each([
  ['there', 0],
  ['clinic', 1],
] as const)('has a tab only while the app works through clinics (%s): %i', async (fullscript, count) => {
  await renderApp('/fullscript', { fullscript })
  await screen.findByRole('tab', { name: 'Fullscript settings' })
  await waitFor(() => {
    expect(screen.queryAllByRole('tab', { name: 'Clinics and people' })).toHaveLength(count)
  })
})

it.each([
  ['not-mapped', /Nobody has said yet who you are at Fullscript/],
  ['clinic-not-connected', /clinic is not connected to Fullscript/],
] as const)(
  '%s: adding a plan says what to ask for, and offers no connection of one’s own',
  async (state, words) => {
    const { user } = await renderApp(`/patients/${patientNamed('Maya').id}/plan`, {
      as: 'priya',
      before: async (app) => connectionIs(app, { state }),
    })
    await user.click(await screen.findByRole('button', { name: 'Add plan' }))
    expect(await screen.findByText(words)).toBeTruthy()
    expect(screen.queryByRole('button', { name: /Connect/ })).toBeNull()
  },
)

it('my connection says that it is the clinic’s and as whom, with nothing to end', async () => {
  await renderApp('/fullscript', {
    as: 'priya',
    before: async (app) => connectionIs(app, { ...CONNECTED, through: 'clinic' }),
  })
  expect(await screen.findByText(/The clinic is connected for everybody/)).toBeTruthy()
  expect(screen.getByText(CONNECTED.owner.name)).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Disconnect' })).toBeNull()
})
