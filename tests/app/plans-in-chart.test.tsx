// Proves how the plans of a chart are shown: what could not be read, what is gone, unknown or long, by clinic; and that a
// plan which is on its way, or cannot be fetched, is told of with why, whose it is, and a way to try again.
import { cleanup, screen, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { ok } from '../../src/shared/failures'
import type { ChartPlans } from '../../src/shared/contract/plans'
import { chartHas, LINE, onItsWay, planOf } from './support/plans'
import { colleague, draw, patientNamed, renderApp, startApp } from './support/render-app'

const maya = () => patientNamed('Maya').id
const CHART = () => `/patients/${maya()}/plan`

const ANOTHER_LINE = '00000003-0000-4000-8000-000000000012'

/** Maya's plans on screen. */
const showing = (plans: Partial<ChartPlans>) =>
  renderApp(CHART(), { before: async (app) => chartHas(app, maya(), plans) })

it('tells of a plan that was sent and could not be fetched yet, and of whose it is, until it is there', async () => {
  const { app, happen } = await showing({})
  await screen.findByText('No plans yet')
  const [june, tomas] = ['june', 'tomas'] as const
  const mine = onItsWay({ personId: colleague(june).id, personName: 'June' })
  const other = onItsWay({ personId: colleague(tomas).id, personName: 'Tomas' })
  await happen(() => chartHas(app, maya(), { pending: [mine] }))
  expect(await screen.findByText('A plan is on its way')).toBeTruthy()
  expect(screen.getByText(/goes on trying while you are signed in/)).toBeTruthy()
  await happen(() => chartHas(app, maya(), { pending: [mine, other] }))
  expect(await screen.findByText('2 plans are on their way')).toBeTruthy()
  expect(screen.getByText(/What Tomas sent comes when Tomas is signed in again/)).toBeTruthy()
  await happen(() => chartHas(app, maya(), { plans: [planOf(maya())] }))
  await screen.findByTestId('plan')
  expect(screen.queryByText(/on their way/)).toBeNull()
})

it('says why a plan is not here yet, when it is tried again, and tries again on a click', async () => {
  const { app, user } = await showing({
    pending: [
      onItsWay({
        ...{ personId: colleague('june').id, personName: 'June', failure: 'fullscript-trouble' },
        nextTryAt: new Date(2026, 2, 4, 10, 31).getTime(),
      }),
    ],
  })
  app.instead('plans', 'fetchPending', ok(null))
  const notice = await screen.findByTestId('pending')
  expect(notice.textContent).toContain('Fullscript has a problem on its side.')
  expect(notice.textContent).toMatch(/The next try is at 10:31/)
  await user.click(within(notice).getByRole('button', { name: 'Try again' }))
  expect(app.inputs('plans.fetchPending')).toEqual([{ patientId: maya() }])
})

it('says that a plan cannot be fetched, over Fullscript as well, where there is no room for the list', async () => {
  const { app, user, happen } = await renderApp(CHART(), { fullscript: 'connected' })
  await user.click(await screen.findByRole('button', { name: 'Add plan' }))
  await screen.findByTestId('embed-place')
  expect(screen.queryByRole('region', { name: 'Plans in the chart' })).toBeNull()
  const { id: personId } = colleague('june')
  const gone = onItsWay({ personId, personName: 'June', failure: 'fullscript-plan-gone' })
  await happen(() => chartHas(app, maya(), { pending: [gone] }))
  const strip = await screen.findByTestId('pending')
  expect(strip.textContent).toContain('A plan cannot be fetched.')
  expect(strip.textContent).toContain('plan id plan-7')
  expect(within(strip).getByRole('button', { name: 'Try again' })).toBeTruthy()
  expect(strip.textContent).not.toContain('goes on trying')
})

it('B18, B20, B22: says what could not be read, what is gone and what is unknown, and shows labs', async () => {
  const lab = {
    ...{ id: LINE.id, name: 'Thyroid panel', instructions: 'Fast for eight hours' },
    ...{ requiresFasting: true, tests: ['TSH', 'Free T4'], unread: [] },
  }
  const odd = {
    ...LINE,
    id: ANOTHER_LINE,
    named: false,
    gone: true,
    refill: null,
    unread: ['refill' as const],
  }
  const plan = planOf(maya(), { state: 'archived', lines: [LINE, odd], labs: [lab], gone: true })
  const ofLabs = planOf(maya(), { id: LINE.id, sentAt: 0, lines: [], labs: [lab] })
  await showing({ plans: [plan, ofLabs] })
  const [first, second] = await screen.findAllByTestId('plan')
  for (const text of [
    'archived',
    'Yarrow does not know the state “archived”. Look in Fullscript what it means.',
    'No longer in Fullscript (plan id plan-1). This is what was read last.',
    'No longer in Fullscript’s catalogue',
    'product id variant-1',
    'Could not be read: refills. Look in Fullscript.',
    'Thyroid panel',
    'TSH, Free T4',
    'Fast for eight hours',
    'Fasting needed',
  ])
    expect(first?.textContent).toContain(text)
  expect(second?.textContent).toContain('Fast for eight hours')
  expect(second?.textContent).not.toContain('No products')
})

it('says the whole dose, and that a product’s name is on its way', async () => {
  const nameless = {
    ...LINE,
    id: ANOTHER_LINE,
    named: false,
    productName: '',
    brandName: '',
    packageText: '',
  }
  await showing({ plans: [planOf(maya(), { lines: [LINE, nameless] })] })
  const card = within(await screen.findByTestId('plan'))
  expect(card.getAllByText('2 capsules, once a day, for 60 days')).toHaveLength(2)
  expect(card.getByText('Product name is on its way')).toBeTruthy()
})

it('B21: shows long instructions and messages whole, in their own lines', async () => {
  const info = `${'Take it with food.\n'.repeat(150)}STOP if rash`
  await showing({ plans: [planOf(maya(), { message: info, lines: [{ ...LINE, instructions: info }] })] })
  const card = await screen.findByTestId('plan')
  expect(card.textContent.split(info)).toHaveLength(3)
})

it('groups plans by clinic as soon as there are two', async () => {
  const app = await startApp({
    before: async (before) => chartHas(before, maya(), { plans: [planOf(maya())] }),
  })
  draw(app, CHART())
  await screen.findByTestId('plan')
  expect(screen.queryByRole('heading', { name: 'Harbour Integrative Health' })).toBeNull()
  cleanup()
  const other = planOf(maya(), { id: LINE.id, clinicId: 'c2', clinicName: 'Second Street' })
  chartHas(app, maya(), { plans: [planOf(maya()), other] })
  draw(app, CHART())
  const second = await screen.findByRole('region', { name: 'Second Street' })
  expect(within(second).getAllByTestId('plan')).toHaveLength(1)
  expect(screen.getByRole('region', { name: 'Harbour Integrative Health' })).toBeTruthy()
})
