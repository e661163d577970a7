// Proves the audit record's screen: search by every condition, order, the check from the first row on with its alarm, and
// both exports with where they went.
import { readdirSync } from 'node:fs'
import { extname } from 'node:path'
import { screen, waitFor, within } from '@testing-library/react'
import type { UserEvent } from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { ok } from '../../src/shared/failures'
import { fill } from './support/fill'
import { colleague, done, patientNamed, renderApp } from './support/render-app'

const chi = patientNamed('Chidinma')

const table = () => screen.findByRole('region', { name: 'Rows of the audit record' })
const choose = async (user: UserEvent, field: string, option: string | RegExp) => {
  await user.click(screen.getByRole('combobox', { name: field }))
  await user.click(await screen.findByRole('option', { name: option }))
}

it('164.312(b): searches by person, patient, what it is about, action, outcome and time', async () => {
  const { user, app } = await renderApp('/audit')
  await table()
  const last = () => app.inputs('audit.search').at(-1)
  expect(last()).toMatchObject({ personId: null, patient: '', sort: 'at', descending: true, offset: 0 })
  const person = colleague('tomas')
  await choose(user, 'Person', person.displayName)
  await choose(user, 'About', 'Treatment plans')
  await choose(user, 'Action', 'Open treatment plans')
  await choose(user, 'Outcome', 'Done')
  await fill(user, screen.getByLabelText('Patient'), 'achter')
  await fill(user, screen.getByLabelText('From'), '2026-03-01')
  await fill(user, screen.getByLabelText('To'), '2026-03-09')
  await waitFor(() =>
    expect(last()).toMatchObject({
      personId: person.id,
      patient: 'achter',
      category: 'plan',
      action: 'plan.read',
      outcome: 'done',
      from: new Date(2026, 2, 1).getTime(),
      // The last day belongs to the span.
      to: new Date(2026, 2, 10).getTime(),
    }),
  )
})

it('says so when nothing matches', async () => {
  const { user } = await renderApp('/audit')
  await table()
  await fill(user, screen.getByLabelText('Patient'), 'nobody of that name')
  expect(await screen.findByText('No row matches')).toBeTruthy()
})

it('says that it searches while the rows of the question before still stand there', async () => {
  const { user } = await renderApp('/audit')
  const shown = await table()
  expect(shown.ariaBusy).toBe('false')
  await fill(user, screen.getByLabelText('Patient'), 'a')
  expect(shown.ariaBusy).toBe('true')
  expect(screen.getByText(/searching…/)).toBeTruthy()
  await waitFor(() => {
    expect(screen.queryByText(/searching…/)).toBeNull()
  })
})

it('orders by the head that is chosen, and the other way round at the second click', async () => {
  const { user, app } = await renderApp('/audit')
  const head = within(await table()).getByRole('button', { name: 'Person' })
  const order = () => app.inputs('audit.search').at(-1)
  await user.click(head)
  await waitFor(() => expect(order()).toMatchObject({ sort: 'person', descending: false }))
  await user.click(head)
  await waitFor(() => expect(order()).toMatchObject({ sort: 'person', descending: true }))
  expect(within(await table()).getByRole('columnheader', { name: /Person/ }).ariaSort).toBe('descending')
})

it('170.315(d)(2): checks from the first row on, and tells of trouble until somebody has looked into it', async () => {
  const { user, app, happen } = await renderApp('/audit')
  await user.click(await screen.findByRole('button', { name: 'Verify every row' }))
  expect(await screen.findByText(/From the first row/)).toBeTruthy()
  expect(app.count('audit.verify')).toBe(1)
  // A changed row is a matter of a program that gets at the file; tests/integration/audit-trail.test.ts changes one.
  const { problems: _none, ...state } = done(await app.bridge.audit.state())
  const main = app.instead(
    'audit',
    'state',
    ok({
      ...state,
      problems: [{ kind: 'row-changed', station: 1, seq: 7, foundAt: app.computer.clock.now() }],
    }),
  )
  await happen(() => {
    app.tell('app', 'changed', { of: 'audit', patientId: null, id: null })
  })
  expect(await screen.findAllByText(/was tampered with/)).not.toHaveLength(0)
  main()
  await user.click(screen.getByRole('button', { name: 'I have looked into this' }))
  await waitFor(() => expect(screen.queryByText(/was tampered with/)).toBeNull())
  expect(app.count('audit.acknowledge')).toBe(1)
})

it('exports what was searched for, and says where it is and how to check it', async () => {
  const { user, app } = await renderApp('/audit', {
    before: async ({ bridge }) => {
      for (const patientId of [chi.id, patientNamed('Oliver').id])
        done(await bridge.plans.forPatient({ patientId }))
    },
  })
  await table()
  await choose(user, 'About', 'Treatment plans')
  await waitFor(() => expect(app.inputs('audit.search').at(-1)).toMatchObject({ category: 'plan' }))
  await user.click(screen.getByRole('button', { name: 'Export CSV' }))
  expect(await screen.findByText(/^2 rows saved as yarrow-audit-[\d-]+\.csv$/)).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Export signed' }))
  expect(await screen.findByText(/^2 rows saved as yarrow-audit-[\d-]+\.jsonl$/)).toBeTruthy()
  expect(screen.getByText(/check-yarrow-audit-export\.html/)).toBeTruthy()
  const saved = readdirSync(app.computer.chosen.folder ?? '').toSorted()
  expect(saved.map((file) => extname(file))).toEqual(['.html', '.csv', '.jsonl'])
  for (const call of ['audit.exportCsv', 'audit.exportSigned'])
    expect(app.inputs(call)).toMatchObject([{ category: 'plan' }])
})
