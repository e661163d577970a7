// Proves: a patient at Fullscript who may or may not be the chart's is asked about on every tab, side by side and in
// words; the answer is given once; and a link is undone after a question that says what goes with it.
import { screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { PlanWork } from '../../../../shared/contract/embed'
import type { PatientLinks } from '../../../../shared/contract/links'
import { renderApp } from '../../test-support/render-app'
import { id, NOW, PLAN, ROSALIND } from '../../test-support/sample-data'

const PAGE = `/patients/${ROSALIND.id}`
const QUESTION: PatientLinks['questions'][number] = {
  id: id(7, 1),
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
const LINK: PatientLinks['links'][number] = {
  environment: 'us',
  clinicId: 'c',
  clinicName: 'Meadowlark',
  fullscriptPatientId: 'f',
  linked: { personName: 'June Hartwell', at: NOW },
  plans: 2,
}
/** Fullscript is open for Rosalind. */
const openPlan = (work: PlanWork) => ({
  patientId: ROSALIND.id,
  patient: ROSALIND,
  feature: 'treatmentPlan' as const,
  entrypoint: 'catalog' as const,
  state: { step: 'ready' as const, patientId: ROSALIND.id },
  work,
})
const asking = (question: Partial<typeof QUESTION> = {}) => ({
  plans: [],
  links: { [ROSALIND.id]: { questions: [{ ...QUESTION, ...question }], links: [] } },
})

it('B08: says on every tab that a plan waits, and shows nothing of it in the chart', async () => {
  const { user } = renderApp(PAGE, asking())
  expect(await screen.findByText('A plan waits: is this the same person?')).toBeTruthy()
  await user.click(screen.getByRole('tab', { name: 'Plan' }))
  expect(screen.getByText('A plan waits: is this the same person?')).toBeTruthy()
  expect(screen.queryAllByTestId('plan')).toEqual([])
  expect(screen.getByText('No plans yet')).toBeTruthy()
})

it.each([
  [0, 'Is this the same person?'],
  [2, '2 plans wait: is this the same person?'],
])('says how many plans wait: %s', async (plansWaiting, title) => {
  renderApp(PAGE, asking({ plansWaiting }))
  expect(await screen.findByText(title)).toBeTruthy()
})

it('stands the two side by side, and says in words where they differ', async () => {
  const { user } = renderApp(PAGE, asking())
  await user.click(await screen.findByRole('button', { name: 'Compare and answer' }))
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
})

it.each([
  ['Same person', true],
  ['Not the same person', false],
])('%s: said once, and asked no more', async (name, same) => {
  const { user, fake } = renderApp(`${PAGE}/plan`, asking())
  await user.click(await screen.findByRole('button', { name: 'Compare and answer' }))
  await user.click(await screen.findByRole('button', { name }))
  await waitFor(() => expect(screen.queryByText(/is this the same person/)).toBeNull())
  expect(fake.inputs('links.answer')).toEqual([{ patientId: ROSALIND.id, questionId: QUESTION.id, same }])
  expect(screen.queryByText(/Linked to a patient at Fullscript, Meadowlark/) !== null).toBe(same)
})

it('says who said no before', async () => {
  const { user } = renderApp(PAGE, asking({ denied: { personName: 'June Hartwell', at: NOW } }))
  await user.click(await screen.findByRole('button', { name: 'Compare and answer' }))
  expect(await screen.findByText(/June Hartwell said on .* that this is not the same person/)).toBeTruthy()
})

it('keeps saying what went wrong with an answer', async () => {
  const fail = { 'links.answer': { code: 'embed-wrong-patient' as const } }
  const { user } = renderApp(PAGE, { ...asking(), fail })
  await user.click(await screen.findByRole('button', { name: 'Compare and answer' }))
  await user.click(await screen.findByRole('button', { name: 'Same person' }))
  expect((await screen.findByRole('alert')).textContent).toContain('Nothing was added to this chart')
})

it('undoes a link after saying what goes with it', async () => {
  const { user, fake } = renderApp(`${PAGE}/plan`, {
    plans: [PLAN],
    links: { [ROSALIND.id]: { questions: [], links: [LINK] } },
  })
  await user.click(await screen.findByRole('button', { name: 'Not the same person? Undo link' }))
  const dialog = await screen.findByRole('dialog', { name: 'Undo the link to Fullscript?' })
  expect(dialog.textContent).toContain('2 plans came by it. They leave this chart')
  await user.click(within(dialog).getByRole('button', { name: 'Undo link' }))
  await waitFor(() => expect(screen.queryAllByTestId('plan')).toEqual([]))
  expect(fake.inputs('links.undo')).toEqual([
    { patientId: ROSALIND.id, environment: 'us', clinicId: 'c', fullscriptPatientId: 'f' },
  ])
  expect(screen.queryByText(/Linked to a patient/)).toBeNull()
})

it('closes what is open in Fullscript when it is not the same person', async () => {
  const { user, fake } = renderApp(`${PAGE}/plan`, { ...asking(), openPlans: [openPlan('untouched')] })
  await screen.findByTestId('embed-place')
  await user.click(await screen.findByRole('button', { name: 'Compare and answer' }))
  await user.click(await screen.findByRole('button', { name: 'Not the same person' }))
  await waitFor(() => expect(screen.queryByTestId('embed-place')).toBeNull())
  expect(fake.inputs('embed.close')).toEqual([{ patientId: ROSALIND.id, sure: false }])
})

it('leaves it open when it is', async () => {
  const { user, fake } = renderApp(`${PAGE}/plan`, { ...asking(), openPlans: [openPlan('untouched')] })
  await user.click(await screen.findByRole('button', { name: 'Compare and answer' }))
  await user.click(await screen.findByRole('button', { name: 'Same person' }))
  await user.click(await screen.findByRole('button', { name: 'Plans in the chart' }))
  await screen.findByText(/Linked to a patient/)
  expect(fake.count('embed.close')).toBe(0)
})

it('asks first where a plan may not have been sent when a link is undone', async () => {
  const { user, fake } = renderApp(`${PAGE}/plan`, {
    plans: [PLAN],
    links: { [ROSALIND.id]: { questions: [], links: [LINK] } },
    openPlans: [openPlan('maybe-unsent')],
  })
  await user.click(await screen.findByRole('button', { name: 'Plans in the chart' }))
  await user.click(await screen.findByRole('button', { name: 'Not the same person? Undo link' }))
  await user.click(await screen.findByRole('button', { name: 'Undo link' }))
  const question = await screen.findByRole('dialog', { name: /^Close the plan for/ })
  expect(question.textContent).toContain('it does not come into this chart')
  expect(fake.count('embed.close')).toBe(0)
  await user.click(within(question).getByRole('button', { name: 'Close it' }))
  await waitFor(() => expect(fake.inputs('embed.close')).toEqual([{ patientId: ROSALIND.id, sure: true }]))
})
