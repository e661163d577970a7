// Proves: the timeline shows what is recorded in a chart by day, in words and with a way to it; filters it; goes on to
// older ones and keeps the keyboard there; says what went wrong and asks again; follows what is changed elsewhere; and
// is closed to whoever may read nothing clinical or not open the chart.
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { failed } from '../../src/shared/failures'
import { ENTRY_EXAMPLES } from '../support/entry-examples'
import { done, patientNamed, renderApp, type RunningApp } from './support/render-app'

const chi = patientNamed('Chidinma')
const PAGE = `/patients/${chi.id}/timeline`
const PENICILLIN = ENTRY_EXAMPLES.allergies.first

const record = async ({ bridge }: RunningApp, text: string, effective: string | null = '2004') =>
  done(
    await bridge.allergies.record({
      patientId: chi.id,
      content: { ...PENICILLIN, text, effective } as never,
    }),
  )
const two = async (app: RunningApp) => {
  await record(app, 'Latex', '2004-05-03')
  const { id, version } = await record(app, 'Walnut', '2004-05')
  const reason = 'The wrong chart'
  done(await app.bridge.allergies.retract({ patientId: chi.id, id, version, reason }))
}
const timeline = () => screen.findByRole('region', { name: 'Timeline' })
const day = async (name: string) =>
  within(await screen.findByRole('region', { name }))
    .getAllByRole('listitem')
    .map((row) => row.textContent)

it('shows each day, what is recorded there and who did, and leads to it', async () => {
  await renderApp(PAGE, { before: two })
  const [row] = await day('May 3, 2004')
  expect(row).toMatch(/^Allergy or intoleranceLatex: anaphylaxis, high riskRecorded .+ by .*June/)
  expect(screen.queryByText(/Walnut/)).toBeNull()
  fireEvent.click(screen.getByRole('link', { name: /^Latex/ }))
  await screen.findByRole('region', { name: 'Allergies' })
})

it('shows what was entered in error, and why, to who asks for it; and one kind alone', async () => {
  const { app } = await renderApp(PAGE, { before: two })
  await day('May 3, 2004')
  fireEvent.click(screen.getByRole('switch', { name: 'Show what was entered in error' }))
  expect(await day('May 2004')).toEqual([expect.stringContaining('Entered in error: The wrong chart')])
  expect(screen.queryByText(/^Entered in error$/)).toBeNull()
  fireEvent.click(screen.getByRole('checkbox', { name: 'Allergies and intolerances' }))
  await waitFor(() =>
    expect(app.inputs('timeline.read').at(-1)).toMatchObject({
      kinds: ['allergy-intolerance'],
      enteredInError: true,
    }),
  )
  expect(await day('May 2004')).toHaveLength(1)
})

it('says what will stand here, and follows what is recorded elsewhere', async () => {
  const { app, happen } = await renderApp(PAGE)
  await screen.findByText('Nothing is recorded yet')
  expect((await timeline()).textContent).toContain('allergies and intolerances')
  await happen(() => record(app, 'Latex', null))
  expect((await screen.findByRole('link', { name: /^Latex/ })).closest('li')?.textContent).toContain(
    'Date not said',
  )
})

it('goes on to older ones, where the keyboard goes on, and tries again what failed', async () => {
  const { app } = await renderApp(PAGE, {
    before: async (app) => {
      for (let year = 1951; year <= 2002; year += 1) await record(app, `In ${year}`, String(year))
    },
  })
  await screen.findByRole('link', { name: /^In 1953/ })
  expect(screen.queryByRole('link', { name: /^In 1952/ })).toBeNull()
  const mend = app.instead('timeline', 'read', failed('records-stopped'))
  fireEvent.click(screen.getByRole('button', { name: 'Show older' }))
  await screen.findByRole('alert')
  expect(screen.getByRole('link', { name: /^In 1953/ })).toBeTruthy()
  mend()
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
  const first = await screen.findByRole('link', { name: /^In 1952/ })
  await waitFor(() => expect(document.activeElement).toBe(first))
  expect(screen.getAllByRole('link', { name: /^In \d/ })).toHaveLength(52)
  expect(screen.queryByRole('button', { name: /Show older|Try again/ })).toBeNull()
})

it('says when it could not be read, and reads it when asked again', async () => {
  const { app } = await renderApp(PAGE, {
    before: async (app) => {
      await two(app)
      app.instead('timeline', 'read', failed('records-stopped'))
    },
  })
  await screen.findByRole('alert')
  app.instead('timeline', 'read', (_input, main) => main())
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await day('May 3, 2004')).toHaveLength(1)
})

const asked = { patientId: chi.id, kinds: [], enteredInError: false, before: null, limit: 50 }

it('164.312(a)(1): the front desk has no way to it, and is refused without a count', async () => {
  const { app } = await renderApp(`/patients/${chi.id}`, { as: 'priya' })
  await screen.findByRole('tab', { name: 'Plan' })
  expect(screen.queryByRole('tab', { name: 'Timeline' })).toBeNull()
  expect(app.count('timeline.read')).toBe(0)
  expect(await app.bridge.timeline.read(asked)).toEqual(failed('not-allowed'))
})

it('164.312(a)(1): of a restricted chart nothing is shown or told', async () => {
  const { app } = await renderApp(PAGE, {
    before: async (app) => {
      await two(app)
      await app.signIn('tomas')
      done(await app.bridge.charts.restrict({ patientId: chi.id, personIds: [] }))
      await app.signIn('june')
    },
  })
  await screen.findByText(/has restricted it/)
  expect(screen.queryByText(/Latex/)).toBeNull()
  expect(await app.bridge.timeline.read(asked)).toEqual(failed('chart-restricted'))
})
