// Proves that an edit is saved, can be undone, survives leaving the tab, never overwrites a colleague's, and is kept as it was before.
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { fieldsOf, type PatientFields } from '../../src/shared/contract/patients'
import { fill } from './support/fill'
import { done, PASSWORD, patientNamed, renderApp, type RunningApp } from './support/render-app'

const chi = patientNamed('Chidinma')

const PAGE = `/patients/${chi.id}`
const city = () => screen.findByLabelText('City')
const kept = async ({ bridge }: RunningApp) => done(await bridge.patients.get({ patientId: chi.id }))
/** As a colleague at another computer does it. */
const changedMeanwhile = async (app: RunningApp, change: Partial<PatientFields>) => {
  const { version, ...patient } = await kept(app)
  done(
    await app.bridge.patients.update({
      ...fieldsOf({ version, ...patient }),
      ...change,
      patientId: chi.id,
      version,
    }),
  )
}

it('saves with Ctrl+S and takes it back with Undo', async () => {
  const { user, app } = await renderApp(PAGE)
  await user.clear(await city())
  await fill(user, await city(), 'Salem')
  await user.keyboard('{Control>}s{/Control}')
  await user.click(await screen.findByRole('button', { name: 'Undo' }))
  await waitFor(async () => expect(await kept(app)).toMatchObject({ city: 'Portland', version: 3 }))
  expect(app.inputs('patients.update')[0]).toMatchObject({ city: 'Salem', version: 1 })
})

it('keeps a half-typed form over a visit to the plan', async () => {
  const { user } = await renderApp(PAGE)
  await fill(user, await city(), ' Heights')
  await user.click(screen.getByRole('tab', { name: 'Plan' }))
  await screen.findByText('No plans yet')
  await user.click(screen.getByRole('tab', { name: 'Demographics' }))
  expect(await city()).toHaveProperty('value', 'Portland Heights')
  expect(screen.getByText('Changes are not saved yet')).toBeTruthy()
})

it('what was typed in the moment before signing out is with main before the session ends', async () => {
  const { user, app } = await renderApp(PAGE)
  fireEvent.change(await city(), { target: { value: 'Salem' } })
  fireEvent.click(screen.getByRole('button', { name: /^Account:/ }))
  await user.click(await screen.findByRole('menuitem', { name: 'Sign out' }))
  await screen.findByRole('heading', { name: 'Sign in' })
  const order = app.calls.map(({ name }) => name)
  expect(order).toContain('drafts.save')
  expect(order.indexOf('people.signOut')).toBeGreaterThan(order.indexOf('drafts.save'))
})

it('joins edits of two people that touch different fields', async () => {
  const { user, app } = await renderApp(PAGE)
  await fill(user, await city(), ' Heights')
  await changedMeanwhile(app, { region: 'WA' })
  await user.click(screen.getByRole('button', { name: 'Save changes' }))
  await waitFor(async () =>
    expect(await kept(app)).toMatchObject({ city: 'Portland Heights', region: 'WA', version: 3 }),
  )
})

it('asks which value stays when two people changed the same field', async () => {
  const { user, app } = await renderApp(PAGE)
  await fill(user, await city(), ' Heights')
  await changedMeanwhile(app, { city: 'Bend' })
  await user.click(screen.getByRole('button', { name: 'Save changes' }))
  await user.click(await screen.findByRole('button', { name: 'Take theirs: Bend' }))
  expect(await city()).toHaveProperty('value', 'Bend')
  expect(await kept(app)).toMatchObject({ city: 'Bend', version: 2 })
})

it('says beside the field what is wrong and sends nothing', async () => {
  const { user, app } = await renderApp(PAGE)
  const email = await screen.findByLabelText('E-mail')
  await user.clear(email)
  await fill(user, email, 'nobody')
  await user.click(screen.getByRole('button', { name: 'Save changes' }))
  expect(await screen.findByText('Enter an address such as name@example.org')).toBeTruthy()
  expect(app.count('patients.update')).toBe(0)
})

it('lets those whose role allows reading alone read', async () => {
  const { app } = await renderApp(PAGE, {
    before: async (main) => {
      const role = { id: 'staff', name: 'Office staff', defaultsOf: 'staff' } as const
      const proof = { password: PASSWORD, code: null }
      done(await main.bridge.roles.save({ ...role, allows: ['patients:read', 'plans:read'], proof }))
      await main.signIn('priya')
    },
  })
  expect(await city()).toHaveProperty('readOnly', true)
  expect(screen.queryByRole('button', { name: 'Save changes' })).toBeNull()
  expect(screen.queryByRole('button', { name: 'Add plan' })).toBeNull()
  expect(app.count('embed.prepare')).toBe(0)
})

it('shows what was there before, with who changed it and what was new', async () => {
  const { user } = await renderApp(PAGE)
  await user.clear(await city())
  await fill(user, await city(), 'Salem')
  await user.clear(screen.getByLabelText('E-mail'))
  expect(screen.queryByRole('button', { name: 'Earlier versions' })).toBeNull()
  await user.click(screen.getByRole('button', { name: 'Save changes' }))
  await user.click(await screen.findByRole('button', { name: 'Earlier versions' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Earlier versions' }))
  const [now, first, ...more] = await dialog.findAllByRole('listitem')
  expect(more).toEqual([])
  expect(now?.textContent).toMatch(/^Now.*June/)
  expect(now?.textContent).toMatch(/E-mail: Not statedCity: Salem$/)
  expect(first?.textContent).toMatch(/^Version 1.*Yarrow.*Family name: .*City: Portland/)
})
