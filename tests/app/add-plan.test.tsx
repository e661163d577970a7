// Proves, with a local Fullscript beside the app, the way from "Add plan" to a plan in the chart: one opening and one
// grant for one click, whatever is missing asked for on the spot, hidden under menus and the palette, failures explained,
// nothing half built closed without a question, and the plan that comes in shown by itself.
import { screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { PlanWork } from '../../src/shared/contract/embed'
import { ok } from '../../src/shared/failures'
import { CONNECTED, connectionIs } from './support/connections'
import { fill } from './support/fill'
import type { Fullscript } from './support/fullscript'
import { done, patientNamed, renderApp } from './support/render-app'

const chartOf = (name: string) => `/patients/${patientNamed(name).id}`
const CHART = () => chartOf('Maya')
const WITH_ACCOUNT = { fullscript: 'connected' } as const
const addPlan = () => screen.findByRole('button', { name: 'Add plan' })

/** Maya's chart with Fullscript open and ready. */
async function withPlan(path = CHART()) {
  const running = await renderApp(path, WITH_ACCOUNT)
  const { app, user, fullscript, happen } = running
  await user.click(await addPlan())
  await screen.findByTestId('embed-place')
  await happen(() => fullscript.becomesReady(app))
  return running
}
const isShown = (fullscript: Fullscript) => fullscript.view.placed.at(-1)?.visibility === 'shown'

it('makes the view ready with the page, and takes no grant before the click', async () => {
  const { app, fullscript } = await renderApp(`${CHART()}/plan`, WITH_ACCOUNT)
  await screen.findByText('No plans yet')
  await waitFor(() => expect(fullscript.views).toHaveLength(1))
  expect(app.count('embed.open')).toBe(0)
  expect(fullscript.sandbox.control.counters().grantsIssued).toBe(0)
})

it('opens once with one grant for one click, says how far it is, and closes again', async () => {
  const { app, user, fullscript, happen } = await renderApp(CHART(), WITH_ACCOUNT)
  await user.click(await addPlan())
  const status = await screen.findByTestId('embed-status')
  expect(status.textContent).toBe('Opening Fullscript')
  await happen(() => fullscript.mounts(app))
  expect(status.textContent).toBe('Signing in to Fullscript')
  await happen(() => fullscript.loads(app))
  expect(status.textContent).toBe('Loading Fullscript')
  await happen(() => {
    fullscript.view.events.documentSeen()
    return fullscript.report(app, { type: 'ready', mountId: fullscript.mountId })
  })
  expect(status.textContent).toBe('Fullscript is ready')
  expect(app.inputs('embed.open')).toMatchObject([{ feature: 'treatmentPlan', entrypoint: 'catalog' }])
  expect(fullscript.sandbox.control.counters().grantsIssued).toBe(1)
  await user.click(screen.getByRole('button', { name: 'Close Fullscript' }))
  await waitFor(() => expect(screen.queryByTestId('embed-place')).toBeNull())
  expect(fullscript.view.destroyed).toBe(true)
})

it('opens the labs of the whole platform', async () => {
  const { app, user } = await renderApp(`${CHART()}/plan`, WITH_ACCOUNT)
  await user.click(await screen.findByRole('button', { name: 'Open Fullscript' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Labs' }))
  await waitFor(() =>
    expect(app.inputs('embed.open')).toMatchObject([{ feature: 'platform', entrypoint: 'labs' }]),
  )
})

it('hides the view under a menu, where a picture of it stays, and under the palette', async () => {
  const { user, fullscript } = await withPlan()
  await waitFor(() => expect(isShown(fullscript)).toBe(true))
  const place = screen.getByTestId('embed-place')
  await user.click(screen.getByRole('button', { name: 'Open Fullscript' }))
  await waitFor(() => expect(place.querySelector('img')).not.toBeNull())
  await waitFor(() => expect(isShown(fullscript)).toBe(false))
  await user.keyboard('{Escape}')
  await waitFor(() => expect(isShown(fullscript)).toBe(true))
  await waitFor(() => expect(place.querySelector('img')).toBeNull())
  await user.keyboard('{Control>}k{/Control}')
  await waitFor(() => expect(isShown(fullscript)).toBe(false))
})

it('explains a failure and opens afresh on Try again', async () => {
  const { app, user, fullscript, happen } = await withPlan()
  await happen(() =>
    fullscript.report(app, { type: 'failed', mountId: fullscript.mountId, code: 'embed-grant-expired' }),
  )
  expect((await screen.findByRole('alert')).textContent).toContain('ran out before it was used')
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
  expect([app.count('embed.retry'), app.count('embed.open')]).toEqual([1, 1])
})

it('leads through connecting and lands on the same plan without another click', async () => {
  const { app, user, fullscript, happen } = await renderApp(CHART(), { fullscript: 'there' })
  await user.click(await addPlan())
  await user.click(await screen.findByRole('button', { name: 'Connect my Fullscript account' }))
  expect(app.count('embed.open')).toBe(0)
  await screen.findByRole('heading', { name: 'Finish in your browser' })
  await happen(() => fullscript.authorize(app))
  await user.click(await screen.findByRole('button', { name: 'Yes, this is me' }))
  await screen.findByTestId('embed-place')
  expect(app.count('embed.open')).toBe(1)
  expect(window.location.pathname).toBe(`${CHART()}/plan`)
})

it('connects again when the connection ended meanwhile, then opens the same plan', async () => {
  const { app, user, fullscript, happen } = await renderApp(CHART(), WITH_ACCOUNT)
  await user.click(await addPlan())
  await screen.findByTestId('embed-place')
  fullscript.revokes()
  await happen(() => fullscript.mounts(app))
  await happen(() => app.services.embedPage.sessionGrant(fullscript.view.pageId, undefined))
  await user.click(await screen.findByRole('button', { name: 'Connect my Fullscript account' }))
  await screen.findByRole('heading', { name: 'Finish in your browser' })
  await happen(() => fullscript.authorize(app))
  await user.click(await screen.findByRole('button', { name: 'Yes, this is me' }))
  await waitFor(() => expect(app.count('embed.open')).toBe(2))
})

it('asks for a missing e-mail address on the spot, saves it and goes on', async () => {
  const { app, user } = await renderApp(chartOf('Harold'), WITH_ACCOUNT)
  await user.click(await addPlan())
  const field = await screen.findByLabelText('E-mail')
  await fill(user, field, 'harold')
  await user.click(screen.getByRole('button', { name: 'Save and continue' }))
  expect(await screen.findByText('Enter an address such as name@example.org')).toBeTruthy()
  await fill(user, field, '@example.org{Enter}')
  await screen.findByTestId('embed-place')
  const { id: patientId } = patientNamed('Harold')
  expect(done(await app.bridge.patients.get({ patientId })).email).toBe('harold@example.org')
  expect(app.count('embed.open')).toBe(1)
})

it('shows a plan that comes in, marked as new, with its lines and doses', async () => {
  const { app, user, fullscript, happen } = await withPlan()
  await user.click(screen.getByRole('button', { name: 'Plans in the chart' }))
  await happen(() => fullscript.sends(app, 'Maya Lindqvist'))
  const card = await screen.findByTestId('plan')
  expect(within(card).getByText('New')).toBeTruthy()
  expect(await within(card).findByText('Magnesium Glycinate 120')).toBeTruthy()
  expect(screen.getByTestId('embed-status').textContent).toBe('Plan added to the chart')
})

it('keeps the view when the person looks something up, and leads back to it', async () => {
  const { app, user, fullscript } = await withPlan()
  await user.click(screen.getByRole('link', { name: 'Patients' }))
  await waitFor(() => expect(isShown(fullscript)).toBe(false))
  await user.click(await screen.findByRole('button', { name: /Open plan: Maya/ }))
  expect(await screen.findByTestId('embed-place')).toBeTruthy()
  expect([app.count('embed.open'), app.count('embed.close')]).toEqual([1, 0])
})

it('leads back to every open plan, from the header and from the palette', async () => {
  const open = (name: string, work: PlanWork) => {
    const { id: patientId, givenName, familyName, preferredName } = patientNamed(name)
    return {
      ...{ patientId, patient: { givenName, familyName, preferredName }, work },
      ...{ feature: 'treatmentPlan' as const, entrypoint: 'catalog' as const },
      state: { step: 'ready' as const, patientId },
    }
  }
  const plans = [open('Maya', 'maybe-unsent'), open('Oliver', 'sent')]
  const { user } = await renderApp('/patients', {
    before: async (app) => {
      connectionIs(app, CONNECTED)
      app.instead('embed', 'plans', ok(plans))
    },
  })
  await user.click(await screen.findByRole('button', { name: '2 open plans' }))
  expect((await screen.findByRole('menuitem', { name: /Maya/ })).textContent).toContain('May not be sent')
  await user.keyboard('{Escape}')
  await user.keyboard('{Control>}k{/Control}')
  await user.click(await screen.findByRole('option', { name: /Open plan: Maya/ }))
  expect(await screen.findByTestId('embed-place')).toBeTruthy()
  expect(window.location.pathname).toBe(`${CHART()}/plan`)
})

it('takes the keyboard back where it left', async () => {
  const { fullscript, happen } = await withPlan()
  const place = screen.getByTestId('embed-place')
  place.focus()
  await waitFor(() => expect(fullscript.view.focused).toBe(1))
  expect(document.activeElement).not.toBe(place)
  await happen(() => {
    fullscript.view.events.focusLeft('backward')
  })
  expect(document.activeElement?.textContent).toContain('Close Fullscript')
  await happen(() => {
    fullscript.view.events.focusLeft('forward')
  })
  expect(document.activeElement?.compareDocumentPosition(place)).toBe(Node.DOCUMENT_POSITION_PRECEDING)
})

it('asks before it closes what may not be sent, and says so', async () => {
  const { app, user, fullscript, happen } = await withPlan()
  await happen(() => {
    fullscript.isWorkedIn()
  })
  await user.click(screen.getByRole('button', { name: 'Close Fullscript' }))
  const dialog = await screen.findByRole('dialog', { name: /Close the plan for Maya/ })
  expect(dialog.textContent).toContain('It may not be sent')
  await user.click(within(dialog).getByRole('button', { name: 'Keep working' }))
  expect(app.count('embed.close')).toBe(0)
  expect(screen.getByTestId('embed-place')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Close Fullscript' }))
  await user.click(await screen.findByRole('button', { name: 'Close it' }))
  await waitFor(() => expect(screen.queryByTestId('embed-place')).toBeNull())
  expect(fullscript.view.destroyed).toBe(true)
})

it('asks before signing out with a plan that may not be sent', async () => {
  const { app, user, fullscript, happen } = await withPlan()
  await happen(() => {
    fullscript.isWorkedIn()
  })
  await user.click(screen.getByRole('button', { name: /^Account:/ }))
  await user.click(await screen.findByRole('menuitem', { name: 'Sign out' }))
  const dialog = await screen.findByRole('dialog', { name: 'Sign out with an open plan?' })
  expect(dialog.textContent).toContain('Maya')
  expect(app.count('people.signOut')).toBe(0)
  await user.click(within(dialog).getByRole('button', { name: 'Sign out' }))
  await screen.findByLabelText('Password', { selector: 'input' })
  expect(app.count('people.signOut')).toBe(1)
})

it('tells of a plan that ended unsent, why and when, until it was seen', async () => {
  const { id: patientId, givenName, familyName, preferredName } = patientNamed('Maya')
  const ended = { patientId, endedAt: Date.now(), why: 'locked-too-long' as const }
  let seen = false
  const { user } = await renderApp('/patients', {
    before: async (app) => {
      app.instead('embed', 'ended', () =>
        ok(seen ? [] : [{ ...ended, patient: { givenName, familyName, preferredName } }]),
      )
      app.instead('embed', 'endedSeen', (input: { patientId: string }) => {
        seen = input.patientId === patientId
        return ok(null)
      })
    },
  })
  expect(await screen.findByText('The plan for Maya Lindqvist may not have been sent')).toBeTruthy()
  expect(screen.getByText(/Yarrow was locked for an hour/)).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'I have seen this' }))
  await waitFor(() => expect(screen.queryByText(/may not have been sent/)).toBeNull())
  expect(seen).toBe(true)
})
