// Proves the audit record's screen: search by every condition, order, the check from the first row on with its alarm, and
// both exports with where they went.
import { screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { renderApp } from '../../test-support/render-app'
import { NOW, PEOPLE } from '../../test-support/sample-data'
import { fill } from '../../test-support/fill'

const table = () => screen.findByRole('region', { name: 'Rows of the audit record' })
const choose = async (user: ReturnType<typeof renderApp>['user'], field: string, option: string | RegExp) => {
  await user.click(screen.getByRole('combobox', { name: field }))
  await user.click(await screen.findByRole('option', { name: option }))
}

it('164.312(b): searches by person, patient, what it is about, action, outcome and time', async () => {
  const { user, fake } = renderApp('/audit')
  await table()
  const last = () => fake.inputs('audit.search').at(-1)
  expect(last()).toMatchObject({ personId: null, patient: '', sort: 'at', descending: true, offset: 0 })
  const person = PEOPLE[1]
  await choose(user, 'Person', person?.displayName ?? '')
  await choose(user, 'About', 'Treatment plans')
  await choose(user, 'Action', 'Open treatment plans')
  await choose(user, 'Outcome', 'Done')
  await fill(user, screen.getByLabelText('Patient'), 'achter')
  await fill(user, screen.getByLabelText('From'), '2026-03-01')
  await fill(user, screen.getByLabelText('To'), '2026-03-09')
  await waitFor(() =>
    expect(last()).toMatchObject({
      personId: person?.id,
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
  const { user } = renderApp('/audit')
  await table()
  await fill(user, screen.getByLabelText('Patient'), 'nobody of that name')
  expect(await screen.findByText('No row matches')).toBeTruthy()
})

it('says that it searches while the rows of the question before still stand there', async () => {
  const { user } = renderApp('/audit')
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
  const { user, fake } = renderApp('/audit')
  const head = within(await table()).getByRole('button', { name: 'Person' })
  const order = () => fake.inputs('audit.search').at(-1)
  await user.click(head)
  await waitFor(() => expect(order()).toMatchObject({ sort: 'person', descending: false }))
  await user.click(head)
  await waitFor(() => expect(order()).toMatchObject({ sort: 'person', descending: true }))
  expect(within(await table()).getByRole('columnheader', { name: /Person/ }).ariaSort).toBe('descending')
})

it('170.315(d)(2): checks from the first row on, and tells of trouble until somebody has looked into it', async () => {
  const { user, fake, happen } = renderApp('/audit')
  await user.click(await screen.findByRole('button', { name: 'Verify every row' }))
  expect(await screen.findByText(/From the first row/)).toBeTruthy()
  expect(fake.count('audit.verify')).toBe(1)
  await happen((bridge) =>
    bridge.emitAudit({ problems: [{ kind: 'row-changed', station: 1, seq: 7, foundAt: NOW }] }),
  )
  expect(await screen.findAllByText(/was tampered with/)).not.toHaveLength(0)
  await user.click(screen.getByRole('button', { name: 'I have looked into this' }))
  await waitFor(() => expect(screen.queryByText(/was tampered with/)).toBeNull())
  expect(fake.count('audit.acknowledge')).toBe(1)
})

it('exports what was searched for, and says where it is and how to check it', async () => {
  const { user, fake } = renderApp('/audit')
  await table()
  await choose(user, 'About', 'Treatment plans')
  await waitFor(() => expect(fake.inputs('audit.search').at(-1)).toMatchObject({ category: 'plan' }))
  await user.click(screen.getByRole('button', { name: 'Export CSV' }))
  expect(await screen.findByText('240 rows saved as yarrow-audit.csv')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Export signed' }))
  expect(await screen.findByText('240 rows saved as yarrow-audit.jsonl')).toBeTruthy()
  expect(screen.getByText(/check-yarrow-audit-export\.html/)).toBeTruthy()
  for (const call of ['audit.exportCsv', 'audit.exportSigned'])
    expect(fake.inputs(call)).toMatchObject([{ category: 'plan' }])
})
