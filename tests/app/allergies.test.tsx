// Proves: an allergy is recorded, changed and taken back on its screen; the header says the worst in words; "no known
// allergies" is an entry of its own that goes and comes back; two people's changes meet; what a newer Yarrow wrote is
// shown and left alone; and whoever may not see allergies finds no way to them.
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { AllergyBody } from '../../src/shared/contract/allergies'
import { ok } from '../../src/shared/failures'
import { done, patientNamed, renderApp, type RunningApp } from './support/render-app'

const chi = patientNamed('Chidinma')

const PAGE = `/patients/${chi.id}/allergies`
const PENICILLIN = {
  status: 'active' as const,
  effective: '2004',
  codings: [],
  text: 'Penicillin',
  body: {
    type: 'allergy',
    category: 'medication',
    criticality: 'high',
    verificationStatus: 'confirmed',
    reactions: [
      { manifestation: 'Hives', severity: 'mild' },
      { manifestation: 'Anaphylaxis', severity: 'severe' },
    ],
    note: '',
  } as AllergyBody,
}
/** Recorded before the page is drawn, in this order. */
const recorded =
  (...contents: (typeof PENICILLIN)[]) =>
  async ({ bridge }: RunningApp) => {
    for (const content of contents) done(await bridge.allergies.record({ patientId: chi.id, content }))
  }
const withPenicillin = { before: recorded(PENICILLIN) }
const all = async ({ bridge }: RunningApp) =>
  done(await bridge.allergies.list({ patientId: chi.id, enteredInError: true }))
const current = async (app: RunningApp, text: string) => (await all(app)).find((entry) => entry.text === text)

const substance = () => screen.getByLabelText('Substance', { selector: 'input' })
const set = (label: string | RegExp, value: string) =>
  fireEvent.change(
    within(screen.getByRole('dialog')).getByLabelText(label, { selector: 'input, select, textarea' }),
    { target: { value } },
  )
const press = async (name: string | RegExp) => fireEvent.click(await screen.findByRole('button', { name }))
it('records one with what was typed, says it in the header, and takes it back', async () => {
  const { app } = await renderApp(PAGE)
  await screen.findByRole('button', { name: 'Allergies not recorded' })
  await press('Add allergy')
  await screen.findByRole('dialog', { name: 'Add allergy' })
  set('Substance', ' amoxicillin ')
  set('Criticality', 'high')
  set('Since', '5/2004')
  fireEvent.click(screen.getByRole('button', { name: 'Add reaction' }))
  set('Reaction 1', 'Anaphylaxis')
  set('Severity of reaction 1', 'severe')
  fireEvent.submit(substance())
  await screen.findByRole('button', { name: 'amoxicillin: anaphylaxis, high risk' })
  expect(app.inputs('allergies.record')).toEqual([
    {
      patientId: chi.id,
      content: {
        status: 'active',
        effective: '2004-05',
        codings: [
          { system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '723', display: 'Amoxicillin' },
        ],
        text: 'amoxicillin',
        body: {
          type: null,
          category: null,
          criticality: 'high',
          verificationStatus: 'unconfirmed',
          reactions: [{ manifestation: 'Anaphylaxis', severity: 'severe' }],
          note: '',
        },
      },
    },
  ])
  await press('Undo')
  await screen.findByRole('button', { name: 'Allergies not recorded' })
  expect(await current(app, 'amoxicillin')).toMatchObject({ status: 'entered-in-error', version: 2 })
})

it('says beside the field what is missing, and saves nothing', async () => {
  const { app } = await renderApp(`${PAGE}?new`)
  await screen.findByRole('dialog', { name: 'Add allergy' })
  set('Since', '2999')
  fireEvent.submit(substance())
  expect(await screen.findByText('Enter the substance')).toBeTruthy()
  expect(screen.getByText('This date is in the future')).toBeTruthy()
  expect(app.count('allergies.record')).toBe(0)
})

it('the worst comes first, its worst reaction in words', async () => {
  const mild = { ...PENICILLIN, text: 'Cat dander' }
  const low = { ...mild, body: { ...mild.body, criticality: 'low' as const, reactions: [] } }
  await renderApp(PAGE, { before: recorded(low, PENICILLIN) })
  await screen.findByRole('button', { name: 'Penicillin: anaphylaxis, high risk · 1 more' })
  const rows = within(screen.getByRole('list', { name: 'Active' })).getAllByRole('listitem')
  expect(rows.map((row) => row.textContent)).toEqual([
    'PenicillinHigh riskHives (mild), anaphylaxis (severe)Medication allergy · since 2004 · No code',
    'Cat danderMedication allergy · Low risk · since 2004 · No code',
  ])
})

it('"no known allergies" ends when one is recorded, and an undo brings it back', async () => {
  const { app } = await renderApp(PAGE)
  await press('No known allergies')
  await screen.findByText('Asked again today')
  await press('Add allergy')
  await screen.findByRole('dialog', { name: 'Add allergy' })
  set('Substance', 'Latex')
  fireEvent.submit(substance())
  await screen.findByRole('button', { name: 'Latex' })
  expect(screen.queryByRole('button', { name: 'No known allergies' })).toBeNull()
  expect(await current(app, 'No known allergies')).toMatchObject({ status: 'inactive' })
  fireEvent.click((await screen.findAllByRole('button', { name: 'Undo' })).at(-1) as HTMLElement)
  await screen.findByText('Asked again today')
  expect(await current(app, 'No known allergies')).toMatchObject({ status: 'active', version: 3 })
})

it('a change of somebody else is joined where nobody typed, and asked where both did', async () => {
  const { app } = await renderApp(PAGE, withPenicillin)
  await press('Edit Penicillin')
  await screen.findByRole('dialog', { name: 'Edit allergy' })
  set('Status', 'resolved')
  set('Note', 'Tolerated in 2020')
  const { id = '' } = (await current(app, 'Penicillin')) ?? {}
  const content = { ...PENICILLIN, status: 'inactive' as const, text: 'Penicillin G' }
  done(await app.bridge.allergies.change({ patientId: chi.id, id, version: 1, content }))
  fireEvent.submit(substance())
  await press('Keep mine: Resolved')
  expect(substance()).toHaveProperty('value', 'Penicillin G')
  fireEvent.submit(substance())
  await waitFor(async () =>
    expect(await current(app, 'Penicillin G')).toMatchObject({
      version: 3,
      status: 'resolved',
      body: { note: 'Tolerated in 2020' },
    }),
  )
})

it('an error needs a reason, leaves the list, and is brought back from its history', async () => {
  const { user, app } = await renderApp(PAGE, withPenicillin)
  await press('More for Penicillin')
  await user.click(await screen.findByRole('menuitem', { name: 'Entered in error' }))
  await press('Mark as entered in error')
  await screen.findByText('Say why it was an error')
  set('Reason', 'Her sister’s')
  await press('Mark as entered in error')
  await screen.findByText('Allergies are not recorded')
  fireEvent.click(screen.getByLabelText('Show what was entered in error'))
  await press('More for Penicillin')
  await user.click(await screen.findByRole('menuitem', { name: 'History' }))
  await screen.findByText('Reason: Her sister’s')
  await press('Bring back version 1')
  await screen.findByRole('button', { name: 'Edit Penicillin' })
  expect(await current(app, 'Penicillin')).toMatchObject({ status: 'active', version: 3 })
  await press('Undo')
  await waitFor(async () =>
    expect(await current(app, 'Penicillin')).toMatchObject({
      status: 'entered-in-error',
      reason: 'Her sister’s',
      version: 4,
    }),
  )
})

it('what a newer Yarrow wrote is shown as that, and cannot be edited', async () => {
  await renderApp(PAGE, {
    before: async (app) => {
      await recorded(PENICILLIN)(app)
      app.instead('allergies', 'list', ok((await all(app)).map((entry) => ({ ...entry, body: null }))))
    },
  })
  await screen.findByText(/A newer Yarrow wrote the rest/)
  await screen.findByRole('button', { name: 'Penicillin' })
  expect(screen.queryByRole('button', { name: 'Edit Penicillin' })).toBeNull()
})

it('the front desk has no tab, no line in the header, and asks for nothing', async () => {
  const { app } = await renderApp(`/patients/${chi.id}`, {
    before: async (main) => {
      await recorded(PENICILLIN)(main)
      await main.signIn('priya')
    },
  })
  await screen.findByRole('tab', { name: 'Plan' })
  expect(screen.queryByRole('tab', { name: 'Allergies' })).toBeNull()
  expect(screen.queryByText(/Penicillin/)).toBeNull()
  expect(app.count('allergies.list')).toBe(0)
})
