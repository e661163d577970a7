// Proves the way from "Add plan" to a plan in the chart: one opening for one click, whatever is missing asked for on
// the spot, hidden under menus and the palette, failures explained, and the plan that lands shown by itself.
import { cleanup, screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { renderApp } from '../../test-support/render-app'
import {
  CONNECTED,
  FULLSCRIPT_OWNER,
  id,
  NOW,
  OLD_PLAN,
  OWNER,
  PLAN,
  ROSALIND,
  WITHOUT_EMAIL,
} from '../../test-support/sample-data'
import { fill } from '../../test-support/fill'

const PAGE = `/patients/${ROSALIND.id}`
const READY = { step: 'ready', patientId: ROSALIND.id } as const
const WAITING = { fullscriptPlanId: 'plan-7', announcedAt: NOW, failure: null, nextTryAt: null }
const addPlan = () => screen.findByRole('button', { name: 'Add plan' })

it('makes the view ready with the page and asks for no grant before the click', async () => {
  const { fake } = renderApp(`${PAGE}/plan`)
  await screen.findAllByTestId('plan')
  expect(fake.count('embed.prepare')).toBeGreaterThan(0)
  expect(fake.count('embed.open')).toBe(0)
})

it('opens once for one click, from any tab', async () => {
  const { user, fake } = renderApp(PAGE)
  await user.click(await addPlan())
  await screen.findByTestId('embed-place')
  expect(fake.inputs('embed.open')).toEqual([
    {
      patientId: ROSALIND.id,
      feature: 'treatmentPlan',
      entrypoint: 'catalog',
      bounds: { x: 0, y: 0, width: 0, height: 0 },
    },
  ])
})

it('opens the catalog and the labs of the whole platform', async () => {
  const { user, fake } = renderApp(`${PAGE}/plan`)
  await user.click(await screen.findByRole('button', { name: 'Open Fullscript' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Labs' }))
  await waitFor(() =>
    expect(fake.inputs('embed.open')).toMatchObject([{ feature: 'platform', entrypoint: 'labs' }]),
  )
})

it('tells how far it is and steps aside for Fullscript', async () => {
  const { user, happen } = renderApp(PAGE)
  await user.click(await addPlan())
  const status = await screen.findByTestId('embed-status')
  expect(status.textContent).toBe('Opening Fullscript')
  await happen((fake) => fake.emitEmbed({ step: 'asking', patientId: ROSALIND.id }))
  expect(status.textContent).toBe('Signing in to Fullscript')
  await happen((fake) => fake.emitEmbed({ step: 'loading', patientId: ROSALIND.id }))
  expect(status.textContent).toBe('Loading Fullscript')
  await happen((fake) => fake.emitEmbed(READY))
  expect(status.textContent).toBe('Fullscript is ready')
})

it('hides the view under a menu and under the palette', async () => {
  const { user, fake, happen } = renderApp(PAGE)
  await user.click(await addPlan())
  await happen((bridge) => bridge.emitEmbed(READY))
  const visible = () =>
    (fake.inputs('embed.place').at(-1) as { visible: boolean } | undefined)?.visible ?? true
  expect(visible()).toBe(true)
  await user.click(screen.getByRole('button', { name: 'Open Fullscript' }))
  await waitFor(() => expect(visible()).toBe(false))
  await user.keyboard('{Escape}')
  await waitFor(() => expect(visible()).toBe(true))
  await user.keyboard('{Control>}k{/Control}')
  await waitFor(() => expect(visible()).toBe(false))
})

it('explains a failure and opens afresh on Retry', async () => {
  const { user, fake, happen } = renderApp(PAGE)
  await user.click(await addPlan())
  await happen((bridge) =>
    bridge.emitEmbed({ step: 'failed', patientId: ROSALIND.id, failure: { code: 'embed-grant-expired' } }),
  )
  expect((await screen.findByRole('alert')).textContent).toContain('ran out before it was used')
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(fake.count('embed.retry')).toBe(1)
  expect(fake.count('embed.open')).toBe(1)
})

it('leads through connecting and lands on the same plan without another click', async () => {
  const { user, fake, happen } = renderApp(PAGE, { connection: { state: 'not-connected' } })
  await user.click(await addPlan())
  await user.click(await screen.findByRole('button', { name: 'Connect my Fullscript account' }))
  expect(fake.count('embed.open')).toBe(0)
  await screen.findByRole('heading', { name: 'Finish in your browser' })
  await happen((bridge) =>
    bridge.emitConnect({ step: 'confirming', owner: FULLSCRIPT_OWNER, previousOwner: null }),
  )
  await user.click(await screen.findByRole('button', { name: 'Yes, this is me' }))
  await screen.findByTestId('embed-place')
  expect(fake.inputs('embed.open')).toMatchObject([{ patientId: ROSALIND.id, feature: 'treatmentPlan' }])
  expect(window.location.pathname).toBe(`${PAGE}/plan`)
})

it('connects again when the connection ended meanwhile, then opens the same plan', async () => {
  const { user, fake, happen } = renderApp(PAGE)
  await user.click(await addPlan())
  await happen((bridge) => {
    bridge.emitEmbed({
      step: 'failed',
      patientId: ROSALIND.id,
      failure: { code: 'fullscript-reconnect-needed' },
    })
    bridge.emitConnection({ ...CONNECTED, state: 'reconnect-needed' } as typeof CONNECTED)
  })
  await user.click(await screen.findByRole('button', { name: 'Connect my Fullscript account' }))
  await happen((bridge) =>
    bridge.emitConnect({ step: 'confirming', owner: FULLSCRIPT_OWNER, previousOwner: FULLSCRIPT_OWNER }),
  )
  await user.click(await screen.findByRole('button', { name: 'Yes, this is me' }))
  await waitFor(() => expect(fake.count('embed.open')).toBe(2))
})

it('asks for a missing e-mail address on the spot, saves it and goes on', async () => {
  const { user, fake } = renderApp(`/patients/${WITHOUT_EMAIL.id}`)
  await user.click(await addPlan())
  const field = await screen.findByLabelText('E-mail')
  await fill(user, field, 'benedict')
  await user.click(screen.getByRole('button', { name: 'Save and continue' }))
  expect(await screen.findByText('Enter an address such as name@example.org')).toBeTruthy()
  await fill(user, field, '@example.org{Enter}')
  await screen.findByTestId('embed-place')
  expect(fake.inputs('patients.update')).toMatchObject([{ email: 'benedict@example.org', version: 1 }])
  expect(fake.count('embed.open')).toBe(1)
})

it('shows a plan that comes in, marked as new', async () => {
  const { user, happen } = renderApp(PAGE, { plans: [] })
  await user.click(await addPlan())
  await happen((fake) => fake.emitEmbed(READY))
  await user.click(screen.getByRole('button', { name: 'Plans in the chart' }))
  await happen((fake) => fake.land({ ...PLAN, id: id(3, 9), sentAt: NOW }))
  const card = await screen.findByTestId('plan')
  expect(within(card).getByText('New')).toBeTruthy()
  expect(within(card).getByText('Magnesium Glycinate')).toBeTruthy()
  expect(within(card).getAllByText('2 capsules, once a day, for 60 days')).toHaveLength(2)
  expect(within(card).getByText('Product name is on its way')).toBeTruthy()
  expect(screen.getByTestId('embed-status').textContent).toBe('Plan added to the chart')
})

it('tells of a plan that was sent and could not be fetched yet, and of whose it is', async () => {
  const { happen } = renderApp(`${PAGE}/plan`, { plans: [] })
  await screen.findByText('No plans yet')
  await happen((fake) => fake.announce({ ...WAITING, personId: OWNER.id, personName: 'Maya' }))
  expect(await screen.findByText('A plan is on its way')).toBeTruthy()
  expect(screen.getByText(/goes on trying while you are signed in/)).toBeTruthy()
  await happen((fake) => fake.announce({ ...WAITING, personId: id(1, 9), personName: 'June' }))
  expect(await screen.findByText('2 plans are on their way')).toBeTruthy()
  expect(screen.getByText(/What June sent comes when June is signed in again/)).toBeTruthy()
  await happen((fake) => fake.land({ ...PLAN, id: id(3, 9), sentAt: NOW }))
  await screen.findByTestId('plan')
  expect(screen.queryByText(/on their way/)).toBeNull()
})

it('says why a plan is not here yet, when it is tried again, and tries again on a click', async () => {
  const { user, fake, happen } = renderApp(`${PAGE}/plan`, { plans: [] })
  await screen.findByText('No plans yet')
  const mine = { ...WAITING, personId: OWNER.id, personName: 'Maya' }
  await happen((bridge) =>
    bridge.announce({
      ...mine,
      failure: 'fullscript-trouble',
      nextTryAt: new Date(2026, 2, 4, 10, 31).getTime(),
    }),
  )
  const notice = await screen.findByTestId('announced')
  expect(notice.textContent).toContain('Fullscript has a problem on its side.')
  expect(notice.textContent).toMatch(/The next try is at 10:31/)
  await user.click(within(notice).getByRole('button', { name: 'Try again' }))
  expect(fake.inputs('plans.fetchAnnounced')).toEqual([{ patientId: ROSALIND.id }])
})

it('says that a plan cannot be fetched, over Fullscript as well, where there is no room for the list', async () => {
  const { user, happen } = renderApp(PAGE, { plans: [] })
  await user.click(await addPlan())
  await happen((fake) => fake.emitEmbed(READY))
  expect(screen.queryByRole('region', { name: 'Plans in the chart' })).toBeNull()
  await happen((fake) =>
    fake.announce(
      { ...WAITING, personId: OWNER.id, personName: 'Maya', failure: 'fullscript-plan-gone' },
      ROSALIND.id,
    ),
  )
  const strip = await screen.findByTestId('announced')
  expect(strip.textContent).toContain('A plan cannot be fetched.')
  expect(strip.textContent).toContain('plan id plan-7')
  expect(within(strip).getByRole('button', { name: 'Try again' })).toBeTruthy()
  expect(strip.textContent).not.toContain('goes on trying')
})

it('B18, B20, B22: says what could not be read, what is gone and what is unknown, and shows labs', async () => {
  const [line] = PLAN.lines
  const lab = {
    id: id(5, 1),
    name: 'Thyroid panel',
    instructions: 'Fast for eight hours',
    requiresFasting: true,
    tests: ['TSH', 'Free T4'],
    unread: [],
  }
  const odd = { ...line!, id: id(4, 9), named: false, gone: true, refill: null, unread: ['refill' as const] }
  const plan = { ...PLAN, state: 'archived', lines: [line!, odd], labs: [lab], gone: true }
  renderApp(`${PAGE}/plan`, { plans: [plan, { ...OLD_PLAN, lines: [], labs: [lab] }] })
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
    expect(first!.textContent).toContain(text)
  expect(second!.textContent).toContain('Fast for eight hours')
  expect(second!.textContent).not.toContain('No products')
})

it('B21: shows long instructions and messages whole, in their own lines', async () => {
  const info = `${'Take it with food.\n'.repeat(150)}STOP if rash`
  const [line] = PLAN.lines
  renderApp(`${PAGE}/plan`, {
    plans: [{ ...PLAN, message: info, lines: [{ ...line!, instructions: info }] }],
  })
  const card = await screen.findByTestId('plan')
  expect(card.textContent.split(info)).toHaveLength(3)
})

it('groups plans by clinic as soon as there are two', async () => {
  renderApp(`${PAGE}/plan`)
  expect(await screen.findAllByTestId('plan')).toHaveLength(2)
  expect(screen.queryByRole('heading', { name: PLAN.clinicName })).toBeNull()
  cleanup()
  renderApp(`${PAGE}/plan`, { plans: [PLAN, { ...OLD_PLAN, clinicId: 'c2', clinicName: 'Second Street' }] })
  const second = await screen.findByRole('region', { name: 'Second Street' })
  expect(within(second).getAllByTestId('plan')).toHaveLength(1)
  expect(screen.getByRole('region', { name: PLAN.clinicName })).toBeTruthy()
})

it('keeps the view when the person looks something up, and shows the way back', async () => {
  const { user, fake, happen } = renderApp(PAGE)
  await user.click(await addPlan())
  await happen((bridge) => bridge.emitEmbed(READY))
  await user.click(screen.getByRole('link', { name: 'Patients' }))
  expect(fake.inputs('embed.place').at(-1)).toMatchObject({ visible: false })
  await user.click(await screen.findByRole('button', { name: /Open plan: Rose/ }))
  expect(await screen.findByTestId('embed-place')).toBeTruthy()
  expect(fake.count('embed.open')).toBe(1)
  expect(fake.count('embed.close')).toBe(0)
})

it('takes the keyboard back where it left', async () => {
  const { user, fake, happen } = renderApp(PAGE)
  await user.click(await addPlan())
  await happen((bridge) => bridge.emitEmbed(READY))
  const place = screen.getByTestId('embed-place')
  place.focus()
  expect(fake.count('embed.focus')).toBe(1)
  expect(document.activeElement).not.toBe(place)
  await happen((bridge) => bridge.emitFocusLeft('backward'))
  expect(document.activeElement?.textContent).toContain('Close Fullscript')
  await happen((bridge) => bridge.emitFocusLeft('forward'))
  expect(document.activeElement?.compareDocumentPosition(place)).toBe(Node.DOCUMENT_POSITION_PRECEDING)
})

it('closes the view and says nothing more', async () => {
  const { user, fake, happen } = renderApp(PAGE)
  await user.click(await addPlan())
  await happen((bridge) => bridge.emitEmbed(READY))
  await user.click(screen.getByRole('button', { name: 'Close Fullscript' }))
  expect(fake.count('embed.close')).toBe(1)
  expect(screen.queryByTestId('embed-place')).toBeNull()
})

it('asks before it closes what may not be sent, and says so', async () => {
  const { user, fake, happen } = renderApp(PAGE)
  await user.click(await addPlan())
  await happen((bridge) => bridge.emitEmbed(READY, { work: 'maybe-unsent' }))
  await user.click(screen.getByRole('button', { name: 'Close Fullscript' }))
  const dialog = await screen.findByRole('dialog', { name: /Close the plan for Rose/ })
  expect(dialog.textContent).toContain('It may not be sent')
  await user.click(within(dialog).getByRole('button', { name: 'Keep working' }))
  expect(fake.count('embed.close')).toBe(0)
  expect(screen.getByTestId('embed-place')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Close Fullscript' }))
  await user.click(await screen.findByRole('button', { name: 'Close it' }))
  expect(fake.inputs('embed.close')).toEqual([{ patientId: ROSALIND.id, sure: true }])
  await waitFor(() => expect(screen.queryByTestId('embed-place')).toBeNull())
})

it('asks before signing out with a plan that may not be sent', async () => {
  const { user, fake, happen } = renderApp(PAGE)
  await user.click(await addPlan())
  await happen((bridge) => bridge.emitEmbed(READY, { work: 'maybe-unsent' }))
  await user.click(screen.getByRole('button', { name: /^Account:/ }))
  await user.click(await screen.findByRole('menuitem', { name: 'Sign out' }))
  const dialog = await screen.findByRole('dialog', { name: 'Sign out with an open plan?' })
  expect(dialog.textContent).toContain('Rose')
  expect(fake.count('people.signOut')).toBe(0)
  await user.click(within(dialog).getByRole('button', { name: 'Sign out' }))
  await waitFor(() => expect(fake.count('people.signOut')).toBe(1))
})

it('leads back to every open plan, from the header and from the palette', async () => {
  const open = (patient: typeof ROSALIND, work: 'maybe-unsent' | 'sent') => ({
    patientId: patient.id,
    patient,
    feature: 'treatmentPlan' as const,
    entrypoint: 'catalog' as const,
    state: { step: 'ready' as const, patientId: patient.id },
    work,
  })
  const openPlans = [open(ROSALIND, 'maybe-unsent'), open(WITHOUT_EMAIL, 'sent')]
  const { user } = renderApp('/patients', { openPlans })
  await user.click(await screen.findByRole('button', { name: '2 open plans' }))
  expect((await screen.findByRole('menuitem', { name: /Rose/ })).textContent).toContain('May not be sent')
  await user.keyboard('{Escape}')
  await user.keyboard('{Control>}k{/Control}')
  await user.click(await screen.findByRole('option', { name: /Open plan: Rose/ }))
  expect(await screen.findByTestId('embed-place')).toBeTruthy()
  expect(window.location.pathname).toBe(`${PAGE}/plan`)
})

it('puts a picture of the view under a menu, and takes it away with the menu', async () => {
  const { user, fake, happen } = renderApp(PAGE, { picture: 'data:image/jpeg;base64,AA==' })
  await user.click(await addPlan())
  await happen((bridge) => bridge.emitEmbed(READY))
  const place = screen.getByTestId('embed-place')
  await user.click(screen.getByRole('button', { name: 'Open Fullscript' }))
  await waitFor(() => expect(place.querySelector('img')).not.toBeNull())
  await waitFor(() => expect(fake.inputs('embed.place').at(-1)).toMatchObject({ visible: false }))
  await user.keyboard('{Escape}')
  await waitFor(() => expect(place.querySelector('img')).toBeNull())
})

it('tells of a plan that ended unsent, why and when, until it was seen', async () => {
  const patient = { givenName: 'Maya', familyName: 'Lindqvist', preferredName: '' }
  const endedPlans = [{ patientId: ROSALIND.id, patient, endedAt: NOW, why: 'locked-too-long' as const }]
  const { user, fake } = renderApp('/patients', { endedPlans })
  expect(await screen.findByText('The plan for Maya Lindqvist may not have been sent')).toBeTruthy()
  expect(screen.getByText(/Yarrow was locked for an hour/)).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'I have seen this' }))
  await waitFor(() => expect(screen.queryByText(/may not have been sent/)).toBeNull())
  expect(fake.inputs('embed.endedSeen')).toEqual([{ patientId: ROSALIND.id }])
})
