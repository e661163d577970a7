// Proves: a patient at Fullscript who may or may not be the chart's is asked about on every tab, side by side and in
// words; the answer is given once; and a link is undone after a question that says what goes with it.
import { screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { PatientLinks } from '../../src/shared/contract/links'
import { ok } from '../../src/shared/failures'
import { NOW } from './support/connections'
import { fieldsOf } from '../../src/shared/contract/patients'
import { done, patientNamed, renderApp, type Beginning } from './support/render-app'

const maya = () => patientNamed('Maya').id
const CHART = () => `/patients/${maya()}`

const QUESTION: PatientLinks['questions'][number] = {
  id: '00000007-0000-4000-8000-000000000001',
  clinicName: 'Meadowlark',
  fields: [
    { field: 'givenName', chart: 'Rosalind', fullscript: 'R.', comparison: 'similar' },
    { field: 'familyName', chart: 'Achterberg', fullscript: 'Achterberg', comparison: 'same' },
    { field: 'birthDate', chart: '1984-03-09', fullscript: '', comparison: 'unknown' },
    { field: 'email', chart: '', fullscript: 'family@example.org', comparison: 'unknown' },
    { field: 'phone', chart: '+15035550112', fullscript: '+15035550199', comparison: 'different' },
    { field: 'sex', chart: 'unspecified', fullscript: 'x', comparison: 'unknown' },
  ],
  preferredName: 'Rose',
  plansWaiting: 1,
  askedAt: NOW,
  denied: null,
}
/** Maya's chart, of which this is asked. */
const asking = (question: Partial<typeof QUESTION> = {}) =>
  renderApp(CHART(), {
    before: async (app) =>
      void app.instead('links', 'forPatient', ok({ questions: [{ ...QUESTION, ...question }], links: [] })),
  })
const compare = async ({ user }: Awaited<ReturnType<typeof renderApp>>) =>
  user.click(await screen.findByRole('button', { name: 'Compare and answer' }))

it.each([
  [0, 'Is this the same person?'],
  [1, 'A plan waits: is this the same person?'],
  [2, '2 plans wait: is this the same person?'],
])('says how many plans wait: %s', async (plansWaiting, title) => {
  await asking({ plansWaiting })
  expect(await screen.findByText(title)).toBeTruthy()
})

it('stands the two side by side, says in words where they differ, and who said no before', async () => {
  await compare(await asking({ denied: { personName: 'June Hartwell', at: NOW } }))
  const dialog = await screen.findByRole('dialog', { name: 'Is this the same person?' })
  const rows = within(dialog)
    .getAllByRole('row')
    .slice(1)
    .map((row) => [...row.children].map((cell) => cell.textContent))
  expect(rows).toEqual([
    ['Given name', 'RosalindCalled Rose', 'R.', 'Not the same, may be short for it or a part'],
    ['Family name', 'Achterberg', 'Achterberg', 'The same'],
    ['Birth date', 'Mar 9, 1984', 'Not stated', 'Missing at Fullscript'],
    ['E-mail', 'Not stated', 'family@example.org', 'Missing in the chart'],
    ['Phone', '(503) 555-0112', '(503) 555-0199', 'Different'],
    ['Sex', 'Not stated', 'Another', 'Missing in the chart'],
  ])
  expect(screen.getByText(/June Hartwell said on .* that this is not the same person/)).toBeTruthy()
})

it('keeps saying what went wrong with an answer', async () => {
  const running = await asking()
  running.app.instead('links', 'answer', { ok: false, failure: { code: 'embed-wrong-patient' } })
  await compare(running)
  await running.user.click(await screen.findByRole('button', { name: 'Same person' }))
  expect((await screen.findByRole('alert')).textContent).toContain('Nothing was added to this chart')
})

/** A chart that may be Maya's at Fullscript, as its name is an initial; her plan was sent from there, and waits. */
async function waitingPlan() {
  let patientId = ''
  const beginning: Beginning = {
    fullscript: 'connected',
    before: async ({ bridge }) => {
      const fields = fieldsOf(done(await bridge.patients.get({ patientId: maya() })))
      ;({ id: patientId } = done(await bridge.patients.create({ ...fields, givenName: 'M.', phone: '' })))
    },
  }
  const running = await renderApp('/patients', beginning)
  const { app, user, fullscript, happen } = running
  await happen(() => {
    window.history.pushState(null, '', `/patients/${patientId}`)
    window.dispatchEvent(new PopStateEvent('popstate'))
  })
  await user.click(await screen.findByRole('button', { name: 'Add plan' }))
  await screen.findByTestId('embed-place')
  await happen(() => fullscript.becomesReady(app))
  await happen(() => fullscript.sends(app, 'Maya Lindqvist'))
  expect(await screen.findByText('A plan waits: is this the same person?')).toBeTruthy()
  const plans = async () => done(await app.bridge.plans.forPatient({ patientId })).plans
  expect(await plans()).toEqual([])
  return { ...running, plans }
}

it('B08: nothing is in the chart until it is said to be the same person, once; then a link can be undone', async () => {
  const running = await waitingPlan()
  const { app, user, plans, happen, fullscript } = running
  await compare(running)
  await user.click(await screen.findByRole('button', { name: 'Same person' }))
  await waitFor(() => expect(screen.queryByText(/is this the same person/)).toBeNull())
  await waitFor(async () => expect(await plans()).toHaveLength(1))
  // What is open stays open.
  expect(app.count('embed.close')).toBe(0)

  await happen(() => {
    fullscript.isWorkedIn()
  })
  await user.click(screen.getByRole('button', { name: 'Plans in the chart' }))
  await screen.findByTestId('plan')
  await user.click(await screen.findByRole('button', { name: 'Not the same person? Undo link' }))
  const dialog = await screen.findByRole('dialog', { name: 'Undo the link to Fullscript?' })
  expect(dialog.textContent).toMatch(/came by it\. .* leaves? this chart/)
  await user.click(within(dialog).getByRole('button', { name: 'Undo link' }))
  // What may not have been sent is not closed without a question.
  const question = await screen.findByRole('dialog', { name: /^Close the plan for/ })
  expect(question.textContent).toContain('it does not come into this chart')
  expect(app.count('embed.close')).toBe(0)
  await user.click(within(question).getByRole('button', { name: 'Close it' }))
  await waitFor(() => expect(screen.queryByTestId('embed-place')).toBeNull())
  expect(await plans()).toEqual([])
  expect(screen.queryByText(/Linked to a patient/)).toBeNull()
})

it('B08: not the same person: nothing comes into the chart, and what is open in Fullscript is closed', async () => {
  const running = await waitingPlan()
  const { user, plans, fullscript } = running
  await compare(running)
  await user.click(await screen.findByRole('button', { name: 'Not the same person' }))
  await waitFor(() => expect(screen.queryByText(/is this the same person/)).toBeNull())
  await waitFor(() => expect(screen.queryByTestId('embed-place')).toBeNull())
  expect(fullscript.view.destroyed).toBe(true)
  expect(await plans()).toEqual([])
})
